package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.lanefactor.ratings.Ratings;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopItemsTest {
  private static final float[] LEVELS = {
    Float.NEGATIVE_INFINITY, -1, -0f, 0, Float.MIN_VALUE, 1, 2, Float.POSITIVE_INFINITY
  };

  @Provide
  Arbitrary<Ratings> ratings() {
    return Grids.ratings(1);
  }

  @Property(tries = 300)
  void agreesWithSorting(
      @ForAll("ratings") Ratings ratings,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 20) int length) {
    float[] scores = new float[ratings.items()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = LEVELS[random.nextInt(LEVELS.length)];
    }
    for (int u = 0; u < ratings.users(); u++) {
      assertArrayEquals(
          sorted(scores, ratings, u, length), TopItems.pick(scores, ratings, u, length));
    }
  }

  /** The twin: sorts everything. -0 and 0 are equal scores. */
  static int[] sorted(float[] scores, Ratings rated, int user, int length) {
    List<Integer> candidates =
        IntStream.range(0, scores.length).filter(i -> rated.position(user, i) < 0).boxed().toList();
    return candidates.stream()
        .sorted(
            Comparator.comparingDouble((Integer i) -> -(scores[i] + 0.0)).thenComparingInt(i -> i))
        .limit(length)
        .mapToInt(i -> i)
        .toArray();
  }

  @Test
  void tiesGoToTheLowerItem() {
    Ratings rated = Grids.ratings(".5......");
    float[] scores = {1, 9, 3, 1, 3, 1, 3, 0};
    assertArrayEquals(new int[] {2, 4, 6, 0, 3}, TopItems.pick(scores, rated, 0, 5));
  }

  @Test
  void picksAllWhereFewerAreLeft() {
    Ratings rated = Grids.ratings("5.55.");
    assertArrayEquals(new int[] {4, 1}, TopItems.pick(new float[] {9, 1, 9, 9, 2}, rated, 0, 10));
  }
}
