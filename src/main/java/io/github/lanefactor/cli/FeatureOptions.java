package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.train.Trainer;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** What training knows of users and items besides their ratings. */
final class FeatureOptions {
  @Option(
      names = "--no-features",
      description =
          "Learn from the ratings alone, and not from genres and years, which Gauss-Newton uses if"
              + " the items have any.")
  private boolean noFeatures;

  @Option(
      names = "--item-features",
      split = ",",
      paramLabel = "COLUMN",
      description =
          "Features of items: genres, year, and columns of the items file, as in"
              + " genres,year,director,price; price:number or price:category says how to read it"
              + " (default: genres,year, if known).")
  private String[] itemFeatures;

  @Option(
      names = "--users",
      paramLabel = "FILE",
      description = "What is known of the users (u.user, users.dat, or a file with a header).")
  private Path users;

  @Option(
      names = "--user-features",
      split = ",",
      paramLabel = "COLUMN",
      description =
          "Features of users: columns of the users file, as in age,gender,occupation (default: all"
              + " of them but zip codes).")
  private String[] userFeatures;

  /** Tells of the files that are read. */
  void read(Outputs outputs) {
    outputs.reads(users);
  }

  /** Tells a reader what to read. */
  void to(RatingsReader reader) {
    if (itemFeatures != null) {
      reader.itemFeatures(itemFeatures);
    }
    reader.users(users);
    if (userFeatures != null) {
      reader.userFeatures(userFeatures);
    }
  }

  /**
   * Tells a trainer what to use.
   *
   * @throws InputException if the options do not fit together
   */
  void to(Trainer trainer) {
    boolean some = itemFeatures != null || userFeatures != null || users != null;
    if (noFeatures && some) {
      throw new InputException("expected --no-features or features, found both");
    }
    if (userFeatures != null && users == null) {
      throw new InputException("expected --users FILE with --user-features, found none");
    }
    if (itemFeatures != null) {
      trainer.itemFeatures(itemFeatures);
    }
    if (userFeatures != null) {
      trainer.userFeatures(userFeatures);
    }
    if (noFeatures) {
      trainer.noFeatures();
    }
  }
}
