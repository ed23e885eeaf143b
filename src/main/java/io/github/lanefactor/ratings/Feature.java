package io.github.lanefactor.ratings;

/**
 * One thing that is known of items or users, as a number for each: what it is and how it is read.
 *
 * @param kind the kind
 * @param column the column it is read from, such as {@code genres} or {@code age}; empty for {@link
 *     Kind#CONSTANT} and {@link Kind#GIVEN}
 * @param name the value for {@link Kind#VALUE}, else a name to show
 * @param centre what a row has of which it is not known: the share of rows with the value; for
 *     numbers, their mean, which stands for 0
 * @param spread the standard deviation of the numbers; 1 for other kinds
 */
public record Feature(Kind kind, String column, String name, double centre, double spread) {
  /** Numbers further from the mean than so many deviations count as this far. */
  private static final double FURTHEST = 4;

  /** The kinds of features. */
  public enum Kind {
    /** 1 for every row. */
    CONSTANT,
    /** 1 for a row with the value, which may be one of several; else 0. */
    VALUE,
    /** 1 for a row with a value that is rare; else 0. */
    OTHER,
    /** The number z = (x − mean) / deviation. */
    NUMBER,
    /** z² − 1. */
    NUMBER_SQUARED,
    /** A number that a program gives, which is not in a catalogue. */
    GIVEN
  }

  /** A number that a program gives for each row; see {@link Features#of}. */
  public static Feature given(String name) {
    return new Feature(Kind.GIVEN, "", name, 0, 1);
  }

  /**
   * What stands for a row of which it is not known.
   *
   * @throws InputException if a program gives the numbers
   */
  public double mean() {
    return switch (kind) {
      case CONSTANT -> 1;
      case VALUE, OTHER -> centre;
      case NUMBER, NUMBER_SQUARED -> 0;
      case GIVEN ->
          throw new InputException(
              "expected values of the feature \"%s\", found none".formatted(name));
    };
  }

  /** What {@link Kind#NUMBER} and {@link Kind#NUMBER_SQUARED} make of a number. */
  float of(double x) {
    double z = Math.max(-FURTHEST, Math.min(FURTHEST, (x - centre) / spread));
    return (float) (kind == Kind.NUMBER ? z : z * z - 1);
  }
}
