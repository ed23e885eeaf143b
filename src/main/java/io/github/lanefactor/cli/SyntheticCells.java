package io.github.lanefactor.cli;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.support.Draws;
import java.util.Arrays;

/** Synthetic cells of any size, distributed as real ratings are. */
final class SyntheticCells {
  /** How differently active users are: the levels from the least to the most active. */
  private static final int LEVELS = 16;

  /** How many times as much the most active users rate as the least active ones. */
  private static final double ACTIVITY = 20;

  /** An item's popularity falls with its rank r as (r + 20)^-0.8. */
  private static final double POPULARITY = -0.8;

  private static final long SEED = 862;

  private SyntheticCells() {}

  /**
   * The same cells for the same sizes. A few items are rated by many and a few users rate much; the
   * share of all n·m cells that is observed is {@code density} on average.
   */
  static Cells of(int users, int items, double density) {
    Draws draws = new Draws(SEED);
    double[] popularity = popularity(items, draws);
    double[] activity = new double[LEVELS];
    Arrays.setAll(activity, level -> StrictMath.pow(ACTIVITY, (double) level / (LEVELS - 1)));
    double scale = scale(popularity, activity, density);
    int[] start = new int[users + 1];
    int[] item = new int[1024];
    int size = 0;
    for (int user = 0; user < users; user++) {
      double much = scale * activity[draws.below(LEVELS)];
      if (item.length - size < items) {
        item = Arrays.copyOf(item, Math.addExact(Math.max(size, items), item.length));
      }
      for (int i = 0; i < items; i++) {
        if (draws.unit() < much * popularity[i]) {
          item[size++] = i;
        }
      }
      start[user + 1] = size;
    }
    float[] target = new float[size];
    for (int p = 0; p < size; p++) {
      target[p] = (1 + draws.below(10)) / 10f;
    }
    return new Cells(users, items, start, Arrays.copyOf(item, size), target, null, 1);
  }

  /** Small factors to start from, the same for the same sizes; biases 0. */
  static Factors factors(int users, int items, int k) {
    Factors factors = new Factors(users, items, k);
    Draws draws = new Draws(SEED);
    for (float[] side : new float[][] {factors.u, factors.m}) {
      for (int i = 0; i < side.length; i++) {
        side[i] = (float) (0.2 * draws.unit() - 0.1);
      }
    }
    return factors;
  }

  private static double[] popularity(int items, Draws draws) {
    double[] popularity = new double[items];
    for (int rank = 0; rank < items; rank++) {
      int other = draws.below(rank + 1);
      popularity[rank] = popularity[other];
      popularity[other] = StrictMath.pow(rank + 20, POPULARITY);
    }
    return popularity;
  }

  /** The factor that makes the mean of the probabilities, capped at 1, equal the density. */
  private static double scale(double[] popularity, double[] activity, double density) {
    double low = 1e-9;
    double high = 1e9;
    for (int round = 0; round < 50; round++) {
      double middle = Math.sqrt(low * high);
      double sum = 0;
      for (double much : activity) {
        for (double popular : popularity) {
          sum += Math.min(1, middle * much * popular);
        }
      }
      if (sum < density * activity.length * popularity.length) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }
}
