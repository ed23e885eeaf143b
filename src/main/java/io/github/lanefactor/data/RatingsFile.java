package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongUnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of ratings, in any of the formats that {@link RatingsReader} lists. */
final class RatingsFile {
  private final Source source;
  private final Rows rows;
  private final RatingsBuilder builder;
  private final Zeros zeros;
  private final int block;
  private long read;
  private long zero;

  private RatingsFile(Source source, Rows rows, RatingsBuilder builder, Zeros zeros, int block) {
    this.source = source;
    this.rows = rows;
    this.builder = builder;
    this.zeros = zeros;
    this.block = block;
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
    read(source, columns, builder, PlainRatings.BLOCK);
  }

  /**
   * The same.
   *
   * @param block how many bytes of a plain file are read at a time; 0 reads row by row
   */
  static void read(Source source, Columns columns, RatingsBuilder builder, int block) {
    try (Rows rows = TextFormat.open(source, columns::format)) {
      RatingsFile file = new RatingsFile(source, rows, builder, columns.zeros(), block);
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
    boolean headless = !(rows instanceof CsvRows csv && csv.header().length > 0);
    long header = headless ? 0 : rows.line();
    String[] row = rows.next();
    if (row == null) {
      throw rows.malformed("at least one rating", "the end of the file");
    }
    int width = row.length;
    if (headless && width != 3 && width != 4) {
      throw rows.malformed("user, item, rating and perhaps time", width + " fields");
    }
    PlainRatings.Prefix done = plain(header, width, user, item, rating, time);
    for (; row != null && !done.whole(); row = rows.next()) {
      if (rows.line() <= done.lines()) {
        continue;
      }
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

  /**
   * Leaves the rows that the file begins with, as far as they are plain, to a reader that is
   * several times as fast and gives the same ratings.
   *
   * @param header the line of the header; 0 if there is none
   */
  private PlainRatings.Prefix plain(
      long header, int width, int user, int item, int rating, int time) throws IOException {
    if (block == 0 || header > 1 || zeros == Zeros.MISSING || width < 2) {
      return PlainRatings.Prefix.NONE;
    }
    try (InputStream in = source.open()) {
      byte separator = (byte) rows.separator().charAt(0);
      PlainLayout layout =
          new PlainLayout(
              separator,
              rows.separator().length() == 2,
              width,
              user,
              item,
              rating,
              time == width ? -1 : time,
              LongUnaryOperator.identity());
      PlainRatings.Prefix done = PlainRatings.read(in, header, layout, builder, block);
      read += done.rows();
      zero += done.zeros();
      return done;
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
