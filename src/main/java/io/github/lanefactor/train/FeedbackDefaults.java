package io.github.lanefactor.train;

import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.ValueRange;

/**
 * How the values of ratings are read where a trainer was not told. {@code docs/solver.md} says what
 * was measured.
 */
final class FeedbackDefaults {
  /** On a scale from 0 or above, ratings from this share of the highest say "liked". */
  private static final double LIKED_SHARE = 0.3;

  private static final double DISLIKED_WEIGHT = 2;

  /** No scale of ratings goes further than per cents do. */
  private static final float LONGEST_SCALE = 100;

  private FeedbackDefaults() {}

  /**
   * @throws InputException if a count is below 0, if counts are to be predicted as ratings, or if
   *     the recipe is the seed's and a rating is below 0
   */
  static Feedback resolve(Choices choices, Ratings ratings) {
    if (choices.recipe == Recipe.SEED) {
      return seed(ratings);
    }
    ValueRange range = ValueRange.of(ratings);
    Values values = choices.values;
    if (values == null) {
      boolean counts = choices.objective != Objective.RATING && looksLikeCounts(ratings, range);
      values = counts ? Values.COUNTS : Values.RATINGS;
    }
    if (values == Values.COUNTS) {
      if (choices.objective == Objective.RATING) {
        throw new InputException(
            "expected objective ranking or scaled with counts, found rating, which predicts ratings");
      }
      checkNotNegative(ratings, "counts");
      range = ValueRange.ofCounts(ratings);
    }
    double likedFrom =
        choices.likedFrom != null ? choices.likedFrom : likedFrom(ratings, range, values);
    return new Feedback(
        values,
        range.lowest(),
        range.highest(),
        likedFrom,
        choices.dislikedWeight != null ? choices.dislikedWeight : DISLIKED_WEIGHT,
        typical(ratings, range, values, likedFrom));
  }

  /** To the letter: the recipe knows no dislikes and no slips of the keyboard. */
  private static Feedback seed(Ratings ratings) {
    checkNotNegative(ratings, "ratings for the seed recipe");
    float lowest = Float.POSITIVE_INFINITY;
    float highest = 0;
    for (int p = 0; p < ratings.size(); p++) {
      lowest = Math.min(lowest, ratings.ratingAt(p));
      highest = Math.max(highest, ratings.ratingAt(p));
    }
    return Feedback.allLiked(lowest, highest, 1);
  }

  private static void checkNotNegative(Ratings ratings, String what) {
    for (int p = 0; p < ratings.size(); p++) {
      if (ratings.ratingAt(p) < 0) {
        throw new InputException(
            "expected " + what + " of at least 0, found " + ratings.ratingAt(p));
      }
    }
  }

  /** From 0 to beyond any scale of ratings, and most of them small: plays, or hours of them. */
  private static boolean looksLikeCounts(Ratings ratings, ValueRange range) {
    if (range.lowest() < 0 || range.highest() <= LONGEST_SCALE) {
      return false;
    }
    long small = 0;
    for (int p = 0; p < ratings.size(); p++) {
      small += ratings.ratingAt(p) <= range.highest() / 4 ? 1 : 0;
    }
    return 2 * small >= ratings.size();
  }

  /** The lowest value that says "liked"; −∞ if all do. */
  private static double likedFrom(Ratings ratings, ValueRange range, Values values) {
    boolean signed = range.lowest() < 0;
    if (signed && range.highest() <= 0 && range.lowest() < range.highest()) {
      return (range.lowest() + (double) range.highest()) / 2;
    }
    if (!signed && range.lowest() == range.highest()) {
      return Double.NEGATIVE_INFINITY;
    }
    boolean shared = !signed && values == Values.RATINGS;
    double least = shared ? LIKED_SHARE * range.highest() : Float.MIN_VALUE;
    double lowest = Double.POSITIVE_INFINITY;
    for (int p = 0; p < ratings.size(); p++) {
      float value = ratings.ratingAt(p);
      lowest = value >= least ? Math.min(lowest, value) : lowest;
    }
    if (lowest == Double.POSITIVE_INFINITY) {
      return 0; // all are equal and below 0
    }
    return lowest <= range.lowest() ? Double.NEGATIVE_INFINITY : lowest;
  }

  /** The mean strength of what is liked; 1 if nothing is. */
  private static double typical(
      Ratings ratings, ValueRange range, Values values, double likedFrom) {
    double sum = 0;
    long count = 0;
    for (int p = 0; p < ratings.size(); p++) {
      float value = ratings.ratingAt(p);
      if (value >= likedFrom) {
        float onScale = Math.max(range.lowest(), Math.min(range.highest(), value));
        sum += CellRule.strength(values, range.lowest(), onScale);
        count++;
      }
    }
    return sum > 0 ? sum / count : 1;
  }
}
