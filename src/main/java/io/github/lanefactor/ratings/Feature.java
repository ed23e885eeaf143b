package io.github.lanefactor.ratings;

import java.util.List;
import java.util.OptionalInt;

/**
 * One thing that is known of items, as a number for each: what it is and how it is read from a
 * catalogue.
 *
 * @param kind the kind
 * @param name the genre for {@link Kind#GENRE}, else a name to show
 * @param centre what an item has of which it is not known: the share of items with the genre; for
 *     years, the mean year, which stands for 0
 * @param spread the standard deviation of the years; 1 for other kinds
 */
public record Feature(Kind kind, String name, double centre, double spread) {
  /** Years further from the mean than so many deviations count as this far. */
  private static final double FURTHEST = 4;

  /** The kinds of features. */
  public enum Kind {
    /** 1 for every item. */
    CONSTANT,
    /** 1 for an item of the genre, else 0. */
    GENRE,
    /** The year z = (year − mean) / deviation. */
    YEAR,
    /** z² − 1. */
    YEAR_SQUARED,
    /** A number that a program gives, which is not in a catalogue. */
    GIVEN
  }

  /** A number that a program gives for each item; see {@link Features#of}. */
  public static Feature given(String name) {
    return new Feature(Kind.GIVEN, name, 0, 1);
  }

  /**
   * The number of an item.
   *
   * @param genres its genres; none if they are not known
   * @param year its year, if it is known
   * @throws InputException if the feature is not one that a catalogue has
   */
  float of(List<String> genres, OptionalInt year) {
    return switch (kind) {
      case CONSTANT -> 1;
      case GENRE -> genres.isEmpty() ? (float) centre : genres.contains(name) ? 1 : 0;
      case YEAR -> year.isEmpty() ? 0 : (float) standard(year.getAsInt());
      case YEAR_SQUARED ->
          year.isEmpty() ? 0 : (float) (standard(year.getAsInt()) * standard(year.getAsInt()) - 1);
      case GIVEN ->
          throw new InputException(
              "expected values of the feature \"%s\", found none".formatted(name));
    };
  }

  private double standard(int year) {
    return Math.max(-FURTHEST, Math.min(FURTHEST, (year - centre) / spread));
  }
}
