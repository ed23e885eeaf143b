package io.github.lanefactor.kernel;

import java.util.Arrays;

/**
 * What L2 pulls the rows of one side to, if something is known of them: row i, with features f_i,
 * to A·f_i. Given the rows' numbers θ, A is their ridge regression on the features, weighted by ρ,
 * the L2 of the rows:
 *
 * <pre>
 *   A = argmin Σᵢ ρᵢ‖θᵢ − A·fᵢ‖² + 40·ρ̄·‖A‖²
 * </pre>
 *
 * with ρ̄ the mean of ρ: the pull of A to 0 is that of 40 rows. This is the regression-based prior
 * of Agarwal and Chen (Regression-based latent factor models, KDD 2009), with the most likely A in
 * the place of its distribution. Fitting A and computing all A·f takes O(rows·d·k).
 *
 * <p>Sums are in double precision and run over the rows in order; threads share out the numbers of
 * a row, not the rows. So the result does not depend on how many there are.
 */
public final class NewtonPrior {
  private static final double ROWS = 40;

  private final Kernel kernel;
  private final int rows;
  private final int d;
  private final int size;
  private final float[] ridge;

  private final int[] start;
  private final int[] feature;
  private final float[] value;

  /** The Cholesky factor of Σ ρffᵀ + 40·ρ̄, the lower triangle of d×d. */
  private final double[] root;

  private final double meanRidge;
  private final double[] a;
  private final float[] mean;

  /**
   * The features of rows, without those that are 0.
   *
   * @param d the number of features
   * @param start rows+1 positions: those of row i are {@code start[i]} to {@code start[i + 1] - 1}
   * @param feature which feature is at each position; ascending within a row
   * @param value its number
   */
  public record Known(int d, int[] start, int[] feature, float[] value) {
    int rows() {
      return start.length - 1;
    }
  }

  /**
   * @param k the number of factors of a row, which has a bias besides
   * @param known the features of each row
   * @param ridge ρ of each row, not all 0
   */
  public NewtonPrior(Kernel kernel, int k, Known known, float[] ridge) {
    this.kernel = kernel;
    this.rows = known.rows();
    this.d = known.d;
    this.size = k + 1;
    this.start = known.start;
    this.feature = known.feature;
    this.value = known.value;
    this.ridge = ridge;
    this.root = new double[d * d];
    this.a = new double[d * size];
    this.mean = new float[Math.multiplyExact(rows, size)];
    double total = 0;
    for (int row = 0; row < rows; row++) {
      total += ridge[row];
      for (int p = start[row]; p < start[row + 1]; p++) {
        double weighted = (double) ridge[row] * value[p];
        for (int q = start[row]; q <= p; q++) {
          root[feature[p] * d + feature[q]] += weighted * value[q];
        }
      }
    }
    meanRidge = total / rows;
    factorise(ROWS * meanRidge);
  }

  private void factorise(double extra) {
    for (int i = 0; i < d; i++) {
      root[i * d + i] += extra;
      for (int j = 0; j <= i; j++) {
        double sum = root[i * d + j];
        for (int l = 0; l < j; l++) {
          sum -= root[i * d + l] * root[j * d + l];
        }
        root[i * d + j] = i == j ? Math.sqrt(sum) : sum / root[j * d + j];
      }
    }
  }

  /** A·f of every row as of the last {@link #fit}, rows×(k+1), the bias last; not a copy. */
  public float[] mean() {
    return mean;
  }

  /** A as of the last {@link #fit}, d×(k+1), a feature after the other: a copy. */
  public float[] coefficients() {
    float[] copy = new float[a.length];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (float) a[i];
    }
    return copy;
  }

  /**
   * What holds A itself: 40·ρ̄·‖A‖², as of the last {@link #fit}.
   *
   * @param biasShare the share of it that applies to biases
   */
  public double penalty(double biasShare) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (i % size == size - 1 ? biasShare : 1) * a[i] * a[i];
    }
    return ROWS * meanRidge * sum;
  }

  /**
   * Fits A to the rows as they are now, and computes A·f of all.
   *
   * @param factors rows×k
   * @param bias of each row
   */
  public void fit(float[] factors, float[] bias) {
    kernel.workers.run(
        worker -> {
          int first = kernel.shareStart(size, worker);
          fit(factors, bias, first, kernel.shareStart(size, worker + 1));
        });
    kernel.workers.run(
        worker -> place(kernel.shareStart(rows, worker), kernel.shareStart(rows, worker + 1)));
  }

  /** The same on the calling thread alone, which may have been interrupted. */
  public void fitAlone(float[] factors, float[] bias) {
    fit(factors, bias, 0, size);
    place(0, rows);
  }

  /** A's numbers from {@code first} to before {@code end} of every feature. */
  private void fit(float[] factors, float[] bias, int first, int end) {
    if (first == end) {
      return;
    }
    int k = size - 1;
    int count = end - first;
    int ofFactors = Math.min(end, k) - first;
    double[] part = new double[d * count];
    double[] row = new double[count];
    for (int i = 0; i < rows; i++) {
      for (int l = 0; l < ofFactors; l++) {
        row[l] = factors[i * k + first + l];
      }
      if (ofFactors < count) {
        row[ofFactors] = bias[i];
      }
      for (int p = start[i]; p < start[i + 1]; p++) {
        add((double) ridge[i] * value[p], row, 0, part, feature[p] * count, count);
      }
    }
    solve(part, count);
    for (int f = 0; f < d; f++) {
      System.arraycopy(part, f * count, a, f * size + first, count);
    }
  }

  /** A·f of the rows from {@code first} to before {@code end}. */
  private void place(int first, int end) {
    double[] row = new double[size];
    for (int i = first; i < end; i++) {
      Arrays.fill(row, 0);
      for (int p = start[i]; p < start[i + 1]; p++) {
        add(value[p], a, feature[p] * size, row, 0, size);
      }
      for (int l = 0; l < size; l++) {
        mean[i * size + l] = (float) row[l];
      }
    }
  }

  private static void add(double x, double[] from, int at, double[] to, int toAt, int count) {
    for (int l = 0; l < count; l++) {
      to[toAt + l] += x * from[at + l];
    }
  }

  /** Solves the normal equations for {@code count} right-hand sides, in place. */
  private void solve(double[] b, int count) {
    for (int i = 0; i < d; i++) {
      for (int l = 0; l < count; l++) {
        double sum = b[i * count + l];
        for (int j = 0; j < i; j++) {
          sum -= root[i * d + j] * b[j * count + l];
        }
        b[i * count + l] = sum / root[i * d + i];
      }
    }
    for (int i = d - 1; i >= 0; i--) {
      for (int l = 0; l < count; l++) {
        double sum = b[i * count + l];
        for (int j = i + 1; j < d; j++) {
          sum -= root[j * d + i] * b[j * count + l];
        }
        b[i * count + l] = sum / root[i * d + i];
      }
    }
  }
}
