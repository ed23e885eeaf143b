package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The operations that a Newton step and an update are made of, against plain loops in double
 * precision, on all code that can run here. The others are tested as a whole, by the pass.
 */
class OperationsTest {
  private static final double ULP = 0x1p-23;
  private static final int ROWS = 30;

  private final List<Operations> all = Kernels.all();

  private static float[] random(int length, Random random) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Rows of {@code size} numbers, with zeros up to the stride. */
  private static float[] rows(int size, int stride, Random random) {
    float[] rows = random(ROWS * stride, random);
    for (int row = 0; row < ROWS; row++) {
      Arrays.fill(rows, row * stride + size, (row + 1) * stride, 0);
    }
    return rows;
  }

  private static int stride(int size) {
    return (size + LANES - 1) / LANES * LANES;
  }

  @Property(tries = 100)
  void dots(@ForAll @IntRange(min = 1, max = 70) int size, @ForAll long seed) {
    Random random = new Random(seed);
    int stride = stride(size);
    float[] rows = rows(size, stride, random);
    int from = random.nextInt(ROWS);
    int count = random.nextInt(ROWS - from + 1);
    float[] theta = Arrays.copyOfRange(rows, 2 * stride, 3 * stride);
    for (Operations ops : all) {
      float[] out = new float[count];
      ops.dots(rows, from * stride, stride, count, theta, out);
      for (int i = 0; i < count; i++) {
        double sum = 0;
        double parts = 0;
        for (int l = 0; l < size; l++) {
          double product = (double) rows[(from + i) * stride + l] * theta[l];
          sum += product;
          parts += Math.abs(product);
        }
        assertEquals(sum, out[i], 10 * ULP * parts, ops.name());
      }
    }
  }

  @Property(tries = 100)
  void weightedSum(@ForAll @IntRange(min = 1, max = 70) int size, @ForAll long seed) {
    Random random = new Random(seed);
    int stride = stride(size);
    float[] rows = rows(size, stride, random);
    int from = random.nextInt(ROWS);
    int count = random.nextInt(ROWS - from + 1);
    float[] weight = random(count, random);
    float[] before = random(stride, random);
    for (Operations ops : all) {
      float[] out = before.clone();
      ops.weightedSum(rows, from * stride, stride, count, weight, out);
      for (int l = 0; l < stride; l++) {
        float sum = before[l];
        for (int i = 0; i < count; i++) {
          sum += weight[i] * rows[(from + i) * stride + l];
        }
        assertEquals(sum, out[l], ops.name());
      }
    }
  }

  @Property(tries = 100)
  void gram(@ForAll @IntRange(min = 1, max = 70) int size, @ForAll long seed) {
    Random random = new Random(seed);
    int stride = stride(size);
    float[] rows = rows(size, stride, random);
    int from = random.nextInt(ROWS);
    int count = 1 + random.nextInt(ROWS - from);
    float[] weight = random(count, random);
    float[] before = random((size + 3) / 4 * 4 * stride, random);
    for (Operations ops : all) {
      float[] out = before.clone();
      ops.gram(rows, from * stride, stride, count, weight, size, out);
      for (int a = 0; a < size; a++) {
        for (int b = 0; b <= a; b++) {
          double sum = before[a * stride + b];
          double parts = Math.abs(sum);
          for (int i = 0; i < count; i++) {
            int row = (from + i) * stride;
            double product = (double) weight[i] * rows[row + a] * rows[row + b];
            sum += product;
            parts += Math.abs(product);
          }
          assertEquals(sum, out[a * stride + b], 30 * ULP * parts, ops.name());
        }
      }
    }
  }

  /** A = BᵀB + I is positive definite; the residual Ax − b tells how good x is. */
  @Property(tries = 60)
  void solve(@ForAll @IntRange(min = 1, max = 65) int size, @ForAll long seed) {
    Random random = new Random(seed);
    double[][][] systems = new double[LANES][][];
    float[] a = new float[size * (size + 1) / 2 * LANES];
    float[] b = random(size * LANES, random);
    for (int lane = 0; lane < LANES; lane++) {
      systems[lane] = positiveDefinite(size, random);
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          a[(i * (i + 1) / 2 + j) * LANES + lane] = (float) systems[lane][i][j];
        }
      }
    }
    for (Operations ops : all) {
      float[] x = b.clone();
      ops.solve(a.clone(), x, size);
      for (int lane = 0; lane < LANES; lane++) {
        double[] right = new double[size];
        for (int i = 0; i < size; i++) {
          right[i] = b[i * LANES + lane];
        }
        double[] expected = cholesky(systems[lane], right);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int i = 0; i < size; i++) {
          // The condition number is at most the largest eigenvalue, about 4·size + 1.
          double tolerance = 20 * size * ULP * (largest + 1);
          assertEquals(expected[i], x[i * LANES + lane], tolerance, ops.name());
        }
      }
    }
  }

  private static double[][] positiveDefinite(int size, Random random) {
    double[][] root = new double[size][size];
    for (double[] row : root) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    double[][] a = new double[size][size];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = i == j ? 1 : 0;
        for (double[] row : root) {
          sum += row[i] * row[j];
        }
        a[i][j] = (float) sum;
      }
    }
    return a;
  }

  /** Solves a system of which the lower triangle is given, in double precision. */
  static double[] cholesky(double[][] a, double[] b) {
    int size = b.length;
    double[][] l = new double[size][size];
    double[] x = b.clone();
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = a[i][j];
        for (int p = 0; p < j; p++) {
          sum -= l[i][p] * l[j][p];
        }
        l[i][j] = i == j ? Math.sqrt(sum) : sum / l[j][j];
      }
      for (int p = 0; p < i; p++) {
        x[i] -= l[i][p] * x[p];
      }
      x[i] /= l[i][i];
    }
    for (int i = size - 1; i >= 0; i--) {
      for (int p = i + 1; p < size; p++) {
        x[i] -= l[p][i] * x[p];
      }
      x[i] /= l[i][i];
    }
    return x;
  }

  /** Three steps of the formula: v ← ρv + (1−ρ)g², w ← μw + η·g/√(v+ε), θ ← θ − w. */
  @Property(tries = 60)
  void rmsprop(@ForAll @IntRange(max = 50) int count, @ForAll long seed) {
    Random random = new Random(seed);
    Rmsprop settings = Rmsprop.of(1e-2, 0.9, 0.8, 1e-3);
    float scale = 0.25f;
    float[] start = random(count, random);
    float[] gradient = random(count, random);
    for (Operations ops : all) {
      float[] theta = start.clone();
      float[] v = new float[count];
      float[] w = new float[count];
      for (int step = 0; step < 3; step++) {
        ops.rmsprop(theta, 0, gradient, v, w, 0, count, scale, settings);
      }
      for (int i = 0; i < count; i++) {
        double g = (double) gradient[i] * scale;
        double exactTheta = start[i];
        double exactV = 0;
        double exactW = 0;
        for (int step = 0; step < 3; step++) {
          exactV = 0.9 * exactV + 0.1 * g * g;
          exactW = 0.8 * exactW + 1e-2 * g / Math.sqrt(exactV + 1e-3);
          exactTheta -= exactW;
        }
        assertEquals(exactV, v[i], 1e-6 * exactV);
        assertEquals(exactW, w[i], 1e-6 * Math.abs(exactW));
        assertEquals(exactTheta, theta[i], 1e-6 * (Math.abs(exactTheta) + 0.1));
      }
    }
  }

  @Property(tries = 40)
  void foldLanes(@ForAll @IntRange(max = 40) int count, @ForAll long seed) {
    float[] lanes = random(count * LANES, new Random(seed));
    for (Operations ops : all) {
      float[] out = new float[count];
      ops.foldLanes(lanes, 0, out, 0, count);
      for (int i = 0; i < count; i++) {
        double sum = 0;
        for (int lane = 0; lane < LANES; lane++) {
          sum += lanes[i * LANES + lane];
        }
        assertEquals(sum, out[i], 1e-5);
      }
    }
  }
}
