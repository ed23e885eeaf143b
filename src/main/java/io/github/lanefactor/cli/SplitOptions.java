package io.github.lanefactor.cli;

import io.github.lanefactor.eval.NewUsers;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/** What is hidden from a model that is evaluated. */
final class SplitOptions {
  private static final double DEFAULT_HOLDOUT = 0.2;

  @Option(
      names = "--holdout",
      paramLabel = "SHARE",
      description =
          "Test with this share of the ratings, drawn at random (default: "
              + DEFAULT_HOLDOUT
              + ").")
  private Double holdout;

  @Option(
      names = "--folds",
      paramLabel = "K",
      description = "Test with each of K random parts in turn; values are means over the parts.")
  private Integer folds;

  @Option(
      names = "--by-time",
      paramLabel = "SHARE",
      description = "Test with this share of each user's ratings, the newest.")
  private Double byTime;

  @Option(
      names = "--new-users",
      paramLabel = "SHARE",
      description =
          "Hold out this share of the users altogether, fold them in by 80 %% of their ratings and"
              + " test with the rest.")
  private Double newUsers;

  @Option(
      names = "--split-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What the split is drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--train",
      paramLabel = "A",
      description = "Train on the ratings in this file, instead of splitting RATINGS.")
  private Path train;

  @Option(names = "--test", paramLabel = "B", description = "Test with the ratings in this file.")
  private Path test;

  /** Rejects options that do not go together, before anything is read. */
  void check(DataOptions data) {
    int ways =
        (holdout == null ? 0 : 1)
            + (folds == null ? 0 : 1)
            + (byTime == null ? 0 : 1)
            + (newUsers == null ? 0 : 1);
    if ((train == null) != (test == null)) {
      throw new InputException("expected both --train and --test, or neither");
    }
    if (train != null && data.given()) {
      throw new InputException("expected RATINGS or --train and --test, found all of them");
    }
    if (train != null && ways > 0) {
      throw new InputException(
          "expected no --holdout, --folds, --by-time or --new-users beside --train and --test");
    }
    if (ways > 1) {
      throw new InputException(
          "expected one of --holdout, --folds, --by-time and --new-users, found " + ways);
    }
  }

  /** What is trained on, for people to read. */
  String source(DataOptions data) {
    return train == null ? data.source() : train + ", " + test;
  }

  /** What splits are drawn from. */
  long seed() {
    return seed;
  }

  /** Whether whole users are held out. */
  boolean holdsOutUsers() {
    return newUsers != null;
  }

  /** Reads the ratings and holds out users. */
  NewUsers readNewUsers(DataOptions data, PrintWriter err) {
    return NewUsers.of(data.read(err), newUsers, seed);
  }

  /** Reads the ratings and splits them. */
  List<Split> read(DataOptions data, PrintWriter err) {
    if (train != null) {
      return List.of(joined(data, err));
    }
    Ratings ratings = data.read(err);
    if (folds != null) {
      return Split.folds(ratings, folds, seed);
    }
    if (byTime != null) {
      return List.of(Split.byTime(ratings, byTime, seed));
    }
    return List.of(Split.holdout(ratings, holdout == null ? DEFAULT_HOLDOUT : holdout, seed));
  }

  private Split joined(DataOptions data, PrintWriter err) {
    Ratings trained = data.read(train, err);
    Ratings tested = data.read(test, err);
    long unknown =
        IntStream.range(0, tested.users())
            .mapToLong(u -> unknown(trained.catalogue(), tested, u))
            .sum();
    if (unknown == tested.size()) {
      throw new InputException(
          "%s: expected ratings by users and of items of %s, found none".formatted(test, train));
    }
    if (unknown > 0) {
      err.println(
          "note: %d of %d test ratings are of users or items that %s does not have"
              .formatted(unknown, tested.size(), train));
    }
    Split split = Split.of(trained, tested);
    if (split.overlap() > 0) {
      err.println(
          "note: %d test ratings left out, for %s has the same pairs of a user and an item"
              .formatted(split.overlap(), train));
    }
    return split;
  }

  /** How many ratings of a test user are of an item, or by a user, that training does not know. */
  private static long unknown(Catalogue known, Ratings tested, int user) {
    boolean stranger = !known.containsUser(tested.catalogue().userId(user));
    return IntStream.range(tested.start(user), tested.start(user + 1))
        .filter(p -> stranger || !known.containsItem(tested.catalogue().itemId(tested.itemAt(p))))
        .count();
  }
}
