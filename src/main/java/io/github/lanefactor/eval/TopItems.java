package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.Ratings;
import java.util.Arrays;

/**
 * Picks a user's best-scored items. It keeps a short sorted list while it passes over the scores
 * once, which beats sorting them all.
 */
final class TopItems {
  private final int[] items;
  private final float[] best;
  private int size;

  private TopItems(int length) {
    items = new int[length];
    best = new float[length];
  }

  /**
   * The items with the highest scores, best first, equal scores by ascending item number.
   *
   * @param scores one per item, none of them NaN
   * @param rated the user's items in it are left out
   * @param length how many items to pick, at least 1; fewer come back where there are no more
   */
  static int[] pick(float[] scores, Ratings rated, int user, int length) {
    TopItems top = new TopItems(Math.min(length, scores.length));
    int from = 0;
    for (int p = rated.start(user); p < rated.start(user + 1); p++) {
      top.scan(scores, from, rated.itemAt(p));
      from = rated.itemAt(p) + 1;
    }
    top.scan(scores, from, scores.length);
    return Arrays.copyOf(top.items, top.size);
  }

  private void scan(float[] scores, int from, int to) {
    int last = best.length - 1;
    for (int i = from; i < to; i++) {
      if (size <= last || scores[i] > best[last]) {
        insert(i, scores[i]);
      }
    }
  }

  /** Puts an item behind all that score at least as high. A full list loses its last item. */
  private void insert(int item, float score) {
    int at = size < best.length ? size++ : size - 1;
    for (; at > 0 && best[at - 1] < score; at--) {
      items[at] = items[at - 1];
      best[at] = best[at - 1];
    }
    items[at] = item;
    best[at] = score;
  }
}
