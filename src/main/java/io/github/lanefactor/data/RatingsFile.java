package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Files of ratings, in any of the formats that {@link RatingsReader} lists. */
final class RatingsFile {
  /** A line of the Netflix Prize that says which item the ratings below are of. */
  private static final String BLOCK = "[0-9]+:";

  private static final RatingsColumns BLOCK_COLUMNS = new RatingsColumns(0, -1, 1, 2, -1, -1);

  /** How many rows there are between two reports of progress. */
  static final int PROGRESS = 1000;

  private final ReaderOptions options;
  private final Attempt attempt;
  private final RatingsBuilder builder;
  private final int block;

  private final Titles titles = new Titles();
  private final ReadingNeed need = new ReadingNeed();

  private long read;

  /** The ratings in blocks of the file that is being read, which are not in {@code read} yet. */
  private long inBlocks;

  private long added;
  private long zero;
  private long timeless;

  private RatingsFile(ReaderOptions options, Attempt attempt, RatingsBuilder builder, int block) {
    this.options = options;
    this.attempt = attempt;
    this.builder = builder;
    this.block = block;
  }

  /**
   * Adds the ratings of files to {@code builder}.
   *
   * @throws InputException if something is malformed
   */
  static void read(
      List<Source> sources, ReaderOptions options, Attempt attempt, RatingsBuilder builder) {
    read(sources, options, attempt, builder, PlainRatings.BLOCK);
  }

  /**
   * The same.
   *
   * @param block how many bytes of a plain file are read at a time; 0 reads row by row
   */
  static void read(
      List<Source> sources,
      ReaderOptions options,
      Attempt attempt,
      RatingsBuilder builder,
      int block) {
    RatingsFile file = new RatingsFile(options, attempt, builder, block);
    for (Source source : sources) {
      attempt.open(
          source, peek -> format(peek, options), (peek, rows) -> file.addAll(source, peek, rows));
    }
    file.titles.describe(builder);
    file.check(sources.get(0).name());
  }

  private static TextFormat format(Peek peek, ReaderOptions options) {
    return isBlocks(peek) ? new TextFormat(",", false) : RatingsColumns.format(peek, options);
  }

  private static boolean isBlocks(Peek peek) {
    return peek.lines().get(0).strip().matches(BLOCK);
  }

  private RatingsFile addAll(Source source, Peek peek, Rows rows) throws IOException {
    TextFormat format = format(peek, options);
    if (isBlocks(peek)) {
      addAll(rows, BLOCK_COLUMNS, 3, "", PlainRatings.Prefix.NONE);
    } else if (format.headed()) {
      String[] header = rows.next().clone();
      RatingsColumns columns = RatingsColumns.byName(rows, header, options);
      if (columns.rating() >= 0) {
        attempt.findings().ratingsColumn(header[columns.rating()].strip());
      }
      PlainRatings.Prefix done =
          peek.isUtf8()
              ? plain(source, rows.line(), header.length, rows.separator(), columns)
              : PlainRatings.Prefix.NONE;
      addAll(rows, columns, header.length, " as in the header", done);
    } else {
      int width = width(peek, format.separator());
      RatingsColumns columns = RatingsColumns.byPlace(width, options);
      if (columns == null) {
        rows.next();
        throw rows.malformed(
            options.numbered()
                ? "different columns with numbers among the fields"
                : "user, item, rating and perhaps time",
            width + " fields");
      }
      PlainRatings.Prefix done =
          peek.isUtf8()
              ? plain(source, 0, width, rows.separator(), columns)
              : PlainRatings.Prefix.NONE;
      addAll(rows, columns, width, " as in the first row", done);
    }
    return this;
  }

  /** How many fields the rows of a file without a header have: as many as most of the first. */
  private static int width(Peek peek, String separator) {
    Map<Integer, Long> widths =
        peek.lines().stream()
            .map(line -> TextFormat.fields(line, separator).length)
            .collect(Collectors.groupingBy(width -> width, Collectors.counting()));
    int first = TextFormat.fields(peek.lines().get(0), separator).length;
    long most = widths.values().stream().max(Long::compare).orElseThrow();
    return widths.get(first) == most
        ? first
        : widths.keySet().stream().filter(w -> widths.get(w) == most).findFirst().orElseThrow();
  }

  /**
   * Adds all rows.
   *
   * @param width how many fields a row has
   * @param like what has as many, for error messages
   * @param done what was read already
   */
  private void addAll(
      Rows rows, RatingsColumns columns, int width, String like, PlainRatings.Prefix done)
      throws IOException {
    Fields fields = new Fields(rows);
    fields.sawPoint(done.point());
    String block = "";
    long before = read - done.rows();
    boolean ended = done.whole() && done.rows() > 0;
    while (!ended) {
      try {
        String[] row = rows.next();
        if (row == null) {
          ended = true;
        } else if (rows.line() <= done.lines()) {
          continue;
        } else if (columns.item() < 0 && row.length == 1 && row[0].strip().matches(BLOCK)) {
          block = row[0].strip().replace(":", "");
        } else if (row.length != width) {
          throw rows.malformed(width + " fields" + like, row.length + " fields", true);
        } else {
          add(rows, row, fields, columns, block);
        }
      } catch (MalformedRow e) {
        attempt.leaveOut(e);
        rows.recover();
      }
    }
    fields.check(rows.name());
    if (read == before && columns.item() >= 0) { // a block may be empty
      throw rows.malformed("at least one rating", "the end of the file");
    }
  }

  private void add(Rows rows, String[] row, Fields fields, RatingsColumns columns, String block) {
    String user = fields.id("user", row[columns.user()]);
    String item = columns.item() < 0 ? block : fields.id("item", row[columns.item()]);
    double value = columns.rating() < 0 ? 1 : fields.rating(row[columns.rating()]);
    long time = 0;
    if (columns.time() >= 0 && !options.timeless) {
      time = fields.time(row[columns.time()]);
    }
    if (++read % PROGRESS == 0) {
      options.progress.accept(read);
    }
    if (value == options.missing) {
      return;
    }
    if (value == 0) {
      zero++;
      if (options.zeros == Zeros.MISSING) {
        return;
      }
    }
    added++;
    if (attempt.findings().outermost((float) value)) {
      attempt.findings().add(user, item, (float) value, rows.name() + ":", rows.line());
    }
    if (columns.time() >= 0 && !options.timeless) {
      timeless += time == Ratings.NO_TIME ? 1 : 0;
      builder.rating(user, item, value, time);
    } else {
      builder.rating(user, item, value);
    }
    if (columns.title() >= 0 || columns.genres() >= 0) {
      String title = columns.title() < 0 ? "" : Fields.title(row[columns.title()]);
      String genres = columns.genres() < 0 ? "" : Fields.genres(row[columns.genres()]);
      titles.add(item, title, genres);
    }
  }

  private void check(String name) {
    if (added == 0) {
      throw new InputException(
          "%s: expected at least one rating, found %s"
              .formatted(name, read == 0 ? "none" : read + " that mean none"));
    }
    checkZeros(name, options.zeros, read, zero);
    noteTimes(name, attempt, timeless, read);
  }

  /** Notes how many ratings have no time, if some have none. */
  static void noteTimes(String name, Attempt attempt, long timeless, long read) {
    if (timeless > 0) {
      attempt.note("%s: %d of %d ratings have no time".formatted(name, timeless, read));
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

  /**
   * Leaves the rows that the file begins with, as far as they are plain, to a reader that is
   * several times as fast and gives the same ratings.
   *
   * @param header the line of the header; 0 if there is none
   */
  private PlainRatings.Prefix plain(
      Source source, long header, int width, String separator, RatingsColumns columns)
      throws IOException {
    if (options.zeros != Zeros.MISSING && Double.isNaN(options.missing)) {
      need.add(source, columns.time() >= 0 && !options.timeless);
    }
    boolean fits =
        block > 0
            && header <= 1
            && width >= 2
            && (separator.length() == 1
                ? separator.charAt(0) > ' ' || separator.equals("\t")
                : separator.equals("::"))
            && separator.charAt(0) < 128
            && columns.isPlain()
            && options.zeros != Zeros.MISSING
            && Double.isNaN(options.missing);
    if (!fits) {
      return PlainRatings.Prefix.NONE;
    }
    try (InputStream in = source.open()) {
      PlainLayout layout =
          new PlainLayout(
              (byte) separator.charAt(0),
              separator.length() == 2,
              width,
              columns.user(),
              columns.item(),
              columns.rating(),
              columns.time(),
              Times::seconds);
      PlainRatings.Prefix done =
          PlainRatings.read(
              in,
              header,
              layout,
              builder,
              block,
              (taken, before) -> {
                attempt.findings().addAll(taken.findings, source.name() + ":", before);
                inBlocks += taken.count;
                options.progress.accept(read + inBlocks);
              });
      inBlocks = 0;
      read += done.rows();
      added += done.rows();
      zero += done.zeros();
      return done;
    }
  }
}
