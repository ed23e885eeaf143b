package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The ratings that a command works on. */
final class DataOptions {
  @Parameters(
      arity = "0..1",
      paramLabel = "RATINGS",
      description =
          "Ratings: a text file, packed or not, a folder or an archive of a data set, or - for"
              + " standard input (default: the bundled sample, whose ratings are simulated).")
  private Path ratings;

  @Mixin private DatabaseOptions database;
  @Mixin private ColumnOptions columns;

  /** What has read the ratings. */
  private RatingsReader reader = new RatingsReader();

  /** What to read for the training besides; null for nothing. */
  private FeatureOptions features;

  /** Reads what the features are made of, too. */
  void features(FeatureOptions wanted) {
    features = wanted;
  }

  /** Whether RATINGS or a database were given. */
  boolean given() {
    return ratings != null || database.given();
  }

  /** Tells of the files that are read. */
  void read(Outputs outputs) {
    outputs.reads(ratings).reads(columns.items());
  }

  /** What the ratings come from, for people to read. */
  String source() {
    if (database.given()) {
      return database.source();
    }
    return ratings == null ? SampleData.LABEL : name(ratings);
  }

  private static String name(Path file) {
    return file.toString().equals("-") ? "standard input" : file.toString();
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
    return told(source(), ratings(err), err);
  }

  /** What has read the ratings: the first of several files. */
  RatingsReader reader() {
    return reader;
  }

  /**
   * Reads the ratings of another file, as those of RATINGS would be read.
   *
   * @return what reads them, and then knows where they stood
   */
  Ratings read(Path file, PrintWriter err) {
    reader = newReader(err);
    Ratings read;
    try {
      read = reader.read(file);
    } finally {
      columns.read();
    }
    return told(name(file), read, err);
  }

  private Ratings ratings(PrintWriter err) {
    if (ratings == null && !database.given()) {
      return sample();
    }
    reader = newReader(err);
    try {
      return database.given()
          ? database.read(ratings, reader, columns.items())
          : reader.read(DatabaseOptions.file(ratings));
    } finally {
      columns.read();
    }
  }

  private RatingsReader newReader(PrintWriter err) {
    RatingsReader made = columns.reader(err);
    if (features != null) {
      features.to(made);
    }
    return made;
  }

  private static Ratings told(String source, Ratings read, PrintWriter err) {
    err.println(source + ": " + read);
    if (read.duplicates() > 0) {
      err.println(
          "note: " + read.duplicates() + " ratings joined with another of the same user and item");
    }
    if (read.unlisted() > 0) {
      err.println("note: " + read.unlisted() + " rated items are not in the items file");
    }
    err.flush();
    return read;
  }

  private Ratings sample() {
    if (columns.given()) {
      throw new InputException("expected RATINGS that --items and column names belong to");
    }
    return SampleData.ratings();
  }
}
