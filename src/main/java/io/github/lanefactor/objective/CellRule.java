package io.github.lanefactor.objective;

import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Values;

/**
 * What an objective makes of one rating: the target and the weight of its cell.
 *
 * @param objective the objective
 * @param observedWeight the weight of an observed cell; for ranking, of one that is liked as much
 *     as is typical
 * @param feedback how ratings are read
 */
public record CellRule(Objective objective, double observedWeight, Feedback feedback) {
  /** The least and the most weight of what is liked, as a share of the typical one. */
  private static final double LEAST_SHARE = 0.1;

  private static final double MOST_SHARE = 10;

  /** Headroom beyond the ends of the scale: a sigmoid approaches 0 and 1 but never reaches them. */
  private static final float HEADROOM = 1.05f;

  /** The rule of a training with these settings. */
  public static CellRule of(Settings settings) {
    return new CellRule(settings.objective(), settings.observedWeight(), settings.feedback());
  }

  /**
   * The strength of a value: how far a rating is above the lower end of the scale, or above 0 if
   * that is lower; 1 + ln(1 + c) for a count c, as Hu, Koren and Volinsky's confidence
   * (Collaborative filtering for implicit feedback datasets, ICDM 2008, section 6).
   */
  public static double strength(Values values, float lowest, float value) {
    return values == Values.COUNTS
        ? 1 + StrictMath.log1p(value)
        : value - (double) Math.min(0, lowest);
  }

  private double strength(float rating) {
    return strength(feedback.values(), feedback.lowest(), feedback.onScale(rating));
  }

  /**
   * The target of a cell. For ranking it is 1 where the user liked the item, else 0. Scaled targets
   * are 0 too where the user disliked it.
   *
   * @param scale what lies between outputs of 0 and 1 on the scale of the item's ratings
   */
  public float target(float rating, float scale) {
    if (objective == Objective.RANKING) {
      return feedback.liked(rating) ? 1 : 0;
    }
    return scale > 0 ? level(rating) / scale : 0;
  }

  /** A rating as the objectives with scaled targets count it: from 0, which stands for output 0. */
  float level(float rating) {
    if (objective == Objective.RATING) {
      return feedback.onScale(rating) - floor();
    }
    if (!feedback.liked(rating)) {
      return 0;
    }
    return feedback.values() == Values.COUNTS
        ? (float) strength(rating)
        : Math.max(0, feedback.onScale(rating));
  }

  /** What an output of 0 stands for on the scale of the ratings. */
  public float floor() {
    return objective == Objective.RATING ? Math.min(0, feedback.lowest()) * HEADROOM : 0;
  }

  /** For ratings: what lies between outputs of 0 and 1 on their scale. */
  float span() {
    return Math.max(Float.MIN_NORMAL, feedback.highest()) * HEADROOM - floor();
  }

  /**
   * The weight of a cell. For ranking it grows with the rating, so that what a user loved counts
   * for more than what they merely liked; it is never less than a tenth of {@code observedWeight},
   * nor more than ten times that. What a user disliked has a weight of its own.
   */
  public float weight(float rating) {
    if (objective == Objective.RATING) {
      return (float) observedWeight;
    }
    if (!feedback.liked(rating)) {
      return (float) feedback.dislikedWeight();
    }
    if (objective == Objective.SCALED) {
      return (float) observedWeight;
    }
    boolean allEqual = feedback.lowest() == feedback.highest();
    double share = allEqual ? 1 : strength(rating) / feedback.typical();
    return (float) (observedWeight * Math.min(MOST_SHARE, Math.max(LEAST_SHARE, share)));
  }

  /**
   * The weight of a cell whose rating keeps only a share of what it says. What a user disliked ends
   * as a cell without a rating and not below it: even an old dislike never raises its item.
   *
   * @param share above 0, at most 1
   */
  public float weight(float rating, double share) {
    float whole = weight(rating);
    boolean disliked = objective != Objective.RATING && !feedback.liked(rating);
    double end = disliked && whole > missingWeight() ? missingWeight() : 0;
    return share == 1 ? whole : (float) (end + (whole - end) * share);
  }

  /** The weight of a cell without a rating. */
  public float missingWeight() {
    return objective == Objective.RATING ? 0 : 1;
  }

  /** Whether a rating's cell is one of those that {@link Ridge} counts. */
  public boolean counts(float rating) {
    return objective == Objective.RATING || target(rating, 1) > 0;
  }

  /** Whether every cell that counts has weight 1. */
  boolean plain() {
    boolean alike =
        objective == Objective.RATING || feedback.allLiked() || feedback.dislikedWeight() == 1;
    return objective != Objective.RANKING && observedWeight == 1 && alike;
  }
}
