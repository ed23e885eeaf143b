package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the fields of a file mean. */
final class Fields {
  private final Rows rows;

  /** Where the first number with a point, or with a decimal comma, stands; 0 for nowhere. */
  private long point;

  private long comma;

  /**
   * @param rows where the fields are from, for error messages
   */
  Fields(Rows rows) {
    this.rows = rows;
  }

  /** Tells of a decimal point in a line that was read in another way; 0 for none. */
  void sawPoint(long line) {
    point = line;
  }

  /** The id of a user or item. */
  String id(String what, String field) {
    String id = field.strip();
    if (id.length() > 3 && id.startsWith("=\"") && id.endsWith("\"")) {
      id = id.substring(2, id.length() - 1).strip(); // Excel's way to keep zeros before numbers
    }
    if (id.isEmpty()) {
      throw rows.malformed("the id of " + what, "an empty field");
    }
    if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
      throw rows.malformed("the id of " + what + " on one line", Rows.quote(id), true);
    }
    return id;
  }

  double rating(String field) {
    return number("rating", field);
  }

  double number(String what, String field) {
    String text = field.strip();
    int at = text.indexOf(',');
    if (at >= 0) {
      // Where commas separate fields, one inside a field separates thousands.
      if (rows.separator().equals(",") || text.indexOf('.') >= 0) {
        throw rows.malformed("a number as " + what, Rows.quote(field));
      }
      comma = comma == 0 ? rows.line() : comma;
      text = text.replace(',', '.');
    } else if (point == 0 && text.indexOf('.') >= 0) {
      point = rows.line();
    }
    try {
      double value = Double.parseDouble(text);
      if (isDecimal(text) && Float.isFinite((float) value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw rows.malformed("a number as " + what, Rows.quote(field));
  }

  /**
   * Checks, at the end, that numbers were written in one way.
   *
   * @throws InputException if some have a point and some a decimal comma
   */
  void check(String name) {
    if (point > 0 && comma > 0) {
      throw new InputException(
          "%s: expected decimal points or decimal commas, found both, in lines %d and %d"
              .formatted(name, point, comma));
    }
  }

  /** Whether a number that Java reads is written as people write it: no 0x1p3, no 3f. */
  static boolean isDecimal(String number) {
    for (int i = 0; i < number.length(); i++) {
      char c = number.charAt(i);
      if (c > '9' && c != 'e' && c != 'E') {
        return false;
      }
    }
    return true;
  }

  /** Seconds since 1970, or {@link Ratings#NO_TIME}. */
  long time(String field) {
    String text = field.strip();
    try {
      return Times.seconds(Long.parseLong(text));
    } catch (NumberFormatException e) {
      if (Times.isNone(text)) {
        return Ratings.NO_TIME;
      }
      OptionalLong date = Times.date(text);
      if (date.isPresent()) {
        return date.getAsLong();
      }
    }
    if (TextFormat.isNumber(text)) {
      return Times.seconds(Double.parseDouble(text.replace(',', '.')));
    }
    throw rows.malformed("a time, such as 1112486027 or 2005-04-02 23:53:47", Rows.quote(field));
  }

  /**
   * What a field says of an item or a user, on one line.
   *
   * @throws InputException if it is to be a number and is none
   */
  String known(ReaderOptions.Wanted column, String field) {
    String text = title(field);
    return column.number() && !text.isEmpty() ? Double.toString(number(column.name(), text)) : text;
  }

  /** A title, on one line. */
  static String title(String field) {
    return field.strip().replaceAll(" *[\\r\\n]+ *", " ");
  }

  /** Genres with bars between them, whether bars or commas stand between them in the field. */
  static String genres(String field) {
    if (field.equals("(no genres listed)")) {
      return "";
    }
    return Stream.of(field.split(field.contains("|") ? "\\|" : ","))
        .map(String::strip)
        .filter(genre -> !genre.isEmpty())
        .collect(Collectors.joining("|"));
  }
}
