package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.support.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Ratings to train on and ratings to test with. Both number users and items in the same way, and no
 * user rates an item in both. Every kind of split gives the same parts on every JVM.
 *
 * @param train the ratings to train on, at least one
 * @param test the ratings to test with, at least one
 * @param overlap how many ratings were left out of {@code test} because the same user rates the
 *     same item in {@code train}
 */
public record Split(Ratings train, Ratings test, int overlap) {

  /**
   * @throws IllegalArgumentException if the parts number users or items differently, or a user
   *     rates an item in both
   * @throws InputException if a part has no ratings
   */
  public Split {
    if (train.size() == 0 || test.size() == 0) {
      throw new InputException(
          "expected ratings on both sides of the split, found %d to train on and %d to test with"
              .formatted(train.size(), test.size()));
    }
    if (!train.catalogue().numbersAlike(test.catalogue())) {
      throw new IllegalArgumentException(
          "the parts of a split must number the same users and items: " + train + "; " + test);
    }
    for (int u = 0; u < test.users(); u++) {
      for (int p = test.start(u); p < test.start(u + 1); p++) {
        if (train.contains(u, test.itemAt(p))) {
          throw new IllegalArgumentException(
              "user %s rates item %s in both parts of the split"
                  .formatted(test.catalogue().userId(u), test.catalogue().itemId(test.itemAt(p))));
        }
      }
    }
  }

  /** A split with an overlap of 0. */
  public Split(Ratings train, Ratings test) {
    this(train, test, 0);
  }

  /**
   * Holds out a random sample of all ratings.
   *
   * @param fraction the share of the ratings to test with, between 0 and 1; their number is rounded
   * @param seed for the random draw; with the same seed, the test part of a larger fraction
   *     contains that of a smaller one
   * @throws InputException if the fraction is out of range or leaves a part empty
   */
  public static Split holdout(Ratings ratings, double fraction, long seed) {
    checkFraction(fraction);
    int[] order = new Draws(seed).permutation(ratings.size());
    BitSet test = new BitSet(order.length);
    for (int i = 0; i < share(fraction, order.length); i++) {
      test.set(order[i]);
    }
    return at(ratings, test, 0);
  }

  /**
   * Deals the ratings at random into k folds, whose sizes differ by at most one. Each fold is the
   * test part once, with the others as the training part.
   *
   * @param folds k, from 2 to the number of ratings
   * @throws InputException if k is out of range
   */
  public static List<Split> folds(Ratings ratings, int folds, long seed) {
    if (folds < 2 || folds > ratings.size()) {
      throw new InputException("expected 2 to %d folds, found %d".formatted(ratings.size(), folds));
    }
    int[] order = new Draws(seed).permutation(ratings.size());
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      BitSet test = new BitSet(order.length);
      for (int i = fold; i < order.length; i += folds) {
        test.set(order[i]);
      }
      splits.add(at(ratings, test, 0));
    }
    return List.copyOf(splits);
  }

  /**
   * Holds out the newest ratings of each user: trains on what each user rated first and tests with
   * what they rated last. A user's number of test ratings is rounded, and every user keeps at least
   * one rating to train on.
   *
   * @param fraction the share of each user's ratings to test with, between 0 and 1
   * @param seed decides which of a user's ratings with equal times counts as newer
   * @throws InputException if the ratings have no times, or the fraction is out of range or leaves
   *     a part empty
   */
  public static Split byTime(Ratings ratings, double fraction, long seed) {
    checkFraction(fraction);
    if (!ratings.hasTimes()) {
      throw new InputException("expected ratings with times to split by time, found none");
    }
    int[] tieBreak = new Draws(seed).permutation(ratings.size());
    Comparator<Integer> oldestFirst =
        Comparator.<Integer>comparingLong(ratings::timeAt).thenComparingInt(p -> tieBreak[p]);
    BitSet test = new BitSet(ratings.size());
    for (int u = 0; u < ratings.users(); u++) {
      int count = ratings.start(u + 1) - ratings.start(u);
      IntStream.range(ratings.start(u), ratings.start(u + 1))
          .boxed()
          .sorted(oldestFirst)
          .skip(Math.max(Math.min(1, count), count - share(fraction, count)))
          .forEach(test::set);
    }
    return at(ratings, test, 0);
  }

  /**
   * Joins two parts that were read separately and so may number users and items differently. Items
   * are those of {@code train} in its order, then those that only {@code test} has, in its order;
   * users are those with a rating in either part, sorted as {@link RatingsBuilder} does. A pair in
   * both parts is kept in {@code train} and left out of {@code test}. Times are kept if both parts
   * have them.
   *
   * @throws InputException if a part is left without ratings
   */
  public static Split of(Ratings train, Ratings test) {
    RatingsBuilder builder = new RatingsBuilder();
    listItems(builder, train.catalogue());
    listItems(builder, test.catalogue());
    builder.attributes(test.catalogue()).attributes(train.catalogue());
    boolean times = train.hasTimes() && test.hasTimes();
    for (int u = 0; u < train.users(); u++) {
      for (int p = train.start(u); p < train.start(u + 1); p++) {
        add(builder, train, u, p, times);
      }
    }
    OptionalInt[] itemInTrain = new OptionalInt[test.items()];
    Arrays.setAll(itemInTrain, i -> train.catalogue().findItem(test.catalogue().itemId(i)));
    int overlap = 0;
    for (int u = 0; u < test.users(); u++) {
      OptionalInt userInTrain = train.catalogue().findUser(test.catalogue().userId(u));
      for (int p = test.start(u); p < test.start(u + 1); p++) {
        if (contains(train, userInTrain, itemInTrain[test.itemAt(p)])) {
          overlap++;
        } else {
          add(builder, test, u, p, times);
        }
      }
    }
    Ratings union = builder.build();
    BitSet fromTest = new BitSet(union.size());
    for (int u = 0; u < union.users(); u++) {
      OptionalInt userInTrain = train.catalogue().findUser(union.catalogue().userId(u));
      for (int p = union.start(u); p < union.start(u + 1); p++) {
        // The items of train come first in the union, numbered as they were.
        int item = union.itemAt(p);
        OptionalInt known = item < train.items() ? OptionalInt.of(item) : OptionalInt.empty();
        fromTest.set(p, !contains(train, userInTrain, known));
      }
    }
    return at(union, fromTest, overlap);
  }

  private static void listItems(RatingsBuilder builder, Catalogue from) {
    for (int i = 0; i < from.items(); i++) {
      builder.item(from.itemId(i), from.title(i), String.join("|", from.genres(i)));
    }
  }

  private static void add(RatingsBuilder builder, Ratings from, int u, int p, boolean time) {
    String user = from.catalogue().userId(u);
    String item = from.catalogue().itemId(from.itemAt(p));
    if (time) {
      builder.rating(user, item, from.ratingAt(p), from.timeAt(p));
    } else {
      builder.rating(user, item, from.ratingAt(p));
    }
  }

  private static boolean contains(Ratings ratings, OptionalInt user, OptionalInt item) {
    return user.isPresent()
        && item.isPresent()
        && ratings.contains(user.getAsInt(), item.getAsInt());
  }

  private static Split at(Ratings ratings, BitSet test, int overlap) {
    return new Split(ratings.filter(p -> !test.get(p)), ratings.filter(test::get), overlap);
  }

  private static void checkFraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new InputException(
          "expected a share of the ratings between 0 and 1 to test with, found " + fraction);
    }
  }

  private static int share(double fraction, int count) {
    return (int) Math.round(fraction * count);
  }
}
