package io.github.lanefactor.objective;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;

/**
 * How a rating loses weight as it grows old: its weight halves with every half-life between it and
 * the newest rating.
 *
 * @param halfLife in seconds; infinite if ratings keep their weight
 * @param newest the time of the newest rating, in seconds since 1970
 */
public record Aging(double halfLife, long newest) {
  private static final double SECONDS_A_DAY = 86_400;

  /** A rating keeps this share of its weight however old it is, so that no weight is 0. */
  private static final double LEAST = 0x1p-20;

  /** Ratings keep their weight. */
  public static final Aging NONE = new Aging(Double.POSITIVE_INFINITY, 0);

  /**
   * The aging of these ratings.
   *
   * @param days the half-life in days, &gt; 0; infinite for none
   * @throws InputException if it is finite and the ratings have no times
   */
  public static Aging of(Ratings ratings, double days) {
    if (days == Double.POSITIVE_INFINITY) {
      return NONE;
    }
    if (!ratings.hasTimes()) {
      throw new InputException("expected ratings with times for a half-life, found none");
    }
    long newest = Long.MIN_VALUE;
    for (int p = 0; p < ratings.size(); p++) {
      newest = Math.max(newest, ratings.timeAt(p));
    }
    return new Aging(days * SECONDS_A_DAY, newest);
  }

  /** Whether ratings keep their weight. */
  public boolean none() {
    return halfLife == Double.POSITIVE_INFINITY;
  }

  /** The share of its weight that a rating keeps: 2^(−age / half-life), at least 2^−20. */
  public double share(Ratings ratings, int position) {
    if (none()) {
      return 1;
    }
    double age = (double) newest - ratings.timeAt(position);
    return Math.max(LEAST, StrictMath.pow(2, -Math.max(0, age) / halfLife));
  }
}
