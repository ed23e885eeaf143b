package io.github.lanefactor.model;

import io.github.lanefactor.ratings.Ratings;
import java.util.Arrays;

/**
 * What a model must know of the ratings it was trained on even if they are left out: the range of
 * their values, the mean, and how many each item has. Immutable.
 */
public final class RatingStatistics {
  private final float lowest;
  private final float highest;
  private final double mean;
  private final int[] userCounts;
  private final int[] itemCounts;

  /**
   * @param lowest the lowest rating; +∞ if there is none
   * @param highest the highest rating; −∞ if there is none
   * @param mean the mean rating; 0 if there is none
   * @param userCounts n numbers of ratings, one for each user
   * @param itemCounts m numbers of ratings, one for each item
   */
  public RatingStatistics(
      float lowest, float highest, double mean, int[] userCounts, int[] itemCounts) {
    this.lowest = lowest;
    this.highest = highest;
    this.mean = mean;
    this.userCounts = userCounts.clone();
    this.itemCounts = itemCounts.clone();
  }

  /** The statistics of these ratings. */
  public static RatingStatistics of(Ratings ratings) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    double sum = 0;
    for (int p = 0; p < ratings.size(); p++) {
      float rating = ratings.ratingAt(p);
      lowest = Math.min(lowest, rating);
      highest = Math.max(highest, rating);
      sum += rating;
    }
    double mean = ratings.size() == 0 ? 0 : sum / ratings.size();
    int[] userCounts = new int[ratings.users()];
    Arrays.setAll(userCounts, u -> ratings.start(u + 1) - ratings.start(u));
    return new RatingStatistics(lowest, highest, mean, userCounts, ratings.itemCounts());
  }

  /** The lowest rating; +∞ if there is none. */
  public float lowest() {
    return lowest;
  }

  /** The highest rating; −∞ if there is none. */
  public float highest() {
    return highest;
  }

  /** The mean rating; 0 if there is none. */
  public double mean() {
    return mean;
  }

  /** How many ratings user {@code user} has. */
  public int userCount(int user) {
    return userCounts[user];
  }

  /** The number of users. */
  public int users() {
    return userCounts.length;
  }

  /** How many ratings item {@code item} has. */
  public int itemCount(int item) {
    return itemCounts[item];
  }

  /** The number of items. */
  public int items() {
    return itemCounts.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RatingStatistics that
        && lowest == that.lowest
        && highest == that.highest
        && mean == that.mean
        && Arrays.equals(userCounts, that.userCounts)
        && Arrays.equals(itemCounts, that.itemCounts);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(itemCounts);
  }

  @Override
  public String toString() {
    return "ratings from %s to %s, %s on average".formatted(lowest, highest, mean);
  }
}
