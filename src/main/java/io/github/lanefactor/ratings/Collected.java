package io.github.lanefactor.ratings;

import java.util.ArrayList;
import java.util.List;

/**
 * Ratings in the order in which they were added, in chunks: growing then copies nothing, and no
 * more room is taken than is needed.
 */
final class Collected {
  /** Fills a whole number of G1's smallest regions, header included. */
  private static final int MOST = (1 << 18) - 4;

  private static final int LEAST = 1 << 10;

  private final List<Chunk> chunks = new ArrayList<>();
  private final boolean timed;
  private Chunk last;
  private int size;

  /**
   * @param timed whether ratings have times
   */
  Collected(boolean timed) {
    this.timed = timed;
  }

  /** Some of the ratings: {@code size} of each. */
  static final class Chunk {
    final int[] user;
    final int[] item;
    final float[] rating;
    final long[] time;
    int size;

    Chunk(int capacity, boolean timed) {
      user = new int[capacity];
      item = new int[capacity];
      rating = new float[capacity];
      time = timed ? new long[capacity] : null;
    }
  }

  int size() {
    return size;
  }

  boolean timed() {
    return timed;
  }

  List<Chunk> chunks() {
    return chunks;
  }

  void add(int user, int item, float rating, long time) {
    Chunk chunk = room();
    int at = chunk.size++;
    chunk.user[at] = user;
    chunk.item[at] = item;
    chunk.rating[at] = rating;
    if (timed) {
      chunk.time[at] = time;
    }
    size++;
  }

  void add(int[] user, int[] item, float[] rating, long[] time, int count) {
    for (int from = 0; from < count; ) {
      Chunk chunk = room();
      int at = chunk.size;
      int length = Math.min(count - from, chunk.user.length - at);
      System.arraycopy(user, from, chunk.user, at, length);
      System.arraycopy(item, from, chunk.item, at, length);
      System.arraycopy(rating, from, chunk.rating, at, length);
      if (timed) {
        System.arraycopy(time, from, chunk.time, at, length);
      }
      chunk.size += length;
      from += length;
    }
    size = Math.addExact(size, count);
  }

  /** A chunk that has room for one rating at the least. */
  private Chunk room() {
    if (last == null || last.size == last.user.length) {
      int capacity = last == null ? LEAST : Math.min(MOST, 2 * last.user.length);
      last = new Chunk(capacity, timed);
      chunks.add(last);
    }
    return last;
  }

  /** How many ratings each user has. */
  int[] userCounts(int users) {
    int[] counts = new int[users];
    for (Chunk chunk : chunks) {
      for (int p = 0; p < chunk.size; p++) {
        counts[chunk.user[p]]++;
      }
    }
    return counts;
  }

  /** How many ratings each item has. */
  int[] itemCounts(int items) {
    int[] counts = new int[items];
    for (Chunk chunk : chunks) {
      for (int p = 0; p < chunk.size; p++) {
        counts[chunk.item[p]]++;
      }
    }
    return counts;
  }
}
