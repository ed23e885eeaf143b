package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of ratings, in any of the formats that {@link RatingsReader} lists. */
final class RatingsFile {
  private final Rows rows;
  private final RatingsBuilder builder;
  private final Zeros zeros;
  private long read;
  private long zero;

  private RatingsFile(Rows rows, RatingsBuilder builder, Zeros zeros) {
    this.rows = rows;
    this.builder = builder;
    this.zeros = zeros;
  }

  /**
   * How a file is to be read.
   *
   * @param user the name of the column of users; null for a common one
   * @param item the name of the column of items; null for a common one
   * @param rating the name of the column of ratings; null for a common one, or for events if there
   *     is none
   * @param time the name of the column of times; null for a common one, if there
   * @param headless whether the first row is a rating for sure
   * @param zeros what a rating of 0 is
   */
  record Columns(
      String user, String item, String rating, String time, boolean headless, Zeros zeros) {

    /** Whether names were given, so that there must be a header. */
    boolean named() {
      return user != null || item != null || rating != null || time != null;
    }

    TextFormat format(String firstLine) {
      TextFormat csv = TextFormat.csv(firstLine);
      if (headless || !(named() || isHeader(firstLine.split(Pattern.quote(csv.separator()), -1)))) {
        return TextFormat.earliest(firstLine, "::", "\t")
            .map(TextFormat::split)
            .orElseGet(() -> headless || isRating(firstLine, csv) ? csv.headless() : csv);
      }
      return csv;
    }

    private static boolean isHeader(String[] fields) {
      return ColumnNames.USER.find(fields) >= 0 && ColumnNames.ITEM.find(fields) >= 0;
    }

    /** Whether a line can only be a rating: three or four numbers. */
    private static boolean isRating(String line, TextFormat csv) {
      String[] fields = line.split(Pattern.quote(csv.separator()), -1);
      return (fields.length == 3 || fields.length == 4)
          && Stream.of(fields).allMatch(field -> NUMBER.matcher(field.strip()).matches());
    }
  }

  private static final Pattern NUMBER = Pattern.compile("\"?[-+]?[0-9]+([.][0-9]*)?\"?");

  /**
   * Adds the ratings of a file to {@code builder}.
   *
   * @throws InputException if something is malformed
   */
  static void read(Source source, Columns columns, RatingsBuilder builder) {
    try (Rows rows = TextFormat.open(source, columns::format)) {
      RatingsFile file = new RatingsFile(rows, builder, columns.zeros());
      if (rows instanceof CsvRows csv && csv.header().length > 0) {
        file.addAll(
            column(csv, columns.user(), ColumnNames.USER, "users", "--user-column", true),
            column(csv, columns.item(), ColumnNames.ITEM, "items", "--item-column", true),
            column(csv, columns.rating(), ColumnNames.RATING, "ratings", "--rating-column", false),
            column(csv, columns.time(), ColumnNames.TIME, "times", "--time-column", false));
      } else {
        file.addAll(0, 1, 2, 3);
      }
      checkZeros(source.name(), columns.zeros(), file.read, file.zero);
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  /** The index of a column; -1 if it need not be there and is not. */
  private static int column(
      CsvRows csv, String name, ColumnNames common, String what, String option, boolean required) {
    if (name != null) {
      csv.require(name);
      return csv.column(name);
    }
    int found = common.find(csv.header());
    if (found < 0 && required) {
      throw csv.malformed(
          "a header with a column of " + what + ", which " + option + " may name",
          Rows.quote(String.join(csv.separator(), csv.header())));
    }
    if (found >= 0) {
      csv.column(csv.header()[found].strip()); // refuses a name that is there twice
    }
    return found;
  }

  /**
   * Adds all rows. The numbers are the indexes of the fields; {@code time} is -1 if there is none,
   * and so is {@code rating}: each row then is an event of value 1.
   */
  private void addAll(int user, int item, int rating, int time) throws IOException {
    String[] row = rows.next();
    if (row == null) {
      throw rows.malformed("at least one rating", "the end of the file");
    }
    int width = row.length;
    boolean headless = !(rows instanceof CsvRows csv && csv.header().length > 0);
    if (headless && width != 3 && width != 4) {
      throw rows.malformed("user, item, rating and perhaps time", width + " fields");
    }
    for (; row != null; row = rows.next()) {
      if (row.length != width) {
        throw rows.malformed(width + " fields as in the first row", row.length + " fields");
      }
      String userId = id("user", row[user]);
      String itemId = id("item", row[item]);
      double value = rating < 0 ? 1 : number("rating", row[rating]);
      read++;
      if (value == 0) {
        zero++;
        if (zeros == Zeros.MISSING) {
          continue;
        }
      }
      if (time < 0 || time == width) {
        builder.rating(userId, itemId, value);
      } else {
        builder.rating(userId, itemId, value, time(row[time]));
      }
    }
  }

  /** A table in which most ratings are 0 is one where 0 means that nobody rated. */
  static void checkZeros(String name, Zeros zeros, long read, long zero) {
    if (zeros == Zeros.UNKNOWN && 2 * zero > read && zero > 0 && read > 1) {
      throw new InputException(
          "%s: %d of %d ratings are 0: say --zeros missing if that means not rated, or --zeros rating"
              .formatted(name, zero, read));
    }
  }

  private String id(String what, String field) {
    String id = field.strip();
    if (id.isEmpty()) {
      throw rows.malformed("the id of " + what, "an empty field");
    }
    return id;
  }

  private double number(String what, String field) {
    String text = field.strip();
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

  private long time(String field) {
    try {
      return Long.parseLong(field.strip());
    } catch (NumberFormatException e) {
      return (long) Math.floor(number("time", field));
    }
  }
}
