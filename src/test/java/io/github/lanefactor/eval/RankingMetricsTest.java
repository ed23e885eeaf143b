package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RankingMetricsTest {
  private static boolean[] list(String hits) {
    boolean[] relevant = new boolean[hits.length()];
    for (int r = 0; r < relevant.length; r++) {
      relevant[r] = hits.charAt(r) == '+';
    }
    return relevant;
  }

  /** In the order of the names: ndcg, precision, recall, map, mrr, hit_rate. */
  private static void assertMetrics(String hits, int cutoff, int testItems, double... expected) {
    assertArrayEquals(expected, new RankingMetrics(cutoff, 100).of(list(hits), testItems), 1e-15);
  }

  private static double log2(double x) {
    return Math.log(x) / Math.log(2);
  }

  @Test
  void handWorked() {
    // Hits at places 2 and 4 of 5, three items to find: the ideal list has them at 1, 2 and 3.
    double dcg = 1 / log2(3) + 1 / log2(5);
    double ideal = 1 + 1 / log2(3) + 0.5;
    assertMetrics(
        "-+-+-", 5, 3, dcg / ideal, 2 / 5.0, 2 / 3.0, (1 / 2.0 + 2 / 4.0) / 3, 1 / 2.0, 1);
    // One of one, in the first place.
    assertMetrics("+--", 3, 1, 1, 1 / 3.0, 1, 1, 1, 1);
    // One of one, in the third place: 1 / log2(4) is a half.
    assertMetrics("--+", 3, 1, 0.5, 1 / 3.0, 1, 1 / 3.0, 1 / 3.0, 1);
    // More test items than places: the ideal list is cut at the cutoff, and so is AP's divisor.
    assertMetrics("++", 2, 7, 1, 1, 2 / 7.0, 1, 1, 1);
    // A list shorter than the cutoff counts as full of misses behind.
    assertMetrics("-+", 10, 1, 1 / log2(3), 0.1, 1, 0.5, 0.5, 1);
    assertMetrics("----", 4, 2, 0, 0, 0, 0, 0, 0);
  }

  @Property
  void valuesLieBetween0And1(
      @ForAll @Size(min = 1, max = 12) boolean[] relevant,
      @ForAll @IntRange(min = 0, max = 20) int missed) {
    int hits = count(relevant);
    Assume.that(hits + missed > 0);
    double[] values = new RankingMetrics(12, 100).of(relevant, hits + missed);
    for (double value : values) {
      assertTrue(value >= 0 && value <= 1, () -> "" + value);
      assertEquals(hits > 0, value > 0);
    }
  }

  @Property
  void foundFirstIsPerfect(
      @ForAll @IntRange(min = 1, max = 15) int testItems,
      @ForAll @IntRange(min = 1, max = 12) int cutoff) {
    int found = Math.min(testItems, cutoff);
    String hits = "+".repeat(found) + "-".repeat(cutoff - found);
    double[] values = new RankingMetrics(cutoff, 100).of(list(hits), testItems);
    assertEquals(1, values[0]);
    assertEquals((double) found / cutoff, values[1]);
    assertEquals((double) found / testItems, values[2]);
    assertArrayEquals(new double[] {1, 1, 1}, Arrays.copyOfRange(values, 3, 6));
  }

  @Property
  void aMissPutFirstRaisesNothing(
      @ForAll @Size(min = 1, max = 12) boolean[] relevant,
      @ForAll @IntRange(min = 1, max = 20) int missed) {
    boolean[] pushed = new boolean[relevant.length];
    System.arraycopy(relevant, 0, pushed, 1, relevant.length - 1);
    RankingMetrics metrics = new RankingMetrics(12, 100);
    int testItems = count(relevant) + missed;
    double[] before = metrics.of(relevant, testItems);
    double[] after = metrics.of(pushed, testItems);
    for (int v = 0; v < before.length; v++) {
      assertTrue(after[v] <= before[v], RankingMetrics.NAMES[v]);
    }
  }

  @Property
  void aHitMovedUpLowersNothing(@ForAll @Size(min = 2, max = 12) boolean[] relevant) {
    RankingMetrics metrics = new RankingMetrics(12, 100);
    double[] before = metrics.of(relevant, 12);
    for (int place = 0; place + 1 < relevant.length; place++) {
      if (!relevant[place] && relevant[place + 1]) {
        boolean[] better = relevant.clone();
        better[place] = true;
        better[place + 1] = false;
        double[] after = metrics.of(better, 12);
        assertTrue(after[0] > before[0]);
        assertEquals(before[1], after[1]);
        assertEquals(before[2], after[2]);
        assertTrue(after[3] > before[3]);
        assertTrue(after[4] >= before[4]);
      }
    }
  }

  private static int count(boolean[] relevant) {
    int count = 0;
    for (boolean hit : relevant) {
      count += hit ? 1 : 0;
    }
    return count;
  }
}
