package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** What {@link RatingsReader} was asked for. A column is a name, a number from 1, or null. */
final class ReaderOptions {
  String user;
  String item;
  String rating;
  String time;
  String itemId;
  String title;
  String genres;

  /** Columns of the items file to read besides. */
  List<Wanted> itemColumns = List.of();

  /** Columns of the users file to read; null for all but ids and zip codes. */
  List<Wanted> userColumns;

  /**
   * A column that says what is known of users or items.
   *
   * @param number whether its texts must be numbers
   */
  record Wanted(String name, boolean number) {
    private static final String NUMBER = ":number";
    private static final String CATEGORY = ":category";

    /** A column as {@code --item-features} names it. */
    static Wanted of(String text) {
      boolean number = text.endsWith(NUMBER);
      int suffix = number ? NUMBER.length() : text.endsWith(CATEGORY) ? CATEGORY.length() : 0;
      return new Wanted(text.substring(0, text.length() - suffix), number);
    }

    /** Where a header has the column; -1 if it has not. */
    int in(String[] header) {
      for (int i = 0; i < header.length; i++) {
        if (header[i].strip().equalsIgnoreCase(name)) {
          return i;
        }
      }
      return -1;
    }
  }

  /** What separates the fields; null for what the content shows. */
  String separator;

  /** Whether the first row is a rating for sure. */
  boolean headless;

  /** Whether times are left out. */
  boolean timeless;

  Zeros zeros = Zeros.UNKNOWN;

  /** The rating that means that there is none; NaN for no such rating. */
  double missing = Double.NaN;

  /** How many malformed rows are left out; -1 if none is, and the first one is an error. */
  long badRows = -1;

  /** Receives a line for each thing that is no error but worth knowing. */
  Consumer<String> notes = note -> {};

  /** Receives the number of rows that were read, from time to time. */
  LongConsumer progress = rows -> {};

  /** Whether a column was named, so that there must be a header. */
  boolean named() {
    return isName(user) || isName(item) || isName(rating) || isName(time);
  }

  /** Whether a column is given by its number, so that rows may have any number of fields. */
  boolean numbered() {
    return isNumber(user) || isNumber(item) || isNumber(rating) || isNumber(time);
  }

  static boolean isNumber(String column) {
    return column != null && column.matches("[1-9][0-9]{0,5}");
  }

  private static boolean isName(String column) {
    return column != null && !isNumber(column);
  }

  /** The index of a column given by its number. */
  static int index(String number) {
    return Integer.parseInt(number) - 1;
  }

  /** A separator by its name or as it stands; {@code \t} is a tab. */
  static String separator(String given) {
    return switch (given) {
      case "comma" -> ",";
      case "semicolon" -> ";";
      case "tab", "\\t" -> "\t";
      case "bar", "pipe" -> "|";
      case "blank", "space" -> " ";
      default -> {
        if (given.isEmpty() || given.matches(".*[\"\\r\\n].*")) {
          throw new InputException(
              "expected a separator (comma, semicolon, tab, bar, blank or characters), found "
                  + Rows.quote(given));
        }
        yield given;
      }
    };
  }
}
