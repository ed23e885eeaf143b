package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;

/**
 * Item vectors and biases packed for scoring: which items have the largest u·m + b, for any u.
 *
 * <p>Items stand in panels of 64, k rows of factors and one of biases. They are sorted by b +
 * norm·‖m‖ for a usual length of u, so that the best candidates stand in the first panels and a
 * bound lets most others be skipped: u·m + b ≤ ‖u‖·‖m‖ + b (Cauchy and Schwarz). Immutable.
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

  /** Per panel the largest ‖m‖ and the largest b. */
  private final double[] largestNorm;

  private final double[] largestBias;

  /** The vectors to pack. */
  @FunctionalInterface
  public interface Source {
    /** Factor {@code l} of item {@code item}, and for l = k its bias. */
    float get(int item, int l);
  }

  /**
   * Packs items.
   *
   * @param k the number of factors, ≥ 1
   * @param source their factors and biases
   * @param usualNorm the length of a usual u, which only the speed depends on
   * @throws ArithmeticException if there are too many numbers for one array
   */
  public ItemPanels(int items, int k, Source source, double usualNorm) {
    this.operations = KernelChoice.AUTO.operations();
    this.items = items;
    this.k = k;
    double[] norm = new double[items];
    long[] order = new long[items];
    for (int i = 0; i < items; i++) {
      double square = 0;
      for (int l = 0; l < k; l++) {
        square += (double) source.get(i, l) * source.get(i, l);
      }
      norm[i] = Math.sqrt(square);
      order[i] = sortable((float) -(usualNorm * norm[i] + source.get(i, k))) << 32 | i;
    }
    Arrays.sort(order);
    int panels = Layout.panels(items);
    this.packed = Layout.allocate(Math.multiplyExact(Math.multiplyExact(panels, PANEL), k + 1));
    this.item = new int[items];
    this.slot = new int[items];
    this.largestNorm = new double[panels];
    this.largestBias = new double[panels];
    Arrays.fill(largestBias, Double.NEGATIVE_INFINITY);
    for (int s = items; s < panels * PANEL; s++) {
      packed[at(s, k)] = Float.NEGATIVE_INFINITY; // padding: a score below all others, a σ of 0
    }
    for (int s = 0; s < items; s++) {
      int i = (int) order[s];
      item[s] = i;
      slot[i] = s;
      int panel = s / PANEL;
      for (int l = 0; l <= k; l++) {
        packed[at(s, l)] = source.get(i, l);
      }
      largestNorm[panel] = Math.max(largestNorm[panel], norm[i]);
      largestBias[panel] = Math.max(largestBias[panel], source.get(i, k));
    }
  }

  /** A number as an integer that sorts as it does. */
  private static long sortable(float x) {
    int bits = Float.floatToIntBits(x);
    return bits < 0 ? ~bits ^ 0x8000_0000 : bits;
  }

  private int at(int s, int l) {
    return START + (s / PANEL * (k + 1) + l) * PANEL + s % PANEL;
  }

  /** The number of panels. */
  public int panels() {
    return largestNorm.length;
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
   * A number that no score of the panel exceeds.
   *
   * @param norm ‖u‖
   * @param bias as for {@link #scores}
   */
  public double bound(int panel, double norm, float bias) {
    double product = norm * largestNorm[panel];
    double rounding =
        OF_PRODUCT * product + OF_BIASES * (1 + Math.abs(largestBias[panel]) + Math.abs(bias));
    return product + largestBias[panel] + bias + rounding;
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
