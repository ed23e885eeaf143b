package io.github.lanefactor.explore;

import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Values;

/** The values that people may give on a page, whatever the scale of a model's ratings. */
final class Stars {
  private static final int FEW = 5;

  private Stars() {}

  /**
   * One value where all ratings are alike, two for votes, ten where the lowest is half a star, and
   * five otherwise, spread over the scale; evenly, or for counts so that each is as many times the
   * one before.
   *
   * @return the values from the worst to the best
   */
  static float[] of(Feedback feedback) {
    float lowest = feedback.lowest();
    float highest = feedback.highest();
    if (lowest == highest) {
      return new float[] {highest == 0 ? 1 : highest};
    }
    boolean counts = feedback.values() == Values.COUNTS;
    if (!counts && ((lowest == 0 && highest == 1) || (lowest == -1 && highest == 1))) {
      return new float[] {lowest, highest};
    }
    boolean halves = !counts && lowest == 0.5f && highest == FEW;
    float[] values = new float[halves ? 2 * FEW : FEW];
    for (int i = 0; i < values.length; i++) {
      double share = i / (values.length - 1.0);
      double from = counts ? Math.max(1, lowest) : lowest;
      double value =
          counts
              ? Math.rint(from * Math.pow(Math.max(from, highest) / from, share))
              : from + share * (highest - from);
      values[i] = (float) value;
    }
    return values;
  }
}
