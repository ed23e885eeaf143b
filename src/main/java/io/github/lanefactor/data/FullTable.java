package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;

/** A table with a value for every user and item, in which 0 may say that nobody rated. */
final class FullTable {
  private FullTable() {}

  /**
   * Asks what zeros are in a full table that is not on a scale through 0.
   *
   * @param name what the ratings were read from
   * @throws InputException if there is a 0 in such a table
   */
  static void check(String name, Ratings ratings) {
    long rated = 0;
    for (int count : ratings.itemCounts()) {
      rated += count > 0 ? 1 : 0;
    }
    if (ratings.users() < 2 || rated < 2 || ratings.size() != ratings.users() * rated) {
      return;
    }
    long zeros = 0;
    for (int p = 0; p < ratings.size(); p++) {
      if (ratings.ratingAt(p) < 0) {
        return;
      }
      zeros += ratings.ratingAt(p) == 0 ? 1 : 0;
    }
    if (zeros > 0) {
      throw new InputException(
          ("%s: a rating for every user and item, %d of %d of them 0: say --zeros missing if that"
                  + " means not rated, or --zeros rating")
              .formatted(name, zeros, ratings.size()));
    }
  }
}
