package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.data.Zeros;
import io.github.lanefactor.ratings.Duplicates;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Stack;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How files of ratings are read. */
final class ColumnOptions {
  @Option(
      names = "--items",
      paramLabel = "FILE",
      description = "Titles and genres of the items (movies.csv, movies.dat, u.item).")
  private Path items;

  @Option(
      names = "--user-column",
      paramLabel = "COLUMN",
      description =
          "The column of user ids: its name in the header, or its number, from 1 (default: userId,"
              + " user_id, user…).")
  private String userColumn;

  @Option(
      names = "--item-column",
      paramLabel = "COLUMN",
      description = "The column of item ids (default: movieId, item_id, isbn…).")
  private String itemColumn;

  @Option(
      names = "--rating-column",
      paramLabel = "COLUMN",
      description =
          "The column of ratings (default: rating, stars…; if there is none, each row is an event of"
              + " value 1).")
  private String ratingColumn;

  @Option(
      names = "--time-column",
      paramLabel = "COLUMN",
      description =
          "The column of times: seconds or milliseconds since 1970, or dates (default: timestamp,"
              + " time or date, if there).")
  private String timeColumn;

  @Option(names = "--no-time", description = "Leave out the times.")
  private boolean noTime;

  @Option(
      names = "--item-id-column",
      paramLabel = "COLUMN",
      description = "The column of ids in the items file (default: called as in the ratings).")
  private String itemIdColumn;

  @Option(
      names = "--title-column",
      paramLabel = "COLUMN",
      description =
          "The column of titles in the items file, or beside the ratings (default: title, name…).")
  private String titleColumn;

  @Option(
      names = "--genres-column",
      paramLabel = "COLUMN",
      description = "The column of genres (default: genres, genre).")
  private String genresColumn;

  @Option(
      names = "--separator",
      paramLabel = "SEP",
      description =
          "What separates fields: comma, semicolon, tab, bar, blank, or characters such as ::"
              + " (default: what the content shows).")
  private String separator;

  @Option(
      names = "--no-header",
      description = "The first row is a rating: user, item, rating and perhaps time.")
  private boolean noHeader;

  @Option(
      names = "--skip-bad-rows",
      arity = "0..1",
      paramLabel = "N",
      parameterConsumer = UpTo.class,
      description = "Leave out malformed rows, up to N of them, and go on (default N: all).")
  private Long skipBadRows;

  @Option(
      names = "--missing",
      paramLabel = "R",
      description = "A number that stands for no rating, such as 99 or -1.")
  private Double missing;

  @Option(
      names = "--zeros",
      paramLabel = "KIND",
      description =
          "What a rating of 0 is: missing or rating (default: a rating; if most are 0, or the table is full, say which).")
  private String zeros;

  @Option(
      names = "--duplicates",
      paramLabel = "KIND",
      defaultValue = "newest",
      description =
          "What a pair keeps that is rated more than once: newest, last, sum, mean or max"
              + " (default: ${DEFAULT-VALUE}).")
  private String duplicates;

  private Progress progress;

  /** The items file, or null. */
  Path items() {
    return items;
  }

  /** Whether any of these was given. */
  boolean given() {
    return items != null
        || userColumn != null
        || itemColumn != null
        || ratingColumn != null
        || timeColumn != null
        || itemIdColumn != null
        || titleColumn != null
        || genresColumn != null
        || separator != null
        || noHeader
        || skipBadRows != null;
  }

  /**
   * A reader that does what was asked for.
   *
   * @param err receives its notes
   */
  RatingsReader reader(PrintWriter err) {
    progress = Progress.on(err);
    long began = System.nanoTime();
    RatingsReader reader =
        new RatingsReader()
            .items(items)
            .columns(userColumn, itemColumn, ratingColumn)
            .itemColumns(itemIdColumn, titleColumn, genresColumn)
            .time(timeColumn)
            .separator(separator)
            .notes(
                note -> {
                  progress.clear();
                  err.println("note: " + note);
                })
            .progress(rows -> progress.read(rows, (System.nanoTime() - began) * 1e-9))
            .duplicates(Choices.of(Duplicates.class, "duplicates", duplicates));
    if (noHeader) {
      reader.headless();
    }
    if (noTime) {
      reader.withoutTimes();
    }
    if (skipBadRows != null) {
      reader.skipBadRows(skipBadRows);
    }
    if (missing != null) {
      reader.missing(missing);
    }
    if (zeros != null) {
      reader.zeros(Choices.of(Zeros.class, "zeros", zeros));
    }
    return reader;
  }

  /** Ends the progress that is shown, if any is. */
  void read() {
    progress.clear();
  }

  /** A number of rows, if one follows; what else follows is none of ours. */
  private static final class UpTo implements IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> args, ArgSpec option, CommandSpec command) {
      boolean number = !args.isEmpty() && args.peek().matches("[0-9]{1,18}");
      option.setValue(number ? Long.valueOf(args.pop()) : Long.valueOf(Long.MAX_VALUE));
    }
  }
}
