package io.github.lanefactor.ratings;

import java.util.List;

/**
 * An item of a {@link Catalogue}.
 *
 * @param id its id
 * @param title its title; its id if it has none
 * @param genres its genres, in the order they were listed; empty if none is known
 */
public record Item(String id, String title, List<String> genres) {
  /** Copies the genres. */
  public Item {
    genres = List.copyOf(genres);
  }

  /** The title, followed by the genres in brackets if there are any. */
  @Override
  public String toString() {
    return genres.isEmpty() ? title : title + " (" + String.join(", ", genres) + ")";
  }
}
