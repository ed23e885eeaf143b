package io.github.lanefactor.ratings;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Who rated what: users, items and the ratings between them. Immutable.
 *
 * <p>Users and items are numbered from 0; each also has the id it had in its file, which may be any
 * string. A rating has a <em>position</em> from 0 to {@code size() - 1}: positions run user by user
 * and, within a user, by ascending item number, so the ratings of user {@code u} stand at positions
 * {@code start(u)} to {@code start(u + 1) - 1}.
 */
public final class Ratings {
  private final Ids users;
  private final Ids items;
  private final String[] titles;
  private final String[] genres;
  private final int[] start;
  private final int[] item;
  private final float[] rating;
  private final long[] time;
  private final int duplicates;
  private final int unlisted;

  Ratings(
      Ids users,
      Ids items,
      String[] titles,
      String[] genres,
      int[] start,
      int[] item,
      float[] rating,
      long[] time,
      int duplicates,
      int unlisted) {
    this.users = users;
    this.items = items;
    this.titles = titles;
    this.genres = genres;
    this.start = start;
    this.item = item;
    this.rating = rating;
    this.time = time;
    this.duplicates = duplicates;
    this.unlisted = unlisted;
  }

  /** A builder that takes items and ratings one at a time. */
  public static RatingsBuilder builder() {
    return new RatingsBuilder();
  }

  /** The number of users. */
  public int users() {
    return users.size();
  }

  /** The number of items, rated or not. */
  public int items() {
    return items.size();
  }

  /** The number of ratings. */
  public int size() {
    return item.length;
  }

  /** The id of user {@code u}, 0 ≤ u &lt; {@link #users()}. */
  public String userId(int u) {
    return users.id(u);
  }

  /** The id of item {@code i}, 0 ≤ i &lt; {@link #items()}. */
  public String itemId(int i) {
    return items.id(i);
  }

  /** All user ids, in a new array. */
  public String[] userIds() {
    return users.ids.clone();
  }

  /** All item ids, in a new array. */
  public String[] itemIds() {
    return items.ids.clone();
  }

  /** The number of the user with this id, or -1. */
  public int user(String id) {
    return users.index(id);
  }

  /** The number of the item with this id, or -1. */
  public int item(String id) {
    return items.index(id);
  }

  /** Whether every user id is an integer as Java prints it. */
  public boolean integerUserIds() {
    return users.integers();
  }

  /** Whether every item id is an integer as Java prints it. */
  public boolean integerItemIds() {
    return items.integers();
  }

  /** The title of item {@code i}; its id where no items file gave one. */
  public String title(int i) {
    return titles[i].isEmpty() ? items.id(i) : titles[i];
  }

  /** The genres of item {@code i}, in the order they were listed; empty where none is known. */
  public List<String> genres(int i) {
    return genres[i].isEmpty() ? List.of() : List.of(genres[i].split("\\|"));
  }

  /** The first position of user {@code u}; {@code start(users())} is {@link #size()}. */
  public int start(int u) {
    return start[u];
  }

  /** The item rated at a position. */
  public int itemAt(int position) {
    return item[position];
  }

  /** The rating at a position, on the scale of the file. */
  public float ratingAt(int position) {
    return rating[position];
  }

  /** Whether the ratings have times. */
  public boolean hasTimes() {
    return time != null;
  }

  /**
   * The time of the rating at a position, in seconds since 1970.
   *
   * @throws IllegalStateException if the ratings have no times
   */
  public long timeAt(int position) {
    if (time == null) {
      throw new IllegalStateException("these ratings have no times");
    }
    return time[position];
  }

  /** The position at which user {@code u} rated item {@code i}, or a negative number. */
  public int position(int u, int i) {
    return Arrays.binarySearch(item, start[u], start[u + 1], i);
  }

  /** How many users rated each item: a new array of length {@link #items()}. */
  public int[] itemCounts() {
    int[] counts = new int[items()];
    for (int i : item) {
      counts[i]++;
    }
    return counts;
  }

  /** How many ratings were dropped because the same user rated the same item again later. */
  public int duplicates() {
    return duplicates;
  }

  /** How many rated items the items file does not list; 0 where there was no items file. */
  public int unlisted() {
    return unlisted;
  }

  /** The ratings at the positions that {@code keep} accepts, with the same users and items. */
  public Ratings filter(IntPredicate keep) {
    int[] newStart = new int[start.length];
    int[] newItem = new int[size()];
    float[] newRating = new float[size()];
    long[] newTime = time == null ? null : new long[size()];
    int size = 0;
    for (int u = 0; u < users(); u++) {
      for (int p = start[u]; p < start[u + 1]; p++) {
        if (keep.test(p)) {
          newItem[size] = item[p];
          newRating[size] = rating[p];
          if (newTime != null) {
            newTime[size] = time[p];
          }
          size++;
        }
      }
      newStart[u + 1] = size;
    }
    return new Ratings(
        users,
        items,
        titles,
        genres,
        newStart,
        Arrays.copyOf(newItem, size),
        Arrays.copyOf(newRating, size),
        newTime == null ? null : Arrays.copyOf(newTime, size),
        0,
        0);
  }

  @Override
  public String toString() {
    return users() + " users, " + items() + " items, " + size() + " ratings";
  }

  /** Ids numbered from 0, and the way back. */
  static final class Ids {
    private final String[] ids;
    private final Map<String, Integer> index;
    private final boolean integers;

    Ids(String[] ids) {
      this.ids = ids;
      this.index = new HashMap<>(ids.length * 2);
      boolean allIntegers = true;
      for (int i = 0; i < ids.length; i++) {
        index.put(ids[i], i);
        allIntegers &= isInteger(ids[i]);
      }
      this.integers = allIntegers;
    }

    int size() {
      return ids.length;
    }

    String id(int i) {
      return ids[i];
    }

    int index(String id) {
      return index.getOrDefault(id, -1);
    }

    boolean integers() {
      return integers;
    }

    /** Whether {@code id} is a long exactly as Java prints it, so that the number stands for it. */
    static boolean isInteger(String id) {
      int length = id.length();
      int digits = length > 0 && id.charAt(0) == '-' ? 1 : 0;
      if (length == digits || length - digits > 18) {
        return false;
      }
      for (int i = digits; i < length; i++) {
        if (id.charAt(i) < '0' || id.charAt(i) > '9') {
          return false;
        }
      }
      return id.charAt(digits) != '0' || (length == 1 && digits == 0);
    }
  }
}
