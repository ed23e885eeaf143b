package io.github.lanefactor.data;

import io.github.lanefactor.support.Draws;
import java.util.Arrays;

/** Draws numbers by their weights. */
final class WeightedDraw {
  private final int[] value;

  /** Per value the sum of the weights up to and with its own. */
  private final double[] sums;

  /**
   * @param value what is drawn; at least one
   * @param weight how likely each is, in any unit; above 0
   */
  WeightedDraw(int[] value, double[] weight) {
    this.value = value;
    this.sums = weight.clone();
    for (int i = 1; i < sums.length; i++) {
      sums[i] += sums[i - 1];
    }
  }

  /** The sum of all weights. */
  double sum() {
    return sums[sums.length - 1];
  }

  int draw(Draws draws) {
    int at = Arrays.binarySearch(sums, draws.unit() * sum());
    return value[Math.min(at < 0 ? -at - 1 : at + 1, value.length - 1)];
  }
}
