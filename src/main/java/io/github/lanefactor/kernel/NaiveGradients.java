package io.github.lanefactor.kernel;

/**
 * The specification: loss and gradients of the model in plain loops and double precision, easy to
 * check against the formulas. With z = u_i·m_j + bu_i + bm_j + bg, s = σ(z) = 1/(1 + e⁻ᶻ) and
 * weight w, each cell (i, j) adds w·(s − x)² to the loss; the derivative of half of that with
 * respect to z is g = w·(s − x)·s·(1 − s), and the chain rule gives
 *
 * <pre>
 *   du_i += g·m_j    dm_j += g·u_i    dbu_i += g    dbm_j += g    dbg += g
 * </pre>
 *
 * All gradients are of half the loss, summed over the cells, not averaged.
 */
public final class NaiveGradients {
  /** Σ w·(s − x)². */
  public double loss;

  /** With respect to user factors, n×k. */
  public final double[] u;

  /** With respect to item factors, m×k. */
  public final double[] m;

  /** With respect to user biases, n. */
  public final double[] bu;

  /** With respect to item biases, m. */
  public final double[] bm;

  /** With respect to the global bias. */
  public double bg;

  /** Σ over a user's unobserved cells of (s·(1 − s))², n. */
  public final double[] userCurvature;

  /** Σ over an item's unobserved cells of (s·(1 − s))², m. */
  public final double[] itemCurvature;

  /** Computes everything. */
  public NaiveGradients(Cells cells, Factors f) {
    int k = f.factors;
    u = new double[f.u.length];
    m = new double[f.m.length];
    bu = new double[f.users];
    bm = new double[f.items];
    userCurvature = new double[f.users];
    itemCurvature = new double[f.items];
    for (int i = 0; i < f.users; i++) {
      int position = cells.start()[i];
      for (int j = 0; j < f.items; j++) {
        boolean observed = position < cells.start()[i + 1] && cells.itemAt(position) == j;
        double x = observed ? cells.targetAt(position) : 0;
        double w = observed ? cells.weightAt(position) : cells.missingWeight();
        double z = (double) f.bu[i] + f.bm[j] + f.bg;
        for (int l = 0; l < k; l++) {
          z += (double) f.u[i * k + l] * f.m[j * k + l];
        }
        double s = 1 / (1 + Math.exp(-z));
        double slope = s * (1 - s);
        double g = w * (s - x) * slope;
        loss += w * (s - x) * (s - x);
        for (int l = 0; l < k; l++) {
          u[i * k + l] += g * f.m[j * k + l];
          m[j * k + l] += g * f.u[i * k + l];
        }
        bu[i] += g;
        bm[j] += g;
        bg += g;
        if (observed) {
          position++;
        } else {
          userCurvature[i] += slope * slope;
          itemCurvature[j] += slope * slope;
        }
      }
    }
  }
}
