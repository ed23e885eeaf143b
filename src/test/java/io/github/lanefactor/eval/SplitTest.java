package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.support.Draws;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SplitTest {
  @Provide
  Arbitrary<Ratings> ratings() {
    return Grids.ratings(4);
  }

  @Provide
  Arbitrary<List<String>> rows() {
    return Grids.rows();
  }

  /** All that a rating is, one line each. */
  private static List<String> lines(Ratings ratings) {
    List<String> lines = new ArrayList<>();
    for (int u = 0; u < ratings.users(); u++) {
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        String time = ratings.hasTimes() ? " at " + ratings.timeAt(p) : "";
        String item = ratings.catalogue().itemId(ratings.itemAt(p));
        lines.add(ratings.catalogue().userId(u) + " " + item + " " + ratings.ratingAt(p) + time);
      }
    }
    return lines;
  }

  private static void assertParts(Ratings whole, Split split) {
    List<String> both = new ArrayList<>(lines(split.train()));
    both.addAll(lines(split.test()));
    assertEquals(whole.size(), both.size());
    assertEquals(new TreeSet<>(lines(whole)), new TreeSet<>(both));
    assertEquals(whole.users(), split.train().users());
    assertEquals(whole.items(), split.test().items());
    assertEquals(0, split.overlap());
  }

  @Property(tries = 300)
  void holdoutPartsTheRatings(
      @ForAll("ratings") Ratings ratings,
      @ForAll @DoubleRange(min = 0.2, max = 0.8) double fraction,
      @ForAll long seed) {
    Split split = Split.holdout(ratings, fraction, seed);
    assertParts(ratings, split);
    assertEquals(Math.round(fraction * ratings.size()), split.test().size());
    assertEquals(lines(split.test()), lines(Split.holdout(ratings, fraction, seed).test()));
  }

  @Property(tries = 300)
  void largerHoldoutContainsSmaller(
      @ForAll("ratings") Ratings ratings,
      @ForAll @DoubleRange(min = 0.2, max = 0.8) double one,
      @ForAll @DoubleRange(min = 0.2, max = 0.8) double other) {
    List<String> small = lines(Split.holdout(ratings, Math.min(one, other), 7).test());
    List<String> large = lines(Split.holdout(ratings, Math.max(one, other), 7).test());
    assertTrue(large.containsAll(small));
  }

  @Test
  void seedsDrawDifferentHoldouts() {
    Ratings ratings = Grids.ratings("1234512345", "1234512345", "1234512345");
    Set<List<String>> drawn = new HashSet<>();
    for (int seed = 0; seed < 20; seed++) {
      drawn.add(lines(Split.holdout(ratings, 0.3, seed).test()));
    }
    assertEquals(20, drawn.size());
  }

  @Property(tries = 300)
  void foldsDealEveryRatingOnce(
      @ForAll("ratings") Ratings ratings, @ForAll @IntRange(min = 2, max = 4) int k) {
    List<Split> folds = Split.folds(ratings, k, 3);
    assertEquals(k, folds.size());
    List<String> tested = new ArrayList<>();
    for (Split fold : folds) {
      assertParts(ratings, fold);
      assertTrue(Math.abs(fold.test().size() - ratings.size() / (double) k) < 1);
      tested.addAll(lines(fold.test()));
    }
    assertEquals(ratings.size(), tested.size());
    assertEquals(new HashSet<>(lines(ratings)), new HashSet<>(tested));
  }

  @Property(tries = 300)
  void timeSplitTestsWithTheNewestOfEachUser(
      @ForAll("rows") List<String> rows,
      @ForAll @DoubleRange(min = 0.05, max = 0.95) double fraction) {
    Ratings ratings = Grids.ratings(rows.toArray(String[]::new));
    Assume.that(
        IntStream.range(0, ratings.users())
            .anyMatch(
                u -> {
                  int count = ratings.start(u + 1) - ratings.start(u);
                  return count >= 2 && Math.round(fraction * count) > 0;
                }));
    Split split = Split.byTime(ratings, fraction, 1);
    assertParts(ratings, split);
    Ratings train = split.train();
    Ratings test = split.test();
    for (int u = 0; u < ratings.users(); u++) {
      int count = ratings.start(u + 1) - ratings.start(u);
      int tested = test.start(u + 1) - test.start(u);
      assertEquals(Math.max(0, Math.min(count - 1, Math.round(fraction * count))), tested);
      for (int p = test.start(u); p < test.start(u + 1); p++) {
        for (int q = train.start(u); q < train.start(u + 1); q++) {
          assertTrue(train.timeAt(q) < test.timeAt(p));
        }
      }
    }
  }

  @Test
  void equalTimesAreDrawnBySeed() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 20; i++) {
      builder.rating("u", "i" + i, 1, i == 7 ? 5 : 1);
    }
    Ratings ratings = builder.build();
    Set<List<String>> drawn = new HashSet<>();
    for (int seed = 0; seed < 10; seed++) {
      List<String> test = lines(Split.byTime(ratings, 0.25, seed).test());
      assertEquals(5, test.size());
      assertTrue(test.contains("u i7 1.0 at 5"));
      drawn.add(test);
    }
    assertEquals(10, drawn.size());
  }

  @Test
  void drawsAreTheSameOnEveryJvm() {
    assertArrayEquals(
        new int[] {0, 3, 8, 1, 10, 2, 6, 11, 4, 5, 7, 9}, new Draws(1).permutation(12));
  }

  @Test
  void badFractionsAndFoldsAreRefused() {
    Ratings ratings = Grids.ratings("123", "4.5");
    for (double fraction : new double[] {0, 1, -0.1, 1.5, Double.NaN}) {
      assertThrows(InputException.class, () -> Split.holdout(ratings, fraction, 1));
      assertThrows(InputException.class, () -> Split.byTime(ratings, fraction, 1));
    }
    assertThrows(InputException.class, () -> Split.holdout(ratings, 0.01, 1));
    assertThrows(InputException.class, () -> Split.holdout(ratings, 0.99, 1));
    assertThrows(InputException.class, () -> Split.folds(ratings, 1, 1));
    assertThrows(InputException.class, () -> Split.folds(ratings, 6, 1));
    Ratings timeless = new RatingsBuilder().rating("u", "i", 1).rating("u", "j", 1).build();
    InputException e = assertThrows(InputException.class, () -> Split.byTime(timeless, 0.5, 1));
    assertEquals("expected ratings with times to split by time, found none", e.getMessage());
  }

  @Test
  void partsMustShareTheirNumberingAndNoPair() {
    Ratings one = Grids.ratings("12.", "..3");
    Ratings longer = Grids.ratings("12.4", "..3.");
    assertThrows(IllegalArgumentException.class, () -> new Split(one, longer));
    Ratings other = new RatingsBuilder().rating("a", "x", 1).rating("b", "y", 1).build();
    Ratings renamed = new RatingsBuilder().rating("a", "x", 1).rating("c", "y", 1).build();
    assertThrows(
        IllegalArgumentException.class,
        () -> new Split(other.filter(p -> p == 0), renamed.filter(p -> p == 1)));
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> new Split(one, one.filter(p -> p == 1)));
    assertEquals("user u1000 rates item i1 in both parts of the split", e.getMessage());
  }

  @Test
  void joinedPartsNumberTheUnion() {
    RatingsBuilder trainBuilder = new RatingsBuilder();
    trainBuilder.item("30", "Thirty", "Drama|War");
    trainBuilder.item("10", "Ten", "");
    Ratings train = trainBuilder.rating("2", "10", 4, 100).rating("11", "7", 3, 101).build();
    RatingsBuilder testBuilder = new RatingsBuilder();
    testBuilder.item("5", "Five", "Comedy");
    Ratings test =
        testBuilder
            .rating("3", "30", 2, 102)
            .rating("2", "10", 1, 103)
            .rating("2", "4", 5, 104)
            .build();
    Split split = Split.of(train, test);
    Ratings joined = split.train();
    assertEquals(List.of("30", "10", "7", "5", "4"), ids(joined));
    assertEquals("Thirty", joined.catalogue().title(0));
    assertEquals(List.of("Drama", "War"), joined.catalogue().genres(0));
    assertEquals("Five", split.test().catalogue().title(3));
    assertEquals(
        List.of("2", "3", "11"),
        IntStream.range(0, joined.users()).mapToObj(joined.catalogue()::userId).toList());
    assertEquals(List.of("2 10 4.0 at 100", "11 7 3.0 at 101"), lines(joined));
    assertEquals(List.of("2 4 5.0 at 104", "3 30 2.0 at 102"), lines(split.test()));
    assertEquals(1, split.overlap());
  }

  private static List<String> ids(Ratings ratings) {
    return IntStream.range(0, ratings.items()).mapToObj(ratings.catalogue()::itemId).toList();
  }

  @Test
  void timesNeedBothParts() {
    Ratings timed = new RatingsBuilder().rating("a", "x", 1, 50).build();
    Ratings timeless = new RatingsBuilder().rating("a", "y", 1).build();
    assertFalse(Split.of(timed, timeless).train().hasTimes());
    assertFalse(Split.of(timeless, timed).test().hasTimes());
  }

  @Test
  void testPartWithinTrainPartIsRefused() {
    Ratings train = new RatingsBuilder().rating("a", "x", 1).rating("a", "y", 1).build();
    Ratings test = new RatingsBuilder().rating("a", "x", 2).build();
    assertThrows(InputException.class, () -> Split.of(train, test));
  }

  @Property(tries = 300)
  void joiningTheWrittenPartsOfASplitGivesItBack(@ForAll("rows") List<String> rows) {
    Split split = Grids.split(rows);
    Split joined = Split.of(reread(split.train()), reread(split.test()));
    assertEquals(Set.copyOf(lines(split.train())), Set.copyOf(lines(joined.train())));
    assertEquals(Set.copyOf(lines(split.test())), Set.copyOf(lines(joined.test())));
    assertEquals(0, joined.overlap());
  }

  /** The same ratings numbered as a file of their own would be. */
  private static Ratings reread(Ratings ratings) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int u = 0; u < ratings.users(); u++) {
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        builder.rating(
            ratings.catalogue().userId(u),
            ratings.catalogue().itemId(ratings.itemAt(p)),
            ratings.ratingAt(p),
            ratings.timeAt(p));
      }
    }
    return builder.build();
  }
}
