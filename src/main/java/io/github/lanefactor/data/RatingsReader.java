package io.github.lanefactor.data;

import io.github.lanefactor.ratings.Duplicates;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.support.Events;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads ratings from files and databases.
 *
 * <pre>{@code
 * Ratings ratings = new RatingsReader().items(Path.of("movies.csv")).read(Path.of("ratings.csv"));
 * }</pre>
 *
 * <p>The format is detected from the content, not from the name, and does not depend on the order
 * of the rows:
 *
 * <ul>
 *   <li>Fields are separated by commas, semicolons, tabs, bars, {@code ::} or blanks. Those
 *       separated by commas or semicolons are quoted as in RFC 4180, or with a backslash before a
 *       quote if that is how the file makes sense.
 *   <li>There is a header, or the rows are user, item, rating and perhaps time. Columns are found
 *       by the names in common use, in any case and order; other columns are ignored. A title
 *       beside an item's id is taken as its title.
 *   <li>Text is UTF-8 or UTF-16; a line that is neither is taken as Windows-1252.
 *   <li>Times are seconds or milliseconds since 1970, or dates as in ISO 8601; some or all may be
 *       missing.
 *   <li>The Netflix Prize's files, in which a line {@code 1:} says what the ratings below are of.
 * </ul>
 *
 * <p>Items likewise: a file with a header and columns of ids and titles; {@code movies.dat}, {@code
 * u.item} or {@code movie_titles.txt}. Blank lines are ignored, and so are blanks around ids and
 * numbers.
 *
 * <p>Files may be packed: gzip, bzip2, zstd, zip, tar. A folder or an archive is searched for the
 * files of a well-known data set, such as {@code ratings.csv} with {@code movies.csv}; one with a
 * single file is read as that file. For a plain file, name the items file by {@link #items}. The
 * path {@code -} is standard input.
 */
public final class RatingsReader {
  private final ReaderOptions options = new ReaderOptions();
  private Path items;
  private Path users;

  /** The items that a query listed; null for none. */
  private List<RatingsQuery.Listed> queried;

  private Duplicates duplicates = Duplicates.NEWEST;

  /** Of what was read last. */
  private Findings findings = new Findings();

  private record Reading(Ratings ratings, Findings findings) {}

  /** A reader with the defaults: no items file, columns by the names in common use. */
  public RatingsReader() {}

  /** The items file, or a folder or archive that has one; null for none. */
  public RatingsReader items(Path items) {
    this.items = items;
    return this;
  }

  /**
   * Columns of the items file to read besides titles and genres, by their names in its header, such
   * as {@code director} or {@code price:number}, whose texts must be numbers. They become {@link
   * io.github.lanefactor.ratings.Catalogue#itemAttributes}; {@code genres} and {@code year} may be
   * among them and need no such column.
   */
  public RatingsReader itemFeatures(String... columns) {
    options.itemColumns =
        Arrays.stream(columns)
            .map(ReaderOptions.Wanted::of)
            .filter(column -> !column.name().equals("genres"))
            .toList();
    return this;
  }

  /**
   * A file that says what is known of users; null for none. It has a header with a column of ids,
   * or is {@code u.user} or {@code users.dat} of MovieLens. Its columns become {@link
   * io.github.lanefactor.ratings.Catalogue#userAttributes}: those that {@link #userFeatures} names,
   * or all but zip codes. Users without ratings are left out.
   */
  public RatingsReader users(Path users) {
    this.users = users;
    return this;
  }

  /**
   * Which columns of the users file to read, such as {@code age}, {@code gender} and {@code
   * occupation}; the texts of {@code income:number} must be numbers.
   */
  public RatingsReader userFeatures(String... columns) {
    options.userColumns = Arrays.stream(columns).map(ReaderOptions.Wanted::of).toList();
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
    queried = RatingsQuery.items(items, options);
    return this;
  }

  /**
   * The columns of the ratings file, each by its name or by its number, from 1; null for the names
   * in common use, such as {@code userId}, {@code user_id} or {@code user}, {@code movieId}, {@code
   * item_id} or {@code isbn}, {@code rating} or {@code stars}. Where no column of ratings is named
   * and none is there, each row is an event of value 1.
   */
  public RatingsReader columns(String user, String item, String rating) {
    options.user = user;
    options.item = item;
    options.rating = rating;
    return this;
  }

  /**
   * The columns of the items file, each by its name or by its number, from 1; null for a common
   * name, or for the name that the ratings file has for its ids. {@code title} and {@code genres}
   * also go for a ratings file that has them beside the ids of items.
   */
  public RatingsReader itemColumns(String id, String title, String genres) {
    options.itemId = id;
    options.title = title;
    options.genres = genres;
    return this;
  }

  /**
   * The column of times, by its name or number; null for {@code timestamp}, {@code time} or {@code
   * date} if there is such a column, and no times otherwise.
   */
  public RatingsReader time(String time) {
    options.time = time;
    return this;
  }

  /** Leaves out the times. */
  public RatingsReader withoutTimes() {
    options.timeless = true;
    return this;
  }

  /**
   * What separates fields: {@code comma}, {@code semicolon}, {@code tab}, {@code bar}, {@code
   * blank} (any number of blanks and tabs), or characters as they stand; null for what the content
   * shows.
   *
   * @throws InputException if it is empty, or has a quote or a line break in it
   */
  public RatingsReader separator(String separator) {
    options.separator = separator == null ? null : ReaderOptions.separator(separator);
    return this;
  }

  /** There is no header: the first row is a rating, with user, item, rating and perhaps time. */
  public RatingsReader headless() {
    options.headless = true;
    return this;
  }

  /**
   * What a rating of 0 is. Unless given, a file is refused in which most are 0, or which has zeros
   * and a rating for every user and item.
   */
  public RatingsReader zeros(Zeros zeros) {
    options.zeros = Objects.requireNonNull(zeros);
    return this;
  }

  /** A number in the place of ratings that means that there is none, such as 99 or -1. */
  public RatingsReader missing(double rating) {
    options.missing = rating;
    return this;
  }

  /** What becomes of pairs that are rated more than once; the newest stays unless given. */
  public RatingsReader duplicates(Duplicates duplicates) {
    this.duplicates = duplicates;
    return this;
  }

  /**
   * Leaves out malformed rows, of ratings and of items, instead of failing at the first one. A note
   * says how many there were, and what was wrong with the first.
   *
   * @param most how many in a file are left out before reading fails
   */
  public RatingsReader skipBadRows(long most) {
    if (most < 0) {
      throw new InputException("expected a number of bad rows of at least 0, found " + most);
    }
    options.badRows = most;
    return this;
  }

  /**
   * Receives a line for each thing that is no error but worth knowing: rows left out, text that is
   * not UTF-8, times that are missing. Without it such things are not told.
   */
  public RatingsReader notes(Consumer<String> notes) {
    options.notes = Objects.requireNonNull(notes);
    return this;
  }

  /**
   * Receives the number of ratings that were read, from time to time; one call at a time, but by
   * any thread. It begins again where a file turns out to need another way of reading.
   */
  public RatingsReader progress(LongConsumer progress) {
    options.progress = Objects.requireNonNull(progress);
    return this;
  }

  /**
   * Where a rating stood in what was read last, such as {@code ratings.csv:17}, for people to read.
   * Known of the three highest and the three lowest, which may be far outside the others.
   */
  public Optional<String> place(String user, String item, float rating) {
    return findings.place(user, item, rating);
  }

  /**
   * The name of the column that the ratings of what was read last were in, if counts often have it,
   * such as {@code plays}: then they may be {@linkplain io.github.lanefactor.model.Values#COUNTS
   * counts}.
   */
  public Optional<String> countsColumn() {
    return findings
        .ratingsColumn()
        .filter(name -> ColumnNames.COUNTS.find(new String[] {name}) >= 0);
  }

  /**
   * Reads a file, a folder or an archive.
   *
   * @throws InputException if something is missing or malformed; its message names the file, the
   *     line, what was expected and what was found
   */
  public Ratings read(Path ratings) {
    try (DataFiles files = DataFiles.at(ratings)) {
      return items == null || queried != null
          ? read(files.ratings(), files.items())
          : readWithItems(files);
    }
  }

  /**
   * Reads a stream to its end, which may hold what a file may hold.
   *
   * @param name how error messages call it
   * @throws InputException as by {@link #read(Path)}
   */
  public Ratings read(InputStream ratings, String name) {
    try (DataFiles files = DataFiles.at(ratings, name)) {
      return items == null || queried != null
          ? read(files.ratings(), files.items())
          : readWithItems(files);
    }
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
   * @throws InputException if a column is missing or a row is malformed, such as one with a null
   *     that is no time; its message names the row, from 1, and the column
   * @throws SQLException if the database fails
   */
  public Ratings read(ResultSet ratings) throws SQLException {
    LongConsumer event = Events.load(RatingsQuery.RATINGS);
    RatingsBuilder builder = new RatingsBuilder().duplicates(duplicates);
    if (items == null || queried != null) {
      list(null, builder);
    } else {
      try (DataFiles own = DataFiles.itemsAt(items)) {
        list(ItemsFile.read(own.items(), options), builder);
      }
    }
    describe(usersOf(), builder);
    Attempt attempt = Attempt.only(options);
    RatingsQuery.read(ratings, options, attempt, builder);
    Ratings read = builder.build();
    attempt.tell();
    findings = attempt.findings();
    checked(RatingsQuery.RATINGS, read);
    event.accept(read.size());
    return read;
  }

  private Ratings readWithItems(DataFiles files) {
    try (DataFiles own = DataFiles.itemsAt(items)) {
      return read(files.ratings(), own.items());
    }
  }

  Ratings read(List<Source> ratings, Source items) {
    LongConsumer event = Events.load(ratings.get(0).name());
    Collection<ItemsFile.Entry> listed =
        items == null || queried != null ? null : ItemsFile.read(items, options);
    UsersFile.Users described = usersOf();
    Reading read =
        Attempt.best(
            options,
            attempt -> {
              RatingsBuilder builder = new RatingsBuilder().duplicates(duplicates);
              list(listed, builder);
              describe(described, builder);
              RatingsFile.read(ratings, options, attempt, builder);
              return new Reading(builder.build(), attempt.findings());
            });
    findings = read.findings;
    checked(ratings.get(0).name(), read.ratings);
    event.accept(read.ratings.size());
    return read.ratings;
  }

  private void checked(String name, Ratings read) {
    if (options.zeros == Zeros.UNKNOWN) {
      FullTable.check(name, read);
    }
  }

  /** Lists the items of the query, if there was one, or else those of a file. */
  private void list(Collection<ItemsFile.Entry> file, RatingsBuilder builder) {
    if (queried != null) {
      queried.forEach(item -> builder.item(item.id(), item.title(), item.genres()));
    } else if (file != null) {
      for (ItemsFile.Entry item : file) {
        builder.item(item.id(), item.title(), item.genres());
        for (int i = 0; i < item.more().length; i++) {
          if (item.more()[i] != null) {
            builder.itemAttribute(item.id(), options.itemColumns.get(i).name(), item.more()[i]);
          }
        }
      }
    }
  }

  /** The users of the users file; null if there is none. */
  private UsersFile.Users usersOf() {
    if (users == null) {
      return null;
    }
    try (DataFiles files = DataFiles.usersAt(users)) {
      return UsersFile.read(files.items(), options);
    }
  }

  private static void describe(UsersFile.Users known, RatingsBuilder builder) {
    if (known != null) {
      known
          .values()
          .forEach(
              (user, values) -> {
                for (int i = 0; i < values.length; i++) {
                  builder.userAttribute(user, known.columns().get(i), values[i]);
                }
              });
    }
  }
}
