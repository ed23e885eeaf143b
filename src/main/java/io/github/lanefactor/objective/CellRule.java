package io.github.lanefactor.objective;

import io.github.lanefactor.model.Objective;

/**
 * What an objective makes of one rating: the target and the weight of its cell.
 *
 * @param objective the objective
 * @param observedWeight the weight of an observed cell; for ranking, of one with a mean rating
 * @param meanRating the mean of all ratings
 */
public record CellRule(Objective objective, double observedWeight, double meanRating) {
  /** The least weight, as a share of that of a mean rating. */
  private static final double LEAST_SHARE = 0.1;

  /**
   * The target of a cell.
   *
   * @param scale what an output of 1 stands for on the scale of the item's ratings
   */
  public float target(float rating, float scale) {
    if (objective == Objective.RANKING) {
      return 1;
    }
    return scale > 0 ? rating / scale : 0;
  }

  /**
   * The weight of a cell. For ranking it grows with the rating, so that what a user liked counts
   * for more than what they only saw; it is never less than a tenth of {@code observedWeight}.
   */
  public float weight(float rating) {
    if (objective != Objective.RANKING) {
      return (float) observedWeight;
    }
    double share = meanRating > 0 ? Math.max(LEAST_SHARE, rating / meanRating) : 1;
    return (float) (observedWeight * share);
  }

  /** The weight of a cell without a rating. */
  public float missingWeight() {
    return objective == Objective.RATING ? 0 : 1;
  }

  /** Whether every cell that counts has weight 1. */
  boolean plain() {
    return objective != Objective.RANKING && observedWeight == 1;
  }
}
