package io.github.lanefactor.data;

import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.HashMap;
import java.util.Map;

/** The titles and genres of items that stand beside their ratings. */
final class Titles {
  private final Map<String, Described> described = new HashMap<>();

  private record Described(String title, String genres) {}

  /** Of several titles the first in the alphabet, so that the order of rows does not matter. */
  void add(String item, String title, String genres) {
    Described known = described.get(item);
    if (known == null
        || before(title, known.title)
        || (title.equals(known.title) && before(genres, known.genres))) {
      described.put(item, new Described(title, genres));
    }
  }

  private static boolean before(String text, String known) {
    return !text.isEmpty() && (known.isEmpty() || text.compareTo(known) < 0);
  }

  /** Gives them to the items that have none. */
  void describe(RatingsBuilder builder) {
    described.forEach((id, item) -> builder.describe(id, item.title(), item.genres()));
  }
}
