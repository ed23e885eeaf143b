package io.github.lanefactor.ratings;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Ratings as compressed sparse rows: collected ratings are put into their user's row, each row is
 * sorted by item, and ratings of one pair become one.
 */
final class SortedRows {
  private static final int LARGE = 1 << 16;
  private static final int PARTS = 64;

  final int[] start;
  int[] item;
  float[] rating;
  long[] time;

  /**
   * @param userRank the row of each collected user
   * @param itemRank the number of each collected item
   * @param counts how many ratings each collected user has
   */
  SortedRows(Collected collected, int[] userRank, int[] itemRank, int[] counts, int users) {
    start = new int[users + 1];
    for (int u = 0; u < counts.length; u++) {
      if (counts[u] > 0) {
        start[userRank[u] + 1] = counts[u];
      }
    }
    for (int row = 0; row < users; row++) {
      start[row + 1] += start[row];
    }
    item = new int[collected.size()];
    rating = new float[collected.size()];
    boolean timed = collected.timed();
    time = timed ? new long[collected.size()] : null;
    int[] next = Arrays.copyOf(start, users);
    for (Collected.Chunk chunk : collected.chunks()) {
      for (int p = 0; p < chunk.size; p++) {
        int at = next[userRank[chunk.user[p]]]++;
        item[at] = itemRank[chunk.item[p]];
        rating[at] = chunk.rating[p];
        if (timed) {
          time[at] = chunk.time[p];
        }
      }
    }
  }

  /** Sorts each row by item; ratings of one item stay in the order in which they were added. */
  void sort() {
    int users = start.length - 1;
    int parts = item.length < LARGE ? 1 : PARTS;
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int end = (int) ((long) users * (part + 1) / parts);
              for (int row = (int) ((long) users * part / parts); row < end; row++) {
                sort(start[row], start[row + 1]);
              }
            });
  }

  private void sort(int from, int to) {
    int at = from + 1;
    while (at < to && item[at - 1] <= item[at]) {
      at++;
    }
    if (at >= to) {
      return;
    }
    long[] order = new long[to - from];
    for (int p = from; p < to; p++) {
      order[p - from] = (long) item[p] << Integer.SIZE | (p - from);
    }
    Arrays.sort(order);
    float[] ratings = Arrays.copyOfRange(rating, from, to);
    long[] times = time == null ? null : Arrays.copyOfRange(time, from, to);
    for (int i = 0; i < order.length; i++) {
      item[from + i] = (int) (order[i] >> Integer.SIZE);
      rating[from + i] = ratings[(int) order[i]];
      if (times != null) {
        time[from + i] = times[(int) order[i]];
      }
    }
  }

  /** Makes one rating of those of a pair, which stand side by side, and closes the gaps. */
  void join(Duplicates rule) {
    int kept = 0;
    for (int row = 0; row + 1 < start.length; row++) {
      int from = start[row];
      start[row] = kept;
      int to = start[row + 1];
      while (from < to) {
        int end = from + 1;
        while (end < to && item[end] == item[from]) {
          end++;
        }
        if (end > from + 1 || kept < from) {
          keep(kept, from, end, rule);
        }
        kept++;
        from = end;
      }
    }
    start[start.length - 1] = kept;
    if (kept < item.length) {
      item = Arrays.copyOf(item, kept);
      rating = Arrays.copyOf(rating, kept);
      time = time == null ? null : Arrays.copyOf(time, kept);
    }
  }

  private void keep(int at, int from, int to, Duplicates rule) {
    int newest = newest(from, to, rule);
    float value = to == from + 1 ? rating[from] : joined(from, to, newest, rule);
    item[at] = item[from];
    rating[at] = value;
    if (time != null) {
      time[at] = time[newest];
    }
  }

  /** Of the ratings of one pair, which are in the order they were added, the newest. */
  private int newest(int from, int to, Duplicates rule) {
    int newest = to - 1;
    for (int p = to - 2; p >= from && time != null && rule != Duplicates.LAST; p--) {
      newest = time[p] > time[newest] ? p : newest;
    }
    return newest;
  }

  /** What several ratings of one pair become. */
  private float joined(int from, int to, int newest, Duplicates rule) {
    double sum = 0;
    float largest = Float.NEGATIVE_INFINITY;
    for (int p = from; p < to; p++) {
      sum += rating[p];
      largest = Math.max(largest, rating[p]);
    }
    return switch (rule) {
      case NEWEST, LAST -> rating[newest];
      case SUM -> (float) sum;
      case MEAN -> (float) (sum / (to - from));
      case MAX -> largest;
    };
  }
}
