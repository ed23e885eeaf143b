package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
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

  private final QueryRows query;
  private final ReaderOptions options;
  private final Attempt attempt;
  private final RatingsBuilder builder;
  private final Titles titles = new Titles();
  private final int user;
  private final int item;
  private final int rating;
  private final int time;
  private final int title;
  private final int genres;
  private long read;
  private long zero;
  private long timeless;

  private RatingsQuery(
      QueryRows query, ReaderOptions options, Attempt attempt, RatingsBuilder builder) {
    this.query = query;
    this.options = options;
    this.attempt = attempt;
    this.builder = builder;
    user = required(query, options.user, ColumnNames.USER, "users", "--user-column");
    item = required(query, options.item, ColumnNames.ITEM, "items", "--item-column");
    rating = query.column(options.rating, ColumnNames.RATING, "ratings");
    time = options.timeless ? -1 : query.column(options.time, ColumnNames.TIME, "times");
    title = query.column(options.title, ColumnNames.TITLE, "titles");
    genres = query.column(options.genres, ColumnNames.GENRES, "genres");
    if (rating >= 0) {
      attempt.findings().ratingsColumn(query.label(rating));
    }
  }

  /**
   * Adds the ratings of a query to {@code builder}.
   *
   * @throws InputException if a column is missing or a row is malformed
   */
  static void read(ResultSet rows, ReaderOptions options, Attempt attempt, RatingsBuilder builder)
      throws SQLException {
    new RatingsQuery(new QueryRows(RATINGS, rows), options, attempt, builder).readAll();
  }

  private void readAll() throws SQLException {
    while (query.next()) {
      try {
        add();
      } catch (MalformedRow e) {
        attempt.leaveOut(e);
      }
      if (query.row() % RatingsFile.PROGRESS == 0) {
        options.progress.accept(query.row());
      }
    }
    titles.describe(builder);
    if (read == 0) {
      throw new InputException(RATINGS + ": expected at least one rating, found no row");
    }
    RatingsFile.checkZeros(RATINGS, options.zeros, read, zero);
    RatingsFile.noteTimes(RATINGS, attempt, timeless, read);
  }

  private void add() throws SQLException {
    String userId = query.id(user, "a user");
    String itemId = query.id(item, "an item");
    double value = rating < 0 ? 1 : query.number(rating, "rating");
    long seconds = time < 0 ? Ratings.NO_TIME : query.seconds(time);
    read++;
    zero += value == 0 ? 1 : 0;
    if (value == options.missing || (value == 0 && options.zeros == Zeros.MISSING)) {
      return;
    }
    if (attempt.findings().outermost((float) value)) {
      attempt.findings().add(userId, itemId, (float) value, RATINGS + ": row ", query.row());
    }
    if (time < 0) {
      builder.rating(userId, itemId, value);
    } else {
      timeless += seconds == Ratings.NO_TIME ? 1 : 0;
      builder.rating(userId, itemId, value, seconds);
    }
    if (title >= 0 || genres >= 0) {
      titles.add(itemId, Fields.title(query.text(title)), Fields.genres(query.text(genres)));
    }
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
    Attempt attempt = Attempt.only(options);
    Set<String> ids = new HashSet<>();
    List<Listed> items = new ArrayList<>();
    while (query.next()) {
      try {
        String item = query.id(id, "an item");
        if (!ids.add(item)) {
          throw query.malformed(id, "each item once", "item " + item + " again");
        }
        String names = Fields.genres(query.text(genres));
        items.add(new Listed(item, Fields.title(query.text(title)), names));
      } catch (MalformedRow e) {
        attempt.leaveOut(e);
      }
    }
    if (items.isEmpty()) {
      throw new InputException(ITEMS + ": expected at least one item, found no row");
    }
    attempt.tell();
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
