package io.github.lanefactor.objective;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;

/**
 * How a rating loses weight as it grows old: its weight halves with every half-life between it and
 * the newest rating. A rating without a time has the mean age of the others: full weight would put
 * it before all that have a time, and the least would throw it away.
 *
 * @param halfLife in seconds; infinite if ratings keep their weight
 * @param newest the time of the newest rating, in seconds since 1970
 * @param mean the mean of the times that are known, in seconds since 1970
 */
public record Aging(double halfLife, long newest, double mean) {
  private static final double SECONDS_A_DAY = 86_400;

  /** A rating keeps this share of its weight however old it is, so that no weight is 0. */
  private static final double LEAST = 0x1p-20;

  /** Ratings keep their weight. */
  public static final Aging NONE = new Aging(Double.POSITIVE_INFINITY, 0, 0);

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
    double sum = 0;
    int known = 0;
    for (int p = 0; p < ratings.size(); p++) {
      long time = ratings.timeAt(p);
      if (time != Ratings.NO_TIME) {
        newest = Math.max(newest, time);
        sum += time;
        known++;
      }
    }
    return known == 0
        ? new Aging(days * SECONDS_A_DAY, 0, 0) // all as old as each other
        : new Aging(days * SECONDS_A_DAY, newest, sum / known);
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
    long time = ratings.timeAt(position);
    double age = newest - (time == Ratings.NO_TIME ? mean : time);
    return Math.max(LEAST, StrictMath.pow(2, -Math.max(0, age) / halfLife));
  }
}
