package io.github.lanefactor.support;

/**
 * The best n of the items offered, kept in a heap of bounded size: one comparison for an item that
 * does not get in, O(log n) for one that does. Of two equal scores the lower item number is the
 * better one.
 */
public final class TopItems {
  /** A heap with the worst item on top: children of slot s are at 2s + 1 and 2s + 2. */
  private int[] items = new int[0];

  private double[] scores = new double[0];
  private int n;
  private int size;

  /** Keeps nothing until {@link #start} is called. */
  public TopItems() {}

  /**
   * @param n how many items to keep, ≥ 1
   * @param items how many items will be offered at most
   */
  public TopItems(int n, int items) {
    start(n, items);
  }

  /** Forgets everything, to start anew; see {@link #TopItems(int, int)}. */
  public void start(int n, int items) {
    this.n = Math.min(n, items);
    this.size = 0;
    if (this.items.length < this.n) {
      this.items = new int[this.n];
      this.scores = new double[this.n];
    }
  }

  /** Offers an item with a score that is a number. */
  public void offer(int item, double score) {
    if (size < n) {
      rise(size++, item, score);
    } else if (n > 0 && worse(items[0], scores[0], item, score)) {
      sink(item, score);
    }
  }

  /**
   * Offers the items from {@code from} to before {@code to}, whose scores stand at their numbers.
   */
  public void offer(float[] of, int from, int to) {
    double enough = threshold();
    for (int i = from; i < to; i++) {
      if (of[i] >= enough) {
        offer(i, of[i]);
        enough = threshold();
      }
    }
  }

  /** An item with a lower score would not be kept; −∞ as long as any would. */
  public double threshold() {
    return size < n ? Double.NEGATIVE_INFINITY : n == 0 ? Double.POSITIVE_INFINITY : scores[0];
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

  /**
   * Sorts what was kept, best first. Nothing may be offered afterwards, until {@link #start}.
   *
   * @return how many items were kept
   */
  public int sort() {
    int kept = size;
    while (size > 1) {
      int item = items[0];
      double score = scores[0];
      size--;
      sink(items[size], scores[size]);
      items[size] = item;
      scores[size] = score;
    }
    return kept;
  }

  /** The item at place {@code place} of what was sorted, from 0. */
  public int item(int place) {
    return items[place];
  }

  /** Its score. */
  public double score(int place) {
    return scores[place];
  }
}
