package io.github.lanefactor.model;

import io.github.lanefactor.ratings.InputException;

/**
 * How the values of ratings are read: what they are, where their scale ends, and which of them say
 * that a user liked an item.
 *
 * @param values ratings or counts
 * @param lowest the lower end of the scale; lower values count as this
 * @param highest the upper end; higher values, such as a slip of the keyboard, count as this
 * @param likedFrom a lower value says that the user disliked the item; −∞ if all say "liked"
 * @param dislikedWeight the weight of a cell with a disliked item, where an unobserved cell has 1
 * @param typical the mean strength of what is liked, &gt; 0: above the lower end of the scale (or
 *     0, whichever is lower) for ratings, 1 + ln(1 + count) for counts
 */
public record Feedback(
    Values values,
    float lowest,
    float highest,
    double likedFrom,
    double dislikedWeight,
    double typical) {

  /**
   * @throws InputException if a number is out of its range
   */
  public Feedback {
    if (!(Float.isFinite(lowest) && Float.isFinite(highest) && lowest <= highest)
        || !(likedFrom < Double.POSITIVE_INFINITY)
        || !(dislikedWeight > 0 && Double.isFinite(dislikedWeight))
        || !(typical > 0 && Double.isFinite(typical))) {
      throw new InputException(
          ("expected values from low to high, liked from a number, disliked weight > 0 and a typical"
                  + " value > 0, found %s to %s, %s, %s, %s")
              .formatted(lowest, highest, likedFrom, dislikedWeight, typical));
    }
  }

  /** Ratings of which all count as liked, however low. */
  public static Feedback allLiked(float lowest, float highest, double mean) {
    boolean known = lowest <= highest;
    return new Feedback(
        Values.RATINGS,
        known ? lowest : 0,
        known ? highest : 0,
        Double.NEGATIVE_INFINITY,
        1,
        mean > 0 ? mean : 1);
  }

  /** Whether a user who gave this value liked the item. */
  public boolean liked(float value) {
    return value >= likedFrom;
  }

  /** Whether no value on the scale says "disliked". */
  public boolean allLiked() {
    return likedFrom <= lowest;
  }

  /** Whether a value is on the scale. */
  public boolean covers(float value) {
    return value >= lowest && value <= highest;
  }

  /** The value, or the end of the scale beyond which it is. */
  public float onScale(float value) {
    return Math.max(lowest, Math.min(highest, value));
  }
}
