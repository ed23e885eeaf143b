package io.github.lanefactor.data;

import java.util.List;

/** What quotes mean in a text file. */
enum Quotes {
  /** Nothing, but that those around a whole field are left out. */
  PLAIN,
  /**
   * They hold a field together, which may have separators, line breaks and doubled quotes in it.
   */
  CSV,
  /** The same, and a backslash makes the character behind it a plain one. */
  BACKSLASH;

  /** What to try, one after the other, until a file makes sense. */
  static List<Quotes> of(String separator) {
    return switch (separator) {
      case ",", ";" -> List.of(CSV, BACKSLASH);
      case "\t", "|" -> List.of(PLAIN, CSV, BACKSLASH);
      default -> List.of(PLAIN);
    };
  }
}
