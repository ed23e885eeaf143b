package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.data.Zeros;
import io.github.lanefactor.ratings.Duplicates;
import java.nio.file.Path;
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
      paramLabel = "NAME",
      description = "The column of user ids in a CSV file (default: userId, user_id, user…).")
  private String userColumn;

  @Option(
      names = "--item-column",
      paramLabel = "NAME",
      description = "The column of item ids (default: movieId, item_id, isbn…).")
  private String itemColumn;

  @Option(
      names = "--rating-column",
      paramLabel = "NAME",
      description =
          "The column of ratings (default: rating, stars…; if there is none, each row is an event of"
              + " value 1).")
  private String ratingColumn;

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "The column of times, in seconds since 1970 (default: timestamp, if there).")
  private String timeColumn;

  @Option(
      names = "--no-header",
      description = "The first row of a CSV file is a rating: user, item, rating and perhaps time.")
  private boolean noHeader;

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
        || timeColumn != null;
  }

  /** A reader that does what was asked for. */
  RatingsReader reader() {
    RatingsReader reader =
        new RatingsReader()
            .items(items)
            .columns(userColumn, itemColumn, ratingColumn)
            .time(timeColumn)
            .duplicates(Choices.of(Duplicates.class, "duplicates", duplicates));
    if (noHeader) {
      reader.headless();
    }
    if (zeros != null) {
      reader.zeros(Choices.of(Zeros.class, "zeros", zeros));
    }
    return reader;
  }
}
