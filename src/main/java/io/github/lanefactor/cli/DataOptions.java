package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The ratings that a command works on. */
final class DataOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "RATINGS",
      description =
          "Ratings of MovieLens, or any CSV file with a header: a plain, gzipped or zipped file, or"
              + " a folder (default: the bundled sample, whose ratings are simulated).")
  private Path ratings;

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

  /** Whether RATINGS were given. */
  boolean given() {
    return ratings != null;
  }

  /** What the ratings come from, for people to read. */
  String source() {
    return ratings == null ? SampleData.LABEL : ratings.toString();
  }

  /** The model, with a note of where its ratings came from. */
  FactorModel label(FactorModel model) {
    return model.withOrigin(model.origin().withData(source()));
  }

  /** Warns that the ratings about to be shown are simulated. */
  static void warnIfSimulated(PrintWriter err, FactorModel model) {
    if (model.origin().data().filter(SampleData.LABEL::equals).isPresent()) {
      err.println("note: trained on the " + SampleData.LABEL);
    }
  }

  /** Reads the ratings, and prints what is worth knowing about them. */
  Ratings read(PrintWriter err) {
    return told(source(), ratings == null ? sample() : fromFile(ratings), err);
  }

  /** Reads the ratings of another file, as those of RATINGS would be read. */
  Ratings read(Path file, PrintWriter err) {
    return told(file.toString(), fromFile(file), err);
  }

  private static Ratings told(String source, Ratings read, PrintWriter err) {
    err.println(source + ": " + read);
    if (read.duplicates() > 0) {
      err.println("note: " + read.duplicates() + " ratings dropped, given again further down");
    }
    if (read.unlisted() > 0) {
      err.println("note: " + read.unlisted() + " rated items are not in the items file");
    }
    err.flush();
    return read;
  }

  private Ratings sample() {
    if (items != null || named()) {
      throw new InputException("expected RATINGS that --items and column names belong to");
    }
    return SampleData.ratings();
  }

  private boolean named() {
    return userColumn != null || itemColumn != null || ratingColumn != null || timeColumn != null;
  }

  private Ratings fromFile(Path file) {
    RatingsReader reader = new RatingsReader().items(items);
    if (userColumn != null || itemColumn != null || ratingColumn != null) {
      reader.columns(
          userColumn == null ? "userId" : userColumn,
          itemColumn == null ? "movieId" : itemColumn,
          ratingColumn == null ? "rating" : ratingColumn);
    }
    if (timeColumn != null) {
      reader.time(timeColumn);
    }
    return reader.read(file);
  }
}
