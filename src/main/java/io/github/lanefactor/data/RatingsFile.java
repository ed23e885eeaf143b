package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.util.Locale;

/** A file of ratings, in any of the formats that {@link RatingsReader} lists. */
final class RatingsFile {
  private final Rows rows;
  private final RatingsBuilder builder;

  private RatingsFile(Rows rows, RatingsBuilder builder) {
    this.rows = rows;
    this.builder = builder;
  }

  /**
   * The names of the columns, if there is a header.
   *
   * @param headerRequired whether the names were chosen, so that there must be a header
   * @param timeRequired whether there must be a column of times
   */
  record Columns(
      String user,
      String item,
      String rating,
      String time,
      boolean headerRequired,
      boolean timeRequired) {

    TextFormat format(String firstLine) {
      if (headerRequired || firstLine.toLowerCase(Locale.ROOT).contains(rating)) {
        return TextFormat.csv(firstLine);
      }
      return TextFormat.earliest(firstLine, "::", "\t")
          .map(TextFormat::split)
          .orElseGet(() -> TextFormat.csv(firstLine));
    }
  }

  /**
   * Adds the ratings of a file to {@code builder}.
   *
   * @throws InputException if something is malformed
   */
  static void read(Source source, Columns columns, RatingsBuilder builder) {
    try (Rows rows = TextFormat.open(source, columns::format)) {
      RatingsFile file = new RatingsFile(rows, builder);
      if (rows instanceof CsvRows csv) {
        csv.require(columns.user(), columns.item(), columns.rating());
        if (columns.timeRequired()) {
          csv.require(columns.time());
        }
        file.addAll(
            csv.column(columns.user()),
            csv.column(columns.item()),
            csv.column(columns.rating()),
            csv.column(columns.time()));
      } else {
        file.addAll(0, 1, 2, 3);
      }
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  /**
   * Adds all rows. The numbers are the indexes of the fields; {@code time} is -1 if there is none.
   */
  private void addAll(int user, int item, int rating, int time) throws IOException {
    String[] row = rows.next();
    if (row == null) {
      throw rows.malformed("at least one rating", "the end of the file");
    }
    int width = row.length;
    if (!(rows instanceof CsvRows) && width != 3 && width != 4) {
      throw rows.malformed("user, item, rating and perhaps time", width + " fields");
    }
    for (; row != null; row = rows.next()) {
      if (row.length != width) {
        throw rows.malformed(width + " fields as in the first row", row.length + " fields");
      }
      String userId = id("user", row[user]);
      String itemId = id("item", row[item]);
      double value = number("rating", row[rating]);
      if (time < 0 || time == width) {
        builder.rating(userId, itemId, value);
      } else {
        builder.rating(userId, itemId, value, time(row[time]));
      }
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
      boolean decimal = text.charAt(text.length() - 1) <= '9' && text.indexOf('x') < 0;
      if (decimal && Float.isFinite((float) value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw rows.malformed("a number as " + what, Rows.quote(field));
  }

  private long time(String field) {
    try {
      return Long.parseLong(field.strip());
    } catch (NumberFormatException e) {
      return (long) Math.floor(number("time", field));
    }
  }
}
