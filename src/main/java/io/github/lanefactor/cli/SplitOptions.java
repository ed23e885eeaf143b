package io.github.lanefactor.cli;

import io.github.lanefactor.eval.NewItems;
import io.github.lanefactor.eval.NewUsers;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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
      names = "--new-items",
      paramLabel = "SHARE",
      description =
          "Hide all ratings of this share of the items, and rank these items alone; beside the"
              + " model stand a random order and the popularity of their genres.")
  private Double newItems;

  @Option(
      names = "--repeats",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Draw the split so many times, from --split-seed on, and give means"
              + " (default: ${DEFAULT-VALUE}).")
  private int repeats;

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
    long ways =
        Stream.of(holdout, folds, byTime, newUsers, newItems).filter(Objects::nonNull).count();
    if ((train == null) != (test == null)) {
      throw new InputException("expected both --train and --test, or neither");
    }
    if (train != null && data.given()) {
      throw new InputException("expected RATINGS or --train and --test, found all of them");
    }
    if (train != null && ways > 0) {
      throw new InputException(
          "expected no --holdout, --folds, --by-time, --new-users or --new-items beside --train"
              + " and --test");
    }
    if (ways > 1) {
      throw new InputException(
          "expected one of --holdout, --folds, --by-time, --new-users and --new-items, found "
              + ways);
    }
    if (train != null && repeats != 1) {
      throw new InputException("expected no --repeats beside --train and --test");
    }
    if (repeats < 1) {
      throw new InputException("expected --repeats of at least 1, found " + repeats);
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

  /** What one of several parts is called. */
  String partName() {
    return folds == null || repeats > 1 ? "draw" : "fold";
  }

  /** Reads the ratings and splits them. */
  List<EvaluationPart> read(DataOptions data, PrintWriter err) {
    if (train != null) {
      return List.of(EvaluationPart.of(joined(data, err)));
    }
    Ratings ratings = data.read(err);
    List<EvaluationPart> parts = new ArrayList<>();
    for (int r = 0; r < repeats; r++) {
      parts.addAll(split(ratings, seed + r));
    }
    return parts;
  }

  private List<EvaluationPart> split(Ratings ratings, long drawn) {
    if (newUsers != null) {
      return List.of(EvaluationPart.of(NewUsers.of(ratings, newUsers, drawn)));
    }
    if (newItems != null) {
      return List.of(EvaluationPart.of(NewItems.of(ratings, newItems, drawn)));
    }
    if (folds != null) {
      return Split.folds(ratings, folds, drawn).stream().map(EvaluationPart::of).toList();
    }
    if (byTime != null) {
      return List.of(EvaluationPart.of(Split.byTime(ratings, byTime, drawn)));
    }
    double share = holdout == null ? DEFAULT_HOLDOUT : holdout;
    return List.of(EvaluationPart.of(Split.holdout(ratings, share, drawn)));
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
