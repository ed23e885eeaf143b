package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Ratings and items from the rows of a query. */
final class RatingsQuery {
  /** How messages and events call the query of ratings. */
  static final String RATINGS = "query";

  private static final String ITEMS = "items query";

  private RatingsQuery() {}

  /**
   * Adds the ratings of a query to {@code builder}.
   *
   * @throws InputException if a column is missing or a row is malformed
   */
  static void read(ResultSet rows, ReaderOptions options, RatingsBuilder builder)
      throws SQLException {
    QueryRows query = new QueryRows(RATINGS, rows);
    int user = required(query, options.user, ColumnNames.USER, "users", "--user-column");
    int item = required(query, options.item, ColumnNames.ITEM, "items", "--item-column");
    int rating = query.column(options.rating, ColumnNames.RATING, "ratings");
    int time = options.timeless ? -1 : query.column(options.time, ColumnNames.TIME, "times");
    long read = 0;
    long zero = 0;
    while (query.next()) {
      String userId = query.id(user, "a user");
      String itemId = query.id(item, "an item");
      double value = rating < 0 ? 1 : query.number(rating, "rating");
      read++;
      zero += value == 0 ? 1 : 0;
      if (value == options.missing || (value == 0 && options.zeros == Zeros.MISSING)) {
        continue;
      }
      if (time < 0) {
        builder.rating(userId, itemId, value);
      } else {
        builder.rating(userId, itemId, value, query.seconds(time));
      }
    }
    if (read == 0) {
      throw new InputException(RATINGS + ": expected at least one rating, found no row");
    }
    RatingsFile.checkZeros(RATINGS, options.zeros, read, zero);
  }

  /** An item of a query. */
  record Listed(String id, String title, String genres) {}

  /**
   * Reads the items of a query.
   *
   * @throws InputException if a column is missing or a row is malformed
   */
  static List<Listed> items(ResultSet rows, ReaderOptions options) throws SQLException {
    QueryRows query = new QueryRows(ITEMS, rows);
    String idColumn = options.itemId == null ? options.item : options.itemId;
    int id = required(query, idColumn, ColumnNames.ITEM, "items", "--item-column");
    int title = query.column(options.title, ColumnNames.NAME, "titles");
    int genres = query.column(options.genres, ColumnNames.GENRES, "genres");
    if (title < 0) {
      throw query.missing("titles", ", such as title");
    }
    Set<String> ids = new HashSet<>();
    List<Listed> items = new ArrayList<>();
    while (query.next()) {
      String item = query.id(id, "an item");
      if (!ids.add(item)) {
        throw query.malformed(id, "each item once", "item " + item + " again");
      }
      String names = Fields.genres(query.text(genres));
      items.add(new Listed(item, Fields.title(query.text(title)), names));
    }
    return items;
  }

  private static int required(
      QueryRows query, String given, ColumnNames common, String what, String option) {
    int found = query.column(given, common, what);
    if (found < 0) {
      throw query.missing(what, ", which " + option + " may name");
    }
    return found;
  }
}
