package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a pass has summed over users, for each item of some panels: {@code [panel][row][width]} with
 * k rows of factors, one of biases, and one of σ'² if wanted.
 */
public final class PanelSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final int items;
  private final int k;
  private final int rows;
  private final float[] sums;
  private final int at;

  PanelSums(int items, int k, int rows, float[] sums, int at) {
    this.items = items;
    this.k = k;
    this.rows = rows;
    this.sums = sums;
    this.at = at;
  }

  private float sum(int item, int l) {
    int panel = item / PANEL;
    return sums[at + panel * PANEL * rows + l * Layout.width(items, panel) + item % PANEL];
  }

  /** Half the gradient by number l of an item; l = k is the bias. */
  float gradient(int item, int l) {
    float sum = sum(item, l);
    return l == k ? sum : sum / Sigmoid.TO_EXPONENT;
  }

  /** Σ of σ'² over the item's unobserved cells. */
  public float curvature(int item) {
    return sum(item, k + 1);
  }

  /** The same for all items. */
  public float[] curvatures() {
    float[] curvatures = new float[items];
    for (int item = 0; item < items; item++) {
      curvatures[item] = curvature(item);
    }
    return curvatures;
  }

  /**
   * Copies of ranges of items.
   *
   * @param first the first item of each, a multiple of a panel, and then the number of items
   */
  public List<PanelSums> cut(int[] first) {
    List<PanelSums> pieces = new ArrayList<>();
    for (int piece = 0; piece + 1 < first.length; piece++) {
      int count = first[piece + 1] - first[piece];
      int start = at + first[piece] * rows;
      int end = start + Layout.paddedItems(count) * rows;
      pieces.add(new PanelSums(count, k, rows, Arrays.copyOfRange(sums, start, end), 0));
    }
    return pieces;
  }

  /**
   * The sums over the users of all parts, joined as {@link ItemSums} joins them.
   *
   * @param parts copies of the same items, in the order of the users; a power of two of them
   */
  public static PanelSums join(List<PanelSums> parts) {
    PanelSums first = parts.get(0);
    float[] sums = joined(parts.stream().map(part -> part.sums).toList());
    return new PanelSums(first.items, first.k, first.rows, sums, 0);
  }

  /** Adds up arrays, a power of two of them, in a tree: each node is the sum of its children. */
  public static float[] joined(List<float[]> parts) {
    int count = parts.size();
    if (count == 1) {
      return parts.get(0).clone();
    }
    float[] sums = joined(parts.subList(0, count / 2));
    float[] right = joined(parts.subList(count / 2, count));
    for (int i = 0; i < sums.length; i++) {
      sums[i] += right[i];
    }
    return sums;
  }

  /** What a step of these items needs. */
  public NewtonSweep.Dense side(float[] common) {
    return new NewtonSweep.Dense() {
      @Override
      public float gradient(int row, int l) {
        return PanelSums.this.gradient(row, l);
      }

      @Override
      public float rowCurvature(int row) {
        return curvature(row);
      }

      @Override
      public float[] common() {
        return common;
      }
    };
  }
}
