package io.github.lanefactor.ratings;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.OptionalInt;
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
  /** The time of a rating whose time is not known: it is older than all others. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private final Catalogue catalogue;
  private final int[] start;
  private final IntBuffer item;
  private final FloatBuffer rating;
  private final LongBuffer time;
  private final int duplicates;
  private final int unlisted;

  Ratings(
      Catalogue catalogue,
      int[] start,
      IntBuffer item,
      FloatBuffer rating,
      LongBuffer time,
      int duplicates,
      int unlisted) {
    this.catalogue = catalogue;
    this.start = start;
    this.item = item;
    this.rating = rating;
    this.time = time;
    this.duplicates = duplicates;
    this.unlisted = unlisted;
  }

  /**
   * Ratings that are numbered and sorted already, as compressed sparse rows. Direct buffers, such
   * as those of a mapped file, are read where they lie and must not change; others are copied.
   *
   * @param catalogue the n users and m items
   * @param start n+1 positions: the ratings of user u stand from {@code start[u]} to before {@code
   *     start[u + 1]}
   * @param item the item's number at each position, ascending within a user
   * @param rating the rating at each position
   * @param time the time at each position, in seconds since 1970; null if there are no times
   * @throws InputException if the parts do not fit together
   */
  public static Ratings ofRows(
      Catalogue catalogue, IntBuffer start, IntBuffer item, FloatBuffer rating, LongBuffer time) {
    CompressedRows.check(catalogue, start, item, rating, time);
    int[] starts = new int[start.remaining()];
    start.duplicate().get(starts);
    return new Ratings(
        catalogue, starts, own(item), own(rating), time == null ? null : own(time), 0, 0);
  }

  private static IntBuffer own(IntBuffer numbers) {
    IntBuffer from = numbers.slice();
    return from.isDirect() ? from : IntBuffer.allocate(from.limit()).put(from).flip();
  }

  private static FloatBuffer own(FloatBuffer numbers) {
    FloatBuffer from = numbers.slice();
    return from.isDirect() ? from : FloatBuffer.allocate(from.limit()).put(from).flip();
  }

  private static LongBuffer own(LongBuffer numbers) {
    LongBuffer from = numbers.slice();
    return from.isDirect() ? from : LongBuffer.allocate(from.limit()).put(from).flip();
  }

  /** The users and items, with their ids and titles. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** The number of users. */
  public int users() {
    return catalogue.users();
  }

  /** The number of items, rated or not. */
  public int items() {
    return catalogue.items();
  }

  /** The number of ratings. */
  public int size() {
    return item.limit();
  }

  /** The first position of user {@code u}; {@code start(users())} is {@link #size()}. */
  public int start(int u) {
    return start[u];
  }

  /** The item rated at a position. */
  public int itemAt(int position) {
    return item.get(position);
  }

  /** The items rated at all positions, as a view that cannot be written to. */
  public IntBuffer itemNumbers() {
    return item.asReadOnlyBuffer();
  }

  /** The rating at a position, on the scale of the file. */
  public float ratingAt(int position) {
    return rating.get(position);
  }

  /** Whether the ratings have times, be it some of them. */
  public boolean hasTimes() {
    return time != null;
  }

  /**
   * The time of the rating at a position, in seconds since 1970; {@link #NO_TIME} if it is not
   * known.
   *
   * @throws IllegalStateException if the ratings have no times
   */
  public long timeAt(int position) {
    if (time == null) {
      throw new IllegalStateException("these ratings have no times");
    }
    return time.get(position);
  }

  /** Whether user {@code u} rated item {@code i}. */
  public boolean contains(int u, int i) {
    return search(u, i) >= 0;
  }

  /** The position at which user {@code u} rated item {@code i}, if there is one. */
  public OptionalInt position(int u, int i) {
    int position = search(u, i);
    return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
  }

  private int search(int u, int i) {
    int low = start[u];
    int high = start[u + 1] - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int found = item.get(middle);
      if (found == i) {
        return middle;
      }
      if (found < i) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /** How many users rated each item: a new array of length {@link #items()}. */
  public int[] itemCounts() {
    int[] counts = new int[items()];
    for (int p = 0; p < size(); p++) {
      counts[item.get(p)]++;
    }
    return counts;
  }

  /** How many ratings were joined with another one of the same user and item. */
  public int duplicates() {
    return duplicates;
  }

  /** How many rated items the items file does not list; 0 if there was no items file. */
  public int unlisted() {
    return unlisted;
  }

  /**
   * The same ratings where there are more items, which nobody has rated.
   *
   * @param more has the new items; its users do not count
   * @throws InputException if an item is there already
   */
  public Ratings withItems(Catalogue more) {
    return new Ratings(catalogue.withItems(more), start, item, rating, time, duplicates, unlisted);
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
          newItem[size] = item.get(p);
          newRating[size] = rating.get(p);
          if (newTime != null) {
            newTime[size] = time.get(p);
          }
          size++;
        }
      }
      newStart[u + 1] = size;
    }
    return new Ratings(
        catalogue,
        newStart,
        IntBuffer.wrap(Arrays.copyOf(newItem, size)),
        FloatBuffer.wrap(Arrays.copyOf(newRating, size)),
        newTime == null ? null : LongBuffer.wrap(Arrays.copyOf(newTime, size)),
        0,
        0);
  }

  @Override
  public String toString() {
    return catalogue + ", " + size() + " ratings";
  }
}
