package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.FusedMultiplyAdd.fma;
import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import java.util.Arrays;

/** The operations in plain loops: their specification, and the fallback without vectors. */
final class ScalarOperations implements Operations {
  /** A lower limit for pivots of the Cholesky factor, in case of rounding errors. */
  static final float LEAST_PIVOT = 1e-30f;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int vectorBits() {
    return 0;
  }

  @Override
  public void logits(
      float[] u, int uAt, float[] m, int mAt, int k, int width, int tiles, float[] z, int zAt) {
    for (int row = 0; row < tiles * ROWS; row++) {
      int at = uAt + (row / ROWS) * (k + 1) * ROWS + row % ROWS;
      int out = zAt + row * width;
      for (int c = 0; c < width; c++) {
        z[out + c] = m[mAt + k * width + c] + u[at + k * ROWS];
      }
      for (int l = 0; l < k; l++) {
        float factor = u[at + l * ROWS];
        int in = mAt + l * width;
        for (int c = 0; c < width; c++) {
          z[out + c] = fma(factor, m[in + c], z[out + c]);
        }
      }
    }
  }

  @Override
  public float residual(float[] z, int zAt, float[] x, int xAt, int count, float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0);
    for (int i = 0; i < count; i++) {
      float s = Sigmoid.ofExponent(z[zAt + i]);
      float d = x[xAt + i] - s;
      x[xAt + i] = 0;
      lanes[i % LANES] = fma(d, d, lanes[i % LANES]);
      z[zAt + i] = (s - 1) * s * d;
    }
    return fold(lanes, 0);
  }

  @Override
  public float weightedResidual(
      float[] z,
      int zAt,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float missingWeight,
      int count,
      float[] lanes) {
    Arrays.fill(lanes, 0, LANES, 0);
    for (int i = 0; i < count; i++) {
      float s = Sigmoid.ofExponent(z[zAt + i]);
      float d = x[xAt + i] - s;
      x[xAt + i] = 0;
      boolean missing = w[wAt + i] == 0;
      float wd = (missing ? missingWeight : w[wAt + i]) * d;
      lanes[i % LANES] = fma(wd, d, lanes[i % LANES]);
      float slope = (s - 1) * s;
      z[zAt + i] = slope * wd;
      w[wAt + i] = missing ? slope * slope : 0;
    }
    return fold(lanes, 0);
  }

  @Override
  public void itemGradient(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int in = zAt + tile * ROWS * width;
      int tileAt = uAt + tile * (k + 1) * ROWS;
      for (int l = 0; l < k; l++) {
        int out = dmAt + l * width;
        for (int r = 0; r < ROWS; r++) {
          float factor = u[tileAt + l * ROWS + r];
          for (int c = 0; c < width; c++) {
            dm[out + c] = fma(factor, z[in + r * width + c], dm[out + c]);
          }
        }
      }
      for (int c = 0; c < width; c++) {
        float first = z[in + c] + z[in + width + c];
        float second = z[in + 2 * width + c] + z[in + 3 * width + c];
        dm[dmAt + k * width + c] += first + second;
      }
    }
  }

  @Override
  public void userGradient(
      float[] z, int zAt, float[] m, int mAt, int k, int width, int tiles, float[] du, int duAt) {
    for (int row = 0; row < tiles * ROWS; row++) {
      int at = duAt + ((row / ROWS) * (k + 1) * ROWS + row % ROWS) * LANES;
      for (int c = 0; c < width; c += LANES) {
        int in = zAt + row * width + c;
        for (int l = 0; l < k; l++) {
          int out = at + l * ROWS * LANES;
          int factor = mAt + l * width + c;
          for (int lane = 0; lane < LANES; lane++) {
            du[out + lane] = fma(z[in + lane], m[factor + lane], du[out + lane]);
          }
        }
        int out = at + k * ROWS * LANES;
        for (int lane = 0; lane < LANES; lane++) {
          du[out + lane] += z[in + lane];
        }
      }
    }
  }

  @Override
  public void sums(
      float[] z,
      int zAt,
      int width,
      int rows,
      float[] rowLanes,
      int rowsAt,
      float[] columns,
      int columnsAt) {
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < width; c++) {
        rowLanes[rowsAt + row * LANES + c % LANES] += z[zAt + row * width + c];
        columns[columnsAt + c] += z[zAt + row * width + c];
        z[zAt + row * width + c] = 0;
      }
    }
  }

  @Override
  public void foldLanes(float[] lanes, int lanesAt, float[] out, int outAt, int count) {
    for (int i = 0; i < count; i++) {
      out[outAt + i] = fold(lanes, lanesAt + i * LANES);
    }
  }

  /** The sum of 16 lanes: adds one half to the other, four times. */
  static float fold(float[] v, int at) {
    float s0 = (v[at] + v[at + 8]) + (v[at + 4] + v[at + 12]);
    float s1 = (v[at + 1] + v[at + 9]) + (v[at + 5] + v[at + 13]);
    float s2 = (v[at + 2] + v[at + 10]) + (v[at + 6] + v[at + 14]);
    float s3 = (v[at + 3] + v[at + 11]) + (v[at + 7] + v[at + 15]);
    return (s0 + s2) + (s1 + s3);
  }

  @Override
  public float largestColumnSquare(float[] m, int mAt, int k, int width) {
    float largest = 0;
    for (int c = 0; c < width; c++) {
      float sum = 0;
      for (int l = 0; l <= k; l++) {
        float value = m[mAt + l * width + c];
        sum = fma(value, value, sum);
      }
      largest = Math.max(largest, sum);
    }
    return largest;
  }

  @Override
  public float scores(float[] m, int mAt, int k, float[] u, float bias, float[] out) {
    Arrays.fill(out, 0, PANEL, 0);
    for (int l = 0; l < k; l++) {
      float factor = u[l];
      int in = mAt + l * PANEL;
      for (int c = 0; c < PANEL; c++) {
        out[c] = fma(factor, m[in + c], out[c]);
      }
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int c = 0; c < PANEL; c++) {
      out[c] += m[mAt + k * PANEL + c] + bias;
      largest = Math.max(largest, out[c]);
    }
    return largest;
  }

  @Override
  public void emptyCells(float[] z, float[] w) {
    for (int c = 0; c < PANEL; c++) {
      float s = Sigmoid.of(z[c]);
      float slope = (s - 1) * s;
      z[c] = slope * (0 - s);
      w[c] = slope * slope;
    }
  }

  @Override
  public void panelGradient(float[] z, float[] w, float[] m, int mAt, int k, float[] lanes) {
    for (int c = 0; c < PANEL; c++) {
      int lane = c % LANES;
      for (int l = 0; l < k; l++) {
        lanes[l * LANES + lane] = fma(z[c], m[mAt + l * PANEL + c], lanes[l * LANES + lane]);
      }
      lanes[k * LANES + lane] += z[c];
      lanes[(k + 1) * LANES + lane] += w[c];
    }
  }

  @Override
  public void rmsprop(
      float[] theta,
      int thetaAt,
      float[] gradient,
      float[] meanSquare,
      float[] momentum,
      int at,
      int count,
      float gradientScale,
      Rmsprop settings) {
    for (int i = 0; i < count; i++) {
      float g = gradient[at + i] * gradientScale;
      theta[thetaAt + i] -= settings.step(g, meanSquare, momentum, at + i);
    }
  }

  @Override
  public void add(float[] a, int at, float[] sums, int sumsAt, int count) {
    for (int i = 0; i < count; i++) {
      sums[sumsAt + i] += a[at + i];
    }
  }

  @Override
  public void shiftAndScale(
      float[] a, int at, float add, float scale, float[] out, int outAt, int count) {
    for (int i = 0; i < count; i++) {
      out[outAt + i] = (a[at + i] + add) * scale;
    }
  }

  @Override
  public void dots(float[] rows, int rowsAt, int stride, int count, float[] theta, float[] out) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < count; i++) {
      Arrays.fill(lanes, 0);
      int row = rowsAt + i * stride;
      for (int l = 0; l < stride; l++) {
        lanes[l % LANES] = fma(rows[row + l], theta[l], lanes[l % LANES]);
      }
      out[i] = fold(lanes, 0);
    }
  }

  @Override
  public void weightedSum(
      float[] rows, int rowsAt, int stride, int count, float[] weight, float[] out) {
    for (int i = 0; i < count; i++) {
      for (int l = 0; l < stride; l++) {
        out[l] += weight[i] * rows[rowsAt + i * stride + l];
      }
    }
  }

  @Override
  public void gram(
      float[] rows, int rowsAt, int stride, int count, float[] weight, int size, float[] out) {
    for (int i = 0; i < count; i++) {
      int row = rowsAt + i * stride;
      for (int a = 0; a < size; a++) {
        for (int b = 0; b <= a; b++) {
          float weighted = rows[row + b] * weight[i];
          out[a * stride + b] = fma(rows[row + a], weighted, out[a * stride + b]);
        }
      }
    }
  }

  @Override
  public void solve(float[] a, float[] b, int size) {
    for (int lane = 0; lane < LANES; lane++) {
      for (int i = 0; i < size; i++) {
        int rowI = i * (i + 1) / 2;
        float rest = b[i * LANES + lane];
        for (int j = 0; j <= i; j++) {
          int rowJ = j * (j + 1) / 2;
          float sum = a[(rowI + j) * LANES + lane];
          for (int l = 0; l < j; l++) {
            sum = fma(-a[(rowI + l) * LANES + lane], a[(rowJ + l) * LANES + lane], sum);
          }
          // The diagonal stores 1/l_ii, so that one division is enough for a whole column.
          a[(rowI + j) * LANES + lane] =
              j < i
                  ? sum * a[(rowJ + j) * LANES + lane]
                  : 1 / (float) Math.sqrt(Math.max(sum, LEAST_PIVOT));
        }
        for (int l = 0; l < i; l++) {
          rest = fma(-a[(rowI + l) * LANES + lane], b[l * LANES + lane], rest);
        }
        b[i * LANES + lane] = rest * a[(rowI + i) * LANES + lane];
      }
      for (int i = size - 1; i >= 0; i--) {
        float rest = b[i * LANES + lane];
        for (int l = size - 1; l > i; l--) {
          rest = fma(-a[(l * (l + 1) / 2 + i) * LANES + lane], b[l * LANES + lane], rest);
        }
        b[i * LANES + lane] = rest * a[(i * (i + 1) / 2 + i) * LANES + lane];
      }
    }
  }
}
