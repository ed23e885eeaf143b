package io.github.lanefactor.support;

import java.util.Arrays;

/**
 * The best n of the items offered, kept in a heap of bounded size: one comparison for an item that
 * does not get in, O(log n) for one that does. Of two equal scores the lower item number is the
 * better one.
 */
public final class TopItems {
  /** A heap with the worst item on top: children of slot s are at 2s + 1 and 2s + 2. */
  private final int[] items;

  private final double[] scores;
  private int size;

  /**
   * @param n how many items to keep, ≥ 1
   * @param items how many items will be offered at most
   */
  public TopItems(int n, int items) {
    this.items = new int[Math.min(n, items)];
    this.scores = new double[this.items.length];
  }

  /** Offers an item with a score that is a number. Items must come by ascending number. */
  public void offer(int item, double score) {
    if (size < items.length) {
      rise(size++, item, score);
    } else if (size > 0 && score > scores[0]) {
      sink(item, score);
    }
  }

  /** Whether the first is worse than the second. */
  private static boolean worse(int item, double score, int otherItem, double otherScore) {
    return score < otherScore || (score == otherScore && item > otherItem);
  }

  private void rise(int from, int item, double score) {
    int slot = from;
    while (slot > 0) {
      int parent = (slot - 1) / 2;
      if (!worse(item, score, items[parent], scores[parent])) {
        break;
      }
      items[slot] = items[parent];
      scores[slot] = scores[parent];
      slot = parent;
    }
    items[slot] = item;
    scores[slot] = score;
  }

  /** Takes the worst item's place. */
  private void sink(int item, double score) {
    int slot = 0;
    for (int child = 1; child < size; child = 2 * slot + 1) {
      int right = child + 1;
      if (right < size && worse(items[right], scores[right], items[child], scores[child])) {
        child = right;
      }
      if (!worse(items[child], scores[child], item, score)) {
        break;
      }
      items[slot] = items[child];
      scores[slot] = scores[child];
      slot = child;
    }
    items[slot] = item;
    scores[slot] = score;
  }

  /** Sorts what was kept, and forgets the order of the heap: nothing may be offered afterwards. */
  public Best best() {
    int kept = size;
    while (size > 1) {
      int item = items[0];
      double score = scores[0];
      size--;
      sink(items[size], scores[size]);
      items[size] = item;
      scores[size] = score;
    }
    return new Best(Arrays.copyOf(items, kept), Arrays.copyOf(scores, kept));
  }

  /**
   * Items, the best first.
   *
   * @param items their numbers
   * @param scores their scores
   */
  public record Best(int[] items, double[] scores) {}
}
