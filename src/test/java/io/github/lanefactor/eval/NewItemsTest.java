package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class NewItemsTest {
  @Provide
  Arbitrary<Ratings> ratings() {
    return Grids.ratings(4);
  }

  @Provide
  Arbitrary<List<String>> rows() {
    return Grids.rows();
  }

  @Property(tries = 300)
  void allRatingsOfTheHiddenItemsAreHidden(
      @ForAll("ratings") Ratings ratings,
      @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
      @ForAll long seed) {
    int[] counts = ratings.itemCounts();
    long rated = Arrays.stream(counts).filter(c -> c > 0).count();
    long expected = Math.max(1, Math.round(share * rated));
    if (expected == rated) {
      assertThrows(InputException.class, () -> NewItems.of(ratings, share, seed));
      return;
    }
    NewItems items = NewItems.of(ratings, share, seed);
    assertEquals(expected, items.hidden().cardinality());
    int[] train = items.split().train().itemCounts();
    int[] test = items.split().test().itemCounts();
    for (int i = 0; i < counts.length; i++) {
      boolean hidden = items.hidden().get(i);
      assertEquals(hidden ? 0 : counts[i], train[i]);
      assertEquals(hidden ? counts[i] : 0, test[i]);
      assertTrue(!hidden || counts[i] > 0);
    }
    assertEquals(items.hidden(), NewItems.of(ratings, share, seed).hidden());
  }

  /** As if all other items were not there. */
  @Property(tries = 300)
  void someItemsAloneAreRanked(
      @ForAll("rows") List<String> rows, @ForAll Random random, @ForAll long subset) {
    int width = rows.get(0).length();
    BitSet among = BitSet.valueOf(new long[] {subset & ((1L << width) - 1)});
    float[][] scores = new float[rows.size()][width];
    for (float[] row : scores) {
      for (int i = 0; i < width; i++) {
        row[i] = random.nextInt(9);
      }
    }
    int[] kept = among.stream().toArray();
    List<String> narrow =
        rows.stream()
            .map(
                row ->
                    among.stream()
                        .mapToObj(row::charAt)
                        .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                        .toString())
            .toList();
    String left = String.join("", narrow);
    Evaluator evaluator = new Evaluator(Grids.split(rows)).cutoff(3).threads(1);
    if (!left.matches(".*[a-e].*")) {
      assertThrows(InputException.class, () -> evaluator.among(among));
      return;
    }
    Assume.that(left.matches(".*[1-5].*"));
    Scorer all = (user, out) -> System.arraycopy(scores[user], 0, out, 0, width);
    Scorer few =
        (user, out) -> {
          for (int i = 0; i < kept.length; i++) {
            out[i] = scores[user][kept[i]];
          }
        };
    Evaluation expected = new Evaluator(Grids.split(narrow)).cutoff(3).threads(1).ranking(few);
    DetailedEvaluation found = evaluator.among(among).rankingInDetail(all);
    expected
        .metrics()
        .forEach((name, value) -> assertEquals(value, found.evaluation().get(name), 1e-12, name));
    assertEquals(kept.length, found.items().size());
  }

  @Test
  void sharesOutOfRangeAreRefused() {
    Ratings ratings = Grids.ratings("123", "32.");
    for (double share : new double[] {0, 1, -1, Double.NaN}) {
      assertThrows(InputException.class, () -> NewItems.of(ratings, share, 1));
    }
  }

  @Test
  void genresAreAsPopularAsTheirRatedItems() {
    RatingsBuilder builder = new RatingsBuilder();
    builder.item("a", "", "X");
    builder.item("b", "", "X|Y");
    builder.item("unrated", "", "X|Y");
    builder.item("unknown", "", "Z");
    builder.item("half", "", "Y|Z");
    builder.item("none", "", "");
    builder.rating("u", "a", 1).rating("v", "a", 1).rating("w", "a", 1).rating("u", "b", 5);
    Ratings ratings = builder.build();
    float[] scores = new float[6];
    Baselines.genrePopularity(ratings).scores(0, scores);
    // X: 4 ratings of 2 items; Y: 1 of 1; all: 4 of 2.
    assertEquals(List.of(2f, 1.5f, 1.5f, 2f, 1f, 2f), boxed(scores));
  }

  @Test
  void randomOrderDiffersByUserAndSeedAlone() {
    float[] first = new float[50];
    float[] again = new float[50];
    Baselines.random(3).scores(7, first);
    Baselines.random(3).scores(7, again);
    assertEquals(boxed(first), boxed(again));
    Baselines.random(3).scores(8, again);
    assertFalse(boxed(first).equals(boxed(again)));
    Baselines.random(4).scores(7, again);
    assertFalse(boxed(first).equals(boxed(again)));
    Baselines.random(4).scores(6, again);
    assertFalse(boxed(first).equals(boxed(again)), "seed 4, user 6 is not seed 3, user 7");
  }

  private static List<Float> boxed(float[] values) {
    Float[] boxed = new Float[values.length];
    Arrays.setAll(boxed, i -> values[i]);
    return List.of(boxed);
  }
}
