package io.github.lanefactor.ratings;

import java.util.Arrays;
import java.util.HashSet;

/**
 * Ratings as compressed sparse rows, one row per user: what a file of ratings that are already
 * numbered and sorted holds. Nothing here is copied.
 *
 * @param userIds n user ids, no two alike
 * @param itemIds m item ids, no two alike
 * @param titles m titles; an empty one stands for the item's id
 * @param genres m lists of genres, each separated by {@code |}; empty where none is known
 * @param start n+1 positions: the ratings of user u stand from {@code start[u]} to before {@code
 *     start[u + 1]}
 * @param item the item's number at each position, ascending within a user
 * @param rating the rating at each position
 * @param time the time at each position, in seconds since 1970; null if there are no times
 */
public record CompressedRows(
    String[] userIds,
    String[] itemIds,
    String[] titles,
    String[] genres,
    int[] start,
    int[] item,
    float[] rating,
    long[] time) {

  /**
   * @throws InputException if the parts do not fit together
   */
  public CompressedRows {
    expect(distinct(userIds) && distinct(itemIds), "ids of which no two are alike");
    expect(
        titles.length == itemIds.length && genres.length == itemIds.length,
        "a title and genres for each item");
    expect(
        rating.length == item.length && (time == null || time.length == item.length),
        "as many ratings and times as items rated");
    expect(
        start.length == userIds.length + 1 && start[0] == 0 && start[userIds.length] == item.length,
        "a row of ratings for each user");
    for (int u = 0; u < userIds.length; u++) {
      expect(
          start[u] <= start[u + 1] && start[u + 1] <= item.length,
          "rows of ratings one after the other");
      for (int p = start[u]; p < start[u + 1]; p++) {
        int least = p == start[u] ? 0 : item[p - 1] + 1;
        expect(least <= item[p] && item[p] < itemIds.length, "items in ascending order");
        expect(Float.isFinite(rating[p]), "finite ratings");
      }
    }
  }

  private static boolean distinct(String[] ids) {
    return new HashSet<>(Arrays.asList(ids)).size() == ids.length;
  }

  private static void expect(boolean condition, String what) {
    if (!condition) {
      throw new InputException("expected " + what);
    }
  }

  /** The ratings, which the arrays then belong to. */
  public Ratings ratings() {
    return new Ratings(
        new Ratings.Ids(userIds),
        new Ratings.Ids(itemIds),
        titles,
        genres,
        start,
        item,
        rating,
        time,
        0,
        0);
  }
}
