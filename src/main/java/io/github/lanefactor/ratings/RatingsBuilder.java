package io.github.lanefactor.ratings;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects items and ratings, and numbers them.
 *
 * <p>Users are sorted, as numbers when all their ids are integers, as strings otherwise. Listed
 * items keep the order in which they were listed; items that were rated but not listed follow,
 * sorted in the same way. What a pair keeps that is rated more than once is up to {@link
 * #duplicates}.
 */
public final class RatingsBuilder {
  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> items = new HashMap<>();
  private final List<String> userIds = new ArrayList<>();
  private final List<String> itemIds = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();
  private final List<String> genres = new ArrayList<>();
  private int listed;
  private int[] user = new int[1024];
  private int[] item = new int[1024];
  private float[] rating = new float[1024];
  private long[] time;
  private int size;
  private Duplicates duplicates = Duplicates.NEWEST;

  /** A builder without items or ratings. */
  public RatingsBuilder() {}

  /** What becomes of pairs that are rated more than once. The default is that the newest stays. */
  public RatingsBuilder duplicates(Duplicates duplicates) {
    this.duplicates = duplicates;
    return this;
  }

  /**
   * Lists an item. All items that are listed must be listed before the first rating is added.
   *
   * @param genres separated by {@code |}; empty where none is known
   * @return false if an item with this id is listed already, in which case nothing changes
   * @throws IllegalStateException if a rating was added before
   */
  public boolean item(String id, String title, String genres) {
    if (size > 0) {
      throw new IllegalStateException("items must be listed before the first rating");
    }
    if (items.containsKey(id)) {
      return false;
    }
    addItem(id, title, genres);
    listed++;
    return true;
  }

  /**
   * Adds a rating without a time. Either all ratings have times or none.
   *
   * @throws InputException if the rating is not a finite number
   * @throws IllegalStateException if a rating with a time was added before
   */
  public RatingsBuilder rating(String user, String item, double rating) {
    if (time != null) {
      throw new IllegalStateException("the ratings before have times, this one has none");
    }
    add(user, item, rating);
    return this;
  }

  /**
   * Adds a rating with a time, in seconds since 1970. Either all ratings have times or none.
   *
   * @throws InputException if the rating is not a finite number
   * @throws IllegalStateException if a rating without a time was added before
   */
  public RatingsBuilder rating(String user, String item, double rating, long time) {
    if (this.time == null) {
      if (size > 0) {
        throw new IllegalStateException("the ratings before have no times, this one has one");
      }
      this.time = new long[this.user.length];
    }
    add(user, item, rating);
    this.time[size - 1] = time;
    return this;
  }

  private void add(String userId, String itemId, double value) {
    if (!Float.isFinite((float) value)) {
      throw new InputException("expected a finite rating, found " + value);
    }
    if (size == user.length) {
      int longer = size + (size >> 1);
      user = Arrays.copyOf(user, longer);
      item = Arrays.copyOf(item, longer);
      rating = Arrays.copyOf(rating, longer);
      time = time == null ? null : Arrays.copyOf(time, longer);
    }
    Integer u = users.get(userId);
    if (u == null) {
      u = userIds.size();
      users.put(userId, u);
      userIds.add(userId);
    }
    Integer i = items.get(itemId);
    if (i == null) {
      i = itemIds.size();
      addItem(itemId, "", "");
    }
    user[size] = u;
    item[size] = i;
    rating[size++] = (float) value;
  }

  private void addItem(String id, String title, String genre) {
    items.put(id, itemIds.size());
    itemIds.add(id);
    titles.add(title);
    genres.add(genre);
  }

  /**
   * The ratings collected so far.
   *
   * @throws InputException if there is not one rating
   */
  public Ratings build() {
    if (size == 0) {
      throw new InputException("expected at least one rating, found none");
    }
    Integer[] userOrder = Catalogue.sorted(userIds, 0);
    Integer[] itemOrder = Catalogue.sorted(itemIds, listed);
    int[] userRank = inverse(userOrder);
    int[] itemRank = inverse(itemOrder);
    int[] order = byUserThenItem(userRank, itemRank);
    int[] start = new int[userIds.size() + 1];
    int[] newItem = new int[size];
    float[] newRating = new float[size];
    long[] newTime = time == null ? null : new long[size];
    int kept = 0;
    for (int at = 0; at < size; ) {
      int end = at + 1;
      while (end < size && samePair(order[at], order[end])) {
        end++;
      }
      int p = newest(order, at, end);
      newItem[kept] = itemRank[item[p]];
      newRating[kept] = end == at + 1 ? rating[p] : joined(order, at, end, p);
      if (newTime != null) {
        newTime[kept] = time[p];
      }
      kept++;
      start[userRank[user[p]] + 1] = kept;
      at = end;
    }
    return new Ratings(
        Catalogue.of(
            pick(userIds, userOrder),
            pick(itemIds, itemOrder),
            pick(titles, itemOrder),
            pick(genres, itemOrder)),
        start,
        IntBuffer.wrap(Arrays.copyOf(newItem, kept)),
        FloatBuffer.wrap(Arrays.copyOf(newRating, kept)),
        newTime == null ? null : LongBuffer.wrap(Arrays.copyOf(newTime, kept)),
        size - kept,
        listed == 0 ? 0 : itemIds.size() - listed);
  }

  /** Of the ratings of one pair, which are in the order they were added, the newest. */
  private int newest(int[] order, int from, int to) {
    int newest = order[to - 1];
    for (int at = to - 2; at >= from && time != null && duplicates != Duplicates.LAST; at--) {
      newest = time[order[at]] > time[newest] ? order[at] : newest;
    }
    return newest;
  }

  /** What several ratings of one pair become. */
  private float joined(int[] order, int from, int to, int newest) {
    double sum = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (int at = from; at < to; at++) {
      sum += rating[order[at]];
      largest = Math.max(largest, rating[order[at]]);
    }
    return switch (duplicates) {
      case NEWEST, LAST -> rating[newest];
      case SUM -> (float) sum;
      case MEAN -> (float) (sum / (to - from));
      case MAX -> largest;
    };
  }

  private boolean samePair(int p, int q) {
    return user[p] == user[q] && item[p] == item[q];
  }

  private static int[] inverse(Integer[] order) {
    int[] rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    return rank;
  }

  private static String[] pick(List<String> values, Integer[] order) {
    String[] picked = new String[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = values.get(order[i]);
    }
    return picked;
  }

  /** Positions sorted by user, then item, then the order of adding: two stable counting sorts. */
  private int[] byUserThenItem(int[] userRank, int[] itemRank) {
    int[] order = new int[size];
    for (int p = 0; p < size; p++) {
      order[p] = p;
    }
    return countingSort(countingSort(order, item, itemRank), user, userRank);
  }

  private static int[] countingSort(int[] order, int[] key, int[] rank) {
    int[] next = new int[rank.length + 1];
    for (int p : order) {
      next[rank[key[p]] + 1]++;
    }
    for (int r = 0; r < rank.length; r++) {
      next[r + 1] += next[r];
    }
    int[] sorted = new int[order.length];
    for (int p : order) {
      sorted[next[rank[key[p]]]++] = p;
    }
    return sorted;
  }
}
