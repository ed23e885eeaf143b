package io.github.lanefactor.kernel;

/** The weights of a model, row by row: what training starts from and ends with. */
public final class Factors {
  /** n, the number of users. */
  public final int users;

  /** m, the number of items. */
  public final int items;

  /** k, the number of factors. */
  public final int factors;

  /** User factors, n×k. */
  public final float[] u;

  /** Item factors, m×k. */
  public final float[] m;

  /** User biases, n. */
  public final float[] bu;

  /** Item biases, m. */
  public final float[] bm;

  /** The global bias. */
  public float bg;

  /** All zeros. */
  public Factors(int users, int items, int factors) {
    this.users = users;
    this.items = items;
    this.factors = factors;
    this.u = new float[Math.multiplyExact(users, factors)];
    this.m = new float[Math.multiplyExact(items, factors)];
    this.bu = new float[users];
    this.bm = new float[items];
  }

  /**
   * Weights in these arrays, which are not copied.
   *
   * @param k the number of factors
   */
  public Factors(float[] u, float[] bu, float[] m, float[] bm, float bg, int k) {
    this.users = bu.length;
    this.items = bm.length;
    this.factors = k;
    this.u = u;
    this.m = m;
    this.bu = bu;
    this.bm = bm;
    this.bg = bg;
  }

  /** Whether every weight is a finite number. */
  public boolean finite() {
    float sum = 0 * bg;
    for (float[] weights : new float[][] {u, m, bu, bm}) {
      for (float weight : weights) {
        sum += 0 * weight; // NaN for NaN and infinities
      }
    }
    return sum == 0;
  }

  /** A copy with its own arrays. */
  public Factors copy() {
    Factors copy = new Factors(users, items, factors);
    copyTo(copy);
    return copy;
  }

  /** Copies these weights into {@code out}, which has the same shape. */
  public void copyTo(Factors out) {
    System.arraycopy(u, 0, out.u, 0, u.length);
    System.arraycopy(m, 0, out.m, 0, m.length);
    System.arraycopy(bu, 0, out.bu, 0, bu.length);
    System.arraycopy(bm, 0, out.bm, 0, bm.length);
    out.bg = bg;
  }
}
