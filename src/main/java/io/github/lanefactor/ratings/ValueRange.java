package io.github.lanefactor.ratings;

import java.util.Arrays;

/**
 * The range of the values of ratings, apart from a few that are far outside the rest: up to three
 * at either end, such as a 50 that was meant as 5.0. A value is far outside if it is further from
 * all others than these are spread; a count if it is more than a hundred times the next. Among
 * fewer than fifty values none is.
 *
 * @param lowest the lowest value; 0 if there is none
 * @param highest the highest value; 0 if there is none
 */
public record ValueRange(float lowest, float highest) {
  private static final int FAR = 3;
  private static final int FEWEST = 50;

  /** The range of ratings. */
  public static ValueRange of(Ratings ratings) {
    return of(ratings, false);
  }

  /** The range of counts, which are at least 0. */
  public static ValueRange ofCounts(Ratings ratings) {
    return of(ratings, true);
  }

  private static ValueRange of(Ratings ratings, boolean counts) {
    if (ratings.size() == 0) {
      return new ValueRange(0, 0);
    }
    // Largest and smallest first; the smallest with the sign changed, so that one code serves both.
    float[] high = new float[FAR + 1];
    float[] low = new float[FAR + 1];
    Arrays.fill(high, Float.NEGATIVE_INFINITY);
    Arrays.fill(low, Float.NEGATIVE_INFINITY);
    for (int p = 0; p < ratings.size(); p++) {
      float value = ratings.ratingAt(p);
      insert(high, value);
      insert(low, -value);
    }
    if (ratings.size() < FEWEST) {
      return new ValueRange(-low[0], high[0]);
    }
    float highest = high[counts ? farCounts(high) : far(high, -low[FAR])];
    float lowest = -low[counts ? 0 : far(low, -high[FAR])];
    return new ValueRange(lowest, highest);
  }

  private static void insert(float[] largest, float value) {
    if (value > largest[FAR]) {
      int at = FAR;
      for (; at > 0 && largest[at - 1] < value; at--) {
        largest[at] = largest[at - 1];
      }
      largest[at] = value;
    }
  }

  /** How many of the largest values are far from the next, given where the others begin. */
  private static int far(float[] largest, float begin) {
    for (int many = FAR; many > 0; many--) {
      double rest = largest[many];
      double spread = rest - begin;
      // All others may be equal, as in a list of purchases: then their distance from 0 counts.
      double usual = spread > 0 ? spread : 10 * Math.abs(rest);
      if (usual > 0 && largest[many - 1] - rest > usual) {
        return many;
      }
    }
    return 0;
  }

  private static int farCounts(float[] largest) {
    for (int many = FAR; many > 0; many--) {
      if (largest[many - 1] > 100 * (double) Math.max(1, largest[many])) {
        return many;
      }
    }
    return 0;
  }
}
