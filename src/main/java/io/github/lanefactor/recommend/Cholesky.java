package io.github.lanefactor.recommend;

/** A symmetric positive definite matrix A, factorised as L·Lᵀ: solves small systems. */
final class Cholesky {
  /** The lower triangle of L, row by row. */
  private final double[][] l;

  /**
   * Factorises A in O(n³).
   *
   * @param a the lower triangle of A, row by row; overwritten, and kept
   */
  Cholesky(double[][] a) {
    this.l = a;
    double[] pivot = new double[l.length];
    for (int column = 0; column < l.length; column++) {
      double diagonal = Math.sqrt(l[column][column]);
      l[column][column] = diagonal;
      for (int row = column + 1; row < l.length; row++) {
        pivot[row] = l[row][column] / diagonal;
        l[row][column] = pivot[row];
        subtract(pivot[row], pivot, column + 1, row + 1, l[row]);
      }
    }
  }

  /** Takes x·y from a row, element by element: sums would wait for each addition. */
  private static void subtract(double x, double[] y, int from, int to, double[] row) {
    for (int i = from; i < to; i++) {
      row[i] -= x * y[i];
    }
  }

  /** The geometric mean of A's eigenvalues, which is the n-th root of its determinant. */
  double geometricMean() {
    double logs = 0;
    for (int row = 0; row < l.length; row++) {
      logs += 2 * StrictMath.log(l[row][row]);
    }
    return StrictMath.exp(logs / l.length);
  }

  /** b becomes L⁻¹b. */
  void forward(double[] b) {
    for (int row = 0; row < l.length; row++) {
      for (int i = 0; i < row; i++) {
        b[row] -= l[row][i] * b[i];
      }
      b[row] /= l[row][row];
    }
  }

  /** b becomes A⁻¹b. */
  void solve(double[] b) {
    forward(b);
    for (int row = l.length - 1; row >= 0; row--) {
      for (int below = row + 1; below < l.length; below++) {
        b[row] -= l[below][row] * b[below];
      }
      b[row] /= l[row][row];
    }
  }

  /** Adds w·x·xᵀ to the lower triangle of a matrix. */
  static void addOuterProduct(double[][] a, double w, double[] x) {
    for (int row = 0; row < a.length; row++) {
      double scaled = w * x[row];
      for (int column = 0; column <= row; column++) {
        a[row][column] += scaled * x[column];
      }
    }
  }

  /** The sum of the diagonal. */
  static double trace(double[][] a) {
    double trace = 0;
    for (int l = 0; l < a.length; l++) {
      trace += a[l][l];
    }
    return trace;
  }

  /** Adds x to the diagonal. */
  static void addToDiagonal(double[][] a, double x) {
    for (int l = 0; l < a.length; l++) {
      a[l][l] += x;
    }
  }

  /** The lower triangle of a matrix of zeros. */
  static double[][] lowerTriangle(int size) {
    double[][] a = new double[size][];
    for (int row = 0; row < size; row++) {
      a[row] = new double[row + 1];
    }
    return a;
  }
}
