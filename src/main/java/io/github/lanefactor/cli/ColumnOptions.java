package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
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
      description = "The column of user ids in a CSV file (default: userId).")
  private String userColumn;

  @Option(
      names = "--item-column",
      paramLabel = "NAME",
      description = "The column of item ids (default: movieId).")
  private String itemColumn;

  @Option(
      names = "--rating-column",
      paramLabel = "NAME",
      description = "The column of ratings (default: rating).")
  private String ratingColumn;

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "The column of times, in seconds since 1970 (default: timestamp, if there).")
  private String timeColumn;

  /** The items file, or null. */
  Path items() {
    return items;
  }

  /** Whether any of these was given. */
  boolean given() {
    return items != null || named() || timeColumn != null;
  }

  private boolean named() {
    return userColumn != null || itemColumn != null || ratingColumn != null;
  }

  /** A reader that does what was asked for. */
  RatingsReader reader() {
    RatingsReader reader = new RatingsReader().items(items);
    if (named()) {
      reader.columns(
          userColumn == null ? "userId" : userColumn,
          itemColumn == null ? "movieId" : itemColumn,
          ratingColumn == null ? "rating" : ratingColumn);
    }
    if (timeColumn != null) {
      reader.time(timeColumn);
    }
    return reader;
  }
}
