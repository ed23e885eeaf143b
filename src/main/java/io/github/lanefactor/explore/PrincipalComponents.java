package io.github.lanefactor.explore;

/**
 * The two directions in which rows differ most. Found by subspace iteration on the covariance,
 * which needs no library, starts from the same place each time, and is exact enough for a drawing.
 */
final class PrincipalComponents {
  private static final int ITERATIONS = 200;

  private PrincipalComponents() {}

  /**
   * Places items by the two first principal components.
   *
   * @param rows m rows of k numbers
   */
  static ItemMap map(float[] rows, int k) {
    int m = rows.length / k;
    double[] mean = new double[k];
    for (int i = 0; i < rows.length; i++) {
      mean[i % k] += rows[i] / (double) m;
    }
    double[][] covariance = covariance(rows, mean);
    double[] first = new double[k];
    double[] second = new double[k];
    for (int l = 0; l < k; l++) {
      first[l] = 1;
      second[l] = l % 2 == 0 ? 1 : -1;
    }
    for (int step = 0; step < ITERATIONS; step++) {
      first = times(covariance, first);
      normalise(first);
      second = times(covariance, second);
      double overlap = dot(first, second);
      for (int l = 0; l < k; l++) {
        second[l] -= overlap * first[l];
      }
      normalise(second);
    }
    float[] x = new float[m];
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      for (int l = 0; l < k; l++) {
        double value = rows[i * k + l] - mean[l];
        x[i] += (float) (value * first[l]);
        y[i] += (float) (value * second[l]);
      }
    }
    return new ItemMap(ItemMap.Method.PCA, x, y).normalised();
  }

  private static double[][] covariance(float[] rows, double[] mean) {
    int k = mean.length;
    double[][] sums = new double[k][k];
    double[] row = new double[k];
    for (int i = 0; i < rows.length; i += k) {
      for (int l = 0; l < k; l++) {
        row[l] = rows[i + l] - mean[l];
      }
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          sums[a][b] += row[a] * row[b];
        }
      }
    }
    return sums;
  }

  private static double[] times(double[][] matrix, double[] vector) {
    double[] product = new double[vector.length];
    for (int a = 0; a < product.length; a++) {
      product[a] = dot(matrix[a], vector);
    }
    return product;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int l = 0; l < a.length; l++) {
      sum += a[l] * b[l];
    }
    return sum;
  }

  private static void normalise(double[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int l = 0; l < vector.length && length > 0; l++) {
      vector[l] /= length;
    }
  }
}
