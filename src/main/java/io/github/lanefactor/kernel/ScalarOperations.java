package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.FusedMultiplyAdd.fma;
import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.ROWS;

/** The operations in plain loops: their specification, and what runs where vectors do not. */
final class ScalarOperations implements Operations {
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
  public void residual(
      float[] z, int zAt, float[] x, int xAt, int count, float[] loss, int lossAt) {
    for (int i = 0; i < count; i++) {
      float s = Sigmoid.negative(z[zAt + i]);
      float d = s + x[xAt + i];
      x[xAt + i] = 0;
      int lane = lossAt + i % LANES;
      loss[lane] = fma(d, d, loss[lane]);
      z[zAt + i] = fma(s, s, s) * d;
    }
  }

  @Override
  public void weightedResidual(
      float[] z,
      int zAt,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float missingWeight,
      int count,
      float[] loss,
      int lossAt) {
    for (int i = 0; i < count; i++) {
      float s = Sigmoid.negative(z[zAt + i]);
      float d = s + x[xAt + i];
      x[xAt + i] = 0;
      boolean missing = w[wAt + i] == 0;
      float wd = (missing ? missingWeight : w[wAt + i]) * d;
      int lane = lossAt + i % LANES;
      loss[lane] = fma(wd, d, loss[lane]);
      float slope = fma(s, s, s);
      z[zAt + i] = slope * wd;
      w[wAt + i] = missing ? slope * slope : 0;
    }
  }

  @Override
  public void itemGradient(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt) {
    for (int row = 0; row < tiles * ROWS; row++) {
      int at = uAt + (row / ROWS) * (k + 1) * ROWS + row % ROWS;
      int in = zAt + row * width;
      for (int l = 0; l < k; l++) {
        float factor = u[at + l * ROWS];
        int out = dmAt + l * width;
        for (int c = 0; c < width; c++) {
          dm[out + c] = fma(factor, z[in + c], dm[out + c]);
        }
      }
      for (int c = 0; c < width; c++) {
        dm[dmAt + k * width + c] += z[in + c];
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
      }
    }
  }

  @Override
  public void foldLanes(float[] lanes, int lanesAt, float[] out, int outAt, int count) {
    for (int i = 0; i < count; i++) {
      out[outAt + i] = fold(lanes, lanesAt + i * LANES);
    }
  }

  /** The sum of 16 lanes: halves onto halves, four times. */
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
  public void shiftAndScale(
      float[] a, int at, float add, float scale, float[] out, int outAt, int count) {
    for (int i = 0; i < count; i++) {
      out[outAt + i] = (a[at + i] + add) * scale;
    }
  }
}
