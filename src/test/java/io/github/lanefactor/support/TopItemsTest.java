package io.github.lanefactor.support;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopItemsTest {
  private static final double[] LEVELS = {
    Double.NEGATIVE_INFINITY, -1, -0.0, 0, Double.MIN_VALUE, 1, 2, Double.POSITIVE_INFINITY
  };

  @Property(tries = 500)
  void agreesWithSorting(
      @ForAll @IntRange(min = 0, max = 70) int items,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 80) int n) {
    double[] scores = new double[items];
    for (int i = 0; i < items; i++) {
      scores[i] = LEVELS[random.nextInt(LEVELS.length)];
    }
    assertBest(sorted(scores, n), scores, n);
  }

  /** The twin: sorts everything. -0 and 0 are equal scores. */
  private static int[] sorted(double[] scores, int n) {
    return IntStream.range(0, scores.length)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> -(scores[i] + 0.0)).thenComparingInt(i -> i))
        .limit(n)
        .mapToInt(i -> i)
        .toArray();
  }

  private static void assertBest(int[] expected, double[] scores, int n) {
    TopItems top = new TopItems(n, scores.length);
    for (int round = 0; round < 3; round++) {
      top.start(n, scores.length);
      // Whatever the order of the offers.
      List<Integer> order = new ArrayList<>(IntStream.range(0, scores.length).boxed().toList());
      if (round > 0) {
        Collections.shuffle(order, new Random(round));
      }
      for (int i : order) {
        boolean hopeless = scores[i] < top.threshold();
        top.offer(i, scores[i]);
        assertTrue(!hopeless || IntStream.of(expected).noneMatch(e -> e == i));
      }
      int[] found = new int[top.sort()];
      Arrays.setAll(found, top::item);
      assertArrayEquals(expected, found);
      for (int r = 0; r < expected.length; r++) {
        assertEquals(scores[expected[r]], top.score(r), 0.0);
      }
    }
  }

  /** Many at once are offered as one after the other. */
  @Property(tries = 200)
  void offersOfManyAreOffersOfEach(
      @ForAll @IntRange(min = 0, max = 70) int items,
      @ForAll Random random,
      @ForAll @IntRange(min = 0, max = 20) int n) {
    float[] scores = new float[items];
    for (int i = 0; i < items; i++) {
      scores[i] = random.nextInt(5);
    }
    int from = random.nextInt(items + 1);
    int to = from + random.nextInt(items - from + 1);
    TopItems each = new TopItems(n, items);
    TopItems many = new TopItems(n, items);
    for (int i = from; i < to; i++) {
      each.offer(i, scores[i]);
    }
    many.offer(scores, from, to);
    assertEquals(each.threshold(), many.threshold());
    int kept = each.sort();
    assertEquals(kept, many.sort());
    assertEquals(Math.min(n, to - from), kept);
    for (int r = 0; r < kept; r++) {
      assertEquals(each.item(r), many.item(r));
      assertEquals(each.score(r), many.score(r));
    }
  }

  /** Room is taken for as many as there are, however many are asked for. */
  @Test
  void anyNumberMayBeAskedFor() {
    TopItems top = new TopItems(Integer.MAX_VALUE, 2);
    top.offer(1, 3);
    assertEquals(Double.NEGATIVE_INFINITY, top.threshold());
    top.offer(0, 3);
    assertEquals(3, top.threshold());
    assertEquals(2, top.sort());
    assertEquals(0, top.item(0));
    top.start(1, 2);
    assertEquals(0, top.sort());
  }

  @Test
  void tiesGoToTheLowerItem() {
    assertBest(new int[] {1, 2, 4, 6, 0, 3}, new double[] {1, 9, 3, 1, 3, 1, 3, 0}, 6);
  }

  @Test
  void givesAllIfThereAreFewer() {
    assertBest(List.of(0, 1).stream().mapToInt(i -> i).toArray(), new double[] {5, 5}, 10);
  }
}
