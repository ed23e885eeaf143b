package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;

/**
 * Item vectors and biases packed for scoring: which items have the largest u·m + b, for any u.
 *
 * <p>Items stand in panels of 64, k rows of factors and one of biases. Items that are alike share a
 * panel, see {@link PanelOrder}, so that a bound lets most panels be skipped: with c the mean of a
 * panel's vectors, u·m + b ≤ u·c + ‖u‖·max‖m − c‖ + max b, and ≤ ‖u‖·max‖m‖ + max b (Cauchy and
 * Schwarz). Immutable.
 */
public final class ItemPanels {
  /** Covers what rounding adds to a sum of some thousand products, and to the sum of biases. */
  private static final double OF_PRODUCT = 1e-3;

  private static final double OF_BIASES = 1e-6;

  private final Operations operations;
  private final int items;
  private final int k;
  private final float[] packed;

  /** The item in each slot, and the slot of each item. */
  private final int[] item;

  private final int[] slot;

  /** The means c of the panels, packed as the items are, with the largest b in the place of b. */
  private final float[] centers;

  /** Per panel the largest ‖m − c‖. */
  private final double[] radius;

  /** Per panel the largest ‖m‖, and the largest |b|. */
  private final double[] largestNorm;

  private final double[] largestBias;

  /**
   * Packs items, those that are alike side by side.
   *
   * @param k the number of factors, ≥ 1
   * @param source their factors and biases
   * @param usualNorm the length of a usual u, which only the speed depends on
   * @throws ArithmeticException if there are too many numbers for one array
   */
  public static ItemPanels of(int items, int k, ItemVectors source, double usualNorm) {
    return new ItemPanels(items, k, source, PanelOrder.alike(items, k, source, usualNorm));
  }

  /**
   * Packs items, the longest first: for vectors that point everywhere, of which no 64 are much
   * alike.
   *
   * @param k the number of factors, ≥ 1
   * @param source their factors and biases
   * @throws ArithmeticException if there are too many numbers for one array
   */
  public static ItemPanels longestFirst(int items, int k, ItemVectors source) {
    return new ItemPanels(items, k, source, PanelOrder.longestFirst(items, k, source));
  }

  private ItemPanels(int items, int k, ItemVectors source, int[] order) {
    this.operations = KernelChoice.AUTO.operations();
    this.items = items;
    this.k = k;
    int panels = Layout.panels(items);
    this.packed = Layout.allocate(Math.multiplyExact(Math.multiplyExact(panels, PANEL), k + 1));
    this.item = order;
    this.slot = new int[items];
    this.centers = Layout.allocate(Layout.panels(panels) * PANEL * (k + 1));
    this.radius = new double[panels];
    this.largestNorm = new double[panels];
    this.largestBias = new double[panels];
    for (int s = items; s < panels * PANEL; s++) {
      packed[at(s, k)] = Float.NEGATIVE_INFINITY; // padding: a score below all others, a σ of 0
    }
    for (int s = 0; s < items; s++) {
      slot[item[s]] = s;
      for (int l = 0; l <= k; l++) {
        packed[at(s, l)] = source.get(item[s], l);
      }
    }
    for (int panel = 0; panel < panels; panel++) {
      measure(panel);
    }
  }

  /** What the bound of a panel needs. */
  private void measure(int panel) {
    int from = panel * PANEL;
    int to = from + columns(panel);
    float largest = Float.NEGATIVE_INFINITY;
    for (int s = from; s < to; s++) {
      largest = Math.max(largest, packed[at(s, k)]);
      largestBias[panel] = Math.max(largestBias[panel], Math.abs(packed[at(s, k)]));
    }
    centers[at(panel, k)] = largest;
    double[] distance = new double[to - from];
    double[] norm = new double[to - from];
    for (int l = 0; l < k; l++) {
      double sum = 0;
      for (int s = from; s < to; s++) {
        sum += packed[at(s, l)];
      }
      float center = (float) (sum / (to - from));
      centers[at(panel, l)] = center;
      for (int s = from; s < to; s++) {
        double m = packed[at(s, l)];
        distance[s - from] += (m - center) * (m - center);
        norm[s - from] += m * m;
      }
    }
    for (int c = 0; c < to - from; c++) {
      radius[panel] = Math.max(radius[panel], Math.sqrt(distance[c]));
      largestNorm[panel] = Math.max(largestNorm[panel], Math.sqrt(norm[c]));
    }
  }

  private int at(int s, int l) {
    return START + (s / PANEL * (k + 1) + l) * PANEL + s % PANEL;
  }

  /** The number of panels. */
  public int panels() {
    return radius.length;
  }

  /** The number of items in a panel. */
  public int columns(int panel) {
    return Layout.columns(items, panel);
  }

  /** The item in column {@code column} of a panel. */
  public int item(int panel, int column) {
    return item[panel * PANEL + column];
  }

  /**
   * For each panel a number that no score of it exceeds.
   *
   * @param norm ‖u‖
   * @param bias as for {@link #scores}
   * @param work room for 64 numbers
   * @param out receives a bound for each panel
   */
  public void bounds(float[] u, double norm, float bias, float[] work, double[] out) {
    for (int first = 0; first < panels(); first += PANEL) {
      operations.scores(centers, START + first * (k + 1), k, u, bias, work);
      int count = Math.min(PANEL, panels() - first);
      for (int c = 0; c < count; c++) {
        int panel = first + c;
        double product = norm * largestNorm[panel];
        double largest = centers[START + (first * (k + 1) + k * PANEL) + c] + bias;
        double bound = Math.min(work[c] + norm * radius[panel], product + largest);
        double biases = 1 + largestBias[panel] + Math.abs(bias);
        out[panel] = bound + OF_PRODUCT * product + OF_BIASES * biases;
      }
    }
  }

  /**
   * The scores of a panel: u·m + (b + bias) for each of its items.
   *
   * @param u k numbers
   * @param out room for 64 scores, of which the first {@link #columns} count
   * @return a number that none of them exceeds; NaN if one is
   */
  public float scores(int panel, float[] u, float bias, float[] out) {
    return operations.scores(packed, START + panel * (k + 1) * PANEL, k, u, bias, out);
  }

  /**
   * The scores of all items, by item. In plain loops, which an evaluation that has just started
   * waits for less than for vector code to be compiled.
   *
   * @param out receives a score for each item, with the same bits as in {@link #scores}
   */
  public void all(float[] u, float bias, float[] out) {
    float[] z = new float[PANEL];
    for (int panel = 0; panel < panels(); panel++) {
      int at = START + panel * (k + 1) * PANEL;
      Arrays.fill(z, 0);
      for (int l = 0; l < k; l++) {
        addProduct(u[l], packed, at + l * PANEL, z);
      }
      for (int c = 0; c < columns(panel); c++) {
        out[item[panel * PANEL + c]] = z[c] + (packed[at + k * PANEL + c] + bias);
      }
    }
  }

  /** z += a·m, rounded once per element. */
  private static void addProduct(float a, float[] m, int at, float[] z) {
    for (int c = 0; c < PANEL; c++) {
      z[c] = FusedMultiplyAdd.fma(a, m[at + c], z[c]);
    }
  }

  /** The score of a single item, with the same bits as in {@link #scores}. */
  public float score(int item, float[] u, float bias) {
    int s = slot[item];
    float z = 0;
    for (int l = 0; l < k; l++) {
      z = FusedMultiplyAdd.fma(u[l], packed[at(s, l)], z);
    }
    return z + (packed[at(s, k)] + bias);
  }

  /** What the cells of somebody without ratings add up to, and room to work in. */
  public static final class EmptyRow {
    private final float[] z = new float[PANEL];
    private final float[] w = new float[PANEL];
    private final float[] lanes;
    private final float[] sums;
    private final int k;

    /**
     * @param k the number of factors
     */
    public EmptyRow(int k) {
      this.k = k;
      this.lanes = new float[(k + 2) * LANES];
      this.sums = new float[k + 2];
    }

    /** Half the gradient of Σσ² by factor {@code l}, for l = k by the bias: Σ σσ'·φ. */
    public double gradient(int l) {
      return sums[l];
    }

    /** Σ σ'². */
    public double curvature() {
      return sums[k + 1];
    }
  }

  /**
   * Sums over all items, as if each had target 0 and weight 1.
   *
   * @param u k numbers
   * @param bias as for {@link #scores}
   * @param row receives the sums
   */
  public void emptyRow(float[] u, float bias, EmptyRow row) {
    Arrays.fill(row.lanes, 0);
    for (int panel = 0; panel < panels(); panel++) {
      int at = START + panel * (k + 1) * PANEL;
      operations.scores(packed, at, k, u, bias, row.z);
      operations.emptyCells(row.z, row.w);
      operations.panelGradient(row.z, row.w, packed, at, k, row.lanes);
    }
    operations.foldLanes(row.lanes, 0, row.sums, 0, k + 2);
  }
}
