package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;

import java.util.Arrays;

/**
 * In which order items are packed, so that what bounds a panel of 64 bounds each of its items
 * closely.
 *
 * <p>Items that are {@link #alike} are found as in a k-d tree (Bentley, Multidimensional binary
 * search trees used for associative searching, CACM 1975): they are halved at the median of the
 * number that differs most among them, the factors counted as many times as a usual user's vector
 * is long, until no half has more than a panel. Then the panels are put in order, the most
 * promising first.
 */
final class PanelOrder {
  /** So many items tell which number differs most. */
  private static final int SAMPLE = 64;

  /** Spreads the sample without a rhythm that the items might share. */
  private static final long SCATTER = 0x9E3779B1L;

  /** How far along its center a usual user's vector points. */
  private static final double USUAL_COSINE = 0.5;

  private final int k;
  private final ItemVectors source;
  private final double usualNorm;

  /** An item in the lower half of each; the upper halves are for sorting. */
  private final long[] order;

  private PanelOrder(int items, int k, ItemVectors source, double usualNorm) {
    this.k = k;
    this.source = source;
    this.usualNorm = usualNorm;
    this.order = new long[items];
    Arrays.setAll(order, i -> i);
  }

  /**
   * The items with those that are alike side by side.
   *
   * @param usualNorm the length of a usual user's vector
   */
  static int[] alike(int items, int k, ItemVectors source, double usualNorm) {
    PanelOrder all = new PanelOrder(items, k, source, usualNorm);
    all.halve(0, items);
    return all.bestFirst();
  }

  /** The items by ‖m‖ + b, the largest first. */
  static int[] longestFirst(int items, int k, ItemVectors source) {
    long[] order = new long[items];
    for (int item = 0; item < items; item++) {
      double square = 0;
      for (int l = 0; l < k; l++) {
        square += (double) source.get(item, l) * source.get(item, l);
      }
      order[item] = sortable((float) -(Math.sqrt(square) + source.get(item, k))) << 32 | item;
    }
    Arrays.sort(order);
    return Arrays.stream(order).mapToInt(x -> (int) x).toArray();
  }

  private void halve(int from, int to) {
    int panels = Layout.panels(to - from);
    if (panels < 2) {
      return;
    }
    int axis = widest(from, to);
    for (int s = from; s < to; s++) {
      float x = source.get((int) order[s], axis);
      order[s] = sortable(x) << 32 | (int) order[s];
    }
    Arrays.sort(order, from, to);
    int middle = from + (panels + 1) / 2 * PANEL;
    halve(from, middle);
    halve(middle, to);
  }

  /** The number that varies most: a factor, or the bias. */
  private int widest(int from, int to) {
    int count = Math.min(SAMPLE, to - from);
    int widest = k;
    double most = 0;
    for (int l = 0; l <= k; l++) {
      double scale = l < k ? usualNorm : 1;
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        int s = from + (int) (i * SCATTER % (to - from));
        double x = scale * source.get((int) order[s], l);
        sum += x;
        squares += x * x;
      }
      double variance = squares - sum * sum / count;
      if (variance > most) {
        most = variance;
        widest = l;
      }
    }
    return widest;
  }

  /** Full panels by the score that a usual user might give to their best item, then the rest. */
  private int[] bestFirst() {
    int full = order.length / PANEL;
    long[] panels = new long[full];
    for (int panel = 0; panel < full; panel++) {
      panels[panel] = sortable((float) -promise(panel * PANEL)) << 32 | panel;
    }
    Arrays.sort(panels);
    int[] items = new int[order.length];
    for (int s = 0; s < items.length; s++) {
      int panel = s / PANEL;
      int from = panel < full ? (int) panels[panel] : panel;
      items[s] = (int) order[from * PANEL + s % PANEL];
    }
    return items;
  }

  private double promise(int from) {
    double center = 0;
    double spread = 0;
    for (int l = 0; l < k; l++) {
      double sum = 0;
      double squares = 0;
      for (int s = from; s < from + PANEL; s++) {
        double x = source.get((int) order[s], l);
        sum += x;
        squares += x * x;
      }
      double mean = sum / PANEL;
      center += mean * mean;
      spread += Math.max(0, squares / PANEL - mean * mean);
    }
    double bias = Double.NEGATIVE_INFINITY;
    for (int s = from; s < from + PANEL; s++) {
      bias = Math.max(bias, source.get((int) order[s], k));
    }
    return usualNorm * (USUAL_COSINE * Math.sqrt(center) + Math.sqrt(spread)) + bias;
  }

  /** A number as an integer that sorts as it does. */
  private static long sortable(float x) {
    int bits = Float.floatToIntBits(x);
    return bits < 0 ? ~bits ^ 0x8000_0000 : bits;
  }
}
