package io.github.lanefactor.data;

import io.github.lanefactor.ratings.Duplicates;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.support.Events;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads ratings from files and databases.
 *
 * <pre>{@code
 * Ratings ratings = new RatingsReader().items(Path.of("movies.csv")).read(Path.of("ratings.csv"));
 * }</pre>
 *
 * <p>The format is detected from the content, not from the name:
 *
 * <ul>
 *   <li>CSV in UTF-8, separated by commas, semicolons or tabs, quoted as in RFC 4180, with a header
 *       or, if the first row is three or four numbers, without. Columns are found by the names in
 *       common use, in any case and order; other columns are ignored.
 *   <li>{@code user::item::rating::time}, as MovieLens's {@code ratings.dat}.
 *   <li>User, item, rating and time separated by tabs, as MovieLens's {@code u.data}.
 * </ul>
 *
 * <p>Items likewise: CSV with the columns {@code title} and, if there is one, {@code genres}
 * (separated by {@code |}); {@code id::title::genres} as in {@code movies.dat}; {@code u.item}. In
 * the formats without a header, a line that is not UTF-8 is taken as Latin-1. Times are read if the
 * file has them. Blank lines are ignored, and so are blanks around ids and numbers.
 *
 * <p>Any file may be gzipped. A folder or a zip archive is searched for {@code ratings.csv}, {@code
 * ratings.dat} or {@code u.data}, together with the {@code movies.csv}, {@code movies.dat} or
 * {@code u.item} of the same format; a folder or archive with a single file is read as that file.
 * For a plain file, name the items file by {@link #items}.
 */
public final class RatingsReader {
  private Path items;

  /** The items that a query listed; null for none. */
  private List<RatingsQuery.Listed> queried;

  private RatingsFile.Columns columns =
      new RatingsFile.Columns(null, null, null, null, false, Zeros.UNKNOWN);
  private Duplicates duplicates = Duplicates.NEWEST;

  /** A reader with the defaults: no items file, MovieLens's names of columns. */
  public RatingsReader() {}

  /** The items file, or a folder or zip archive that has one; null for none. */
  public RatingsReader items(Path items) {
    this.items = items;
    return this;
  }

  /**
   * Takes the items from the rows of a query, which are read at once: ids, titles and, if there is
   * such a column, genres, as an array or a text with bars between them. An items file is not read
   * then.
   *
   * @throws InputException if a column is missing or a row is malformed; its message names the row,
   *     from 1, and the column
   * @throws SQLException if the database fails
   */
  public RatingsReader items(ResultSet items) throws SQLException {
    queried = RatingsQuery.items(items, columns.item());
    return this;
  }

  /**
   * The names of the columns in CSV files; null for the names in common use, such as {@code
   * userId}, {@code user_id} or {@code user}, {@code movieId}, {@code item_id} or {@code isbn},
   * {@code rating} or {@code stars}. Where no column of ratings is named and none is there, each
   * row is an event of value 1. The items file must use the same name for its ids.
   */
  public RatingsReader columns(String user, String item, String rating) {
    columns =
        new RatingsFile.Columns(
            user, item, rating, columns.time(), columns.headless(), columns.zeros());
    return this;
  }

  /**
   * The name of the column of times, in seconds since 1970; null for {@code timestamp} or {@code
   * time} if there is such a column, and no times otherwise.
   */
  public RatingsReader time(String time) {
    columns =
        new RatingsFile.Columns(
            columns.user(),
            columns.item(),
            columns.rating(),
            time,
            columns.headless(),
            columns.zeros());
    return this;
  }

  /** There is no header: the first row is a rating, with user, item, rating and perhaps time. */
  public RatingsReader headless() {
    columns =
        new RatingsFile.Columns(
            columns.user(),
            columns.item(),
            columns.rating(),
            columns.time(),
            true,
            columns.zeros());
    return this;
  }

  /**
   * What a rating of 0 is. Unless given, a file is refused in which most are 0, or which has zeros
   * and a rating for every user and item.
   */
  public RatingsReader zeros(Zeros zeros) {
    columns =
        new RatingsFile.Columns(
            columns.user(),
            columns.item(),
            columns.rating(),
            columns.time(),
            columns.headless(),
            zeros);
    return this;
  }

  /** What becomes of pairs that are rated more than once; the newest stays unless given. */
  public RatingsReader duplicates(Duplicates duplicates) {
    this.duplicates = duplicates;
    return this;
  }

  /**
   * Reads a file, a folder or a zip archive.
   *
   * @throws InputException if something is missing or malformed; its message names the file, the
   *     line, what was expected and what was found
   */
  public Ratings read(Path ratings) {
    DataFiles files = DataFiles.at(ratings);
    return read(files.ratings(), items == null ? files.items() : DataFiles.itemsAt(items));
  }

  /**
   * Reads the rows of a query to their end: a row is a rating, with the columns that {@link
   * #columns} and {@link #time} name, or with the names in common use. Ids are text or numbers;
   * times are timestamps or dates, which are taken as UTC unless they have a zone, or seconds since
   * 1970.
   *
   * <p>A connection should stream what it reads: that of PostgreSQL does with auto-commit off and a
   * {@linkplain java.sql.Statement#setFetchSize fetch size}.
   *
   * @throws InputException if a column is missing or a row is malformed, such as one with a null;
   *     its message names the row, from 1, and the column
   * @throws SQLException if the database fails
   */
  public Ratings read(ResultSet ratings) throws SQLException {
    LongConsumer event = Events.load(RatingsQuery.RATINGS);
    RatingsBuilder builder = builder(items == null ? null : DataFiles.itemsAt(items));
    RatingsQuery.read(ratings, columns, builder);
    Ratings read = builder.build();
    event.accept(read.size());
    return read;
  }

  private RatingsBuilder builder(Source file) {
    RatingsBuilder builder = new RatingsBuilder().duplicates(duplicates);
    if (queried != null) {
      queried.forEach(item -> builder.item(item.id(), item.title(), item.genres()));
    } else if (file != null) {
      ItemsFile.read(file, columns.item(), builder);
    }
    return builder;
  }

  Ratings read(Source ratings, Source items) {
    LongConsumer event = Events.load(ratings.name());
    RatingsBuilder builder = builder(items);
    RatingsFile.read(ratings, columns, builder);
    Ratings read = builder.build();
    if (columns.zeros() == Zeros.UNKNOWN) {
      FullTable.check(ratings.name(), read);
    }
    event.accept(read.size());
    return read;
  }
}
