package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** What a block Newton step needs besides the pass: products of rows and small linear solves. */
final class VectorNewton {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorNewton() {}

  /** {@link Operations#dots}. */
  static void dots(float[] rows, int rowsAt, int stride, int count, float[] theta, float[] out) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < count; i++) {
      int row = rowsAt + i * stride;
      for (int lane = 0; lane < LANES; lane += L) {
        FloatVector sum = FloatVector.zero(S);
        for (int l = lane; l < stride; l += LANES) {
          FloatVector v = FloatVector.fromArray(S, rows, row + l);
          sum = v.fma(FloatVector.fromArray(S, theta, l), sum);
        }
        sum.intoArray(lanes, lane);
      }
      out[i] = ScalarOperations.fold(lanes, 0);
    }
  }

  /** {@link Operations#weightedSum}. */
  static void weightedSum(
      float[] rows, int rowsAt, int stride, int count, float[] weight, float[] out) {
    for (int l = 0; l < stride; l += L) {
      FloatVector sum = FloatVector.fromArray(S, out, l);
      for (int i = 0; i < count; i++) {
        sum = FloatVector.fromArray(S, rows, rowsAt + i * stride + l).mul(weight[i]).add(sum);
      }
      sum.intoArray(out, l);
    }
  }

  /**
   * {@link Operations#gram}: a block of four rows by one vector of the result stays in registers.
   */
  static void gram(
      float[] rows, int rowsAt, int stride, int count, float[] weight, int size, float[] out) {
    for (int a = 0; a < size; a += 4) {
      for (int b = 0; b <= a + 3 && b < stride; b += L) {
        int at = a * stride + b;
        FloatVector s0 = FloatVector.fromArray(S, out, at);
        FloatVector s1 = FloatVector.fromArray(S, out, at + stride);
        FloatVector s2 = FloatVector.fromArray(S, out, at + 2 * stride);
        FloatVector s3 = FloatVector.fromArray(S, out, at + 3 * stride);
        for (int i = 0; i < count; i++) {
          int row = rowsAt + i * stride;
          FloatVector v = FloatVector.fromArray(S, rows, row + b).mul(weight[i]);
          s0 = FloatVector.broadcast(S, rows[row + a]).fma(v, s0);
          s1 = FloatVector.broadcast(S, rows[row + a + 1]).fma(v, s1);
          s2 = FloatVector.broadcast(S, rows[row + a + 2]).fma(v, s2);
          s3 = FloatVector.broadcast(S, rows[row + a + 3]).fma(v, s3);
        }
        s0.intoArray(out, at);
        s1.intoArray(out, at + stride);
        s2.intoArray(out, at + 2 * stride);
        s3.intoArray(out, at + 3 * stride);
      }
    }
  }

  /** {@link Operations#solve}: each lane is a system. */
  static void solve(float[] a, float[] b, int size) {
    for (int lane = 0; lane < LANES; lane += L) {
      for (int i = 0; i < size; i++) {
        int group = i / 4 * 4;
        boolean whole = group + 4 <= size;
        if (whole && i == group) {
          leftOf(a, group, lane);
        }
        int rowI = i * (i + 1) / 2 * LANES + lane;
        for (int j = whole ? group : 0; j <= i; j++) {
          int rowJ = j * (j + 1) / 2 * LANES + lane;
          FloatVector sum = FloatVector.fromArray(S, a, rowI + j * LANES);
          for (int l = 0; l < j; l++) {
            FloatVector v = FloatVector.fromArray(S, a, rowI + l * LANES).neg();
            sum = v.fma(FloatVector.fromArray(S, a, rowJ + l * LANES), sum);
          }
          if (j < i) {
            sum = sum.mul(FloatVector.fromArray(S, a, rowJ + j * LANES));
          } else {
            sum = sum.max(FloatVector.broadcast(S, ScalarOperations.LEAST_PIVOT));
            sum = FloatVector.broadcast(S, 1).div(sum.lanewise(VectorOperators.SQRT));
          }
          sum.intoArray(a, rowI + j * LANES);
        }
      }
      forward(a, b, size, lane);
      backward(a, b, size, lane);
    }
  }

  /** The columns left of the diagonal for four rows at once: four independent sums. */
  private static void leftOf(float[] a, int i, int lane) {
    int row0 = i * (i + 1) / 2 * LANES + lane;
    int row1 = row0 + (i + 1) * LANES;
    int row2 = row1 + (i + 2) * LANES;
    int row3 = row2 + (i + 3) * LANES;
    for (int j = 0; j < i; j++) {
      int rowJ = j * (j + 1) / 2 * LANES + lane;
      int column = j * LANES;
      FloatVector s0 = FloatVector.fromArray(S, a, row0 + column);
      FloatVector s1 = FloatVector.fromArray(S, a, row1 + column);
      FloatVector s2 = FloatVector.fromArray(S, a, row2 + column);
      FloatVector s3 = FloatVector.fromArray(S, a, row3 + column);
      for (int l = 0; l < column; l += LANES) {
        FloatVector v = FloatVector.fromArray(S, a, rowJ + l).neg();
        s0 = v.fma(FloatVector.fromArray(S, a, row0 + l), s0);
        s1 = v.fma(FloatVector.fromArray(S, a, row1 + l), s1);
        s2 = v.fma(FloatVector.fromArray(S, a, row2 + l), s2);
        s3 = v.fma(FloatVector.fromArray(S, a, row3 + l), s3);
      }
      FloatVector diagonal = FloatVector.fromArray(S, a, rowJ + column);
      s0.mul(diagonal).intoArray(a, row0 + column);
      s1.mul(diagonal).intoArray(a, row1 + column);
      s2.mul(diagonal).intoArray(a, row2 + column);
      s3.mul(diagonal).intoArray(a, row3 + column);
    }
  }

  private static void forward(float[] a, float[] b, int size, int lane) {
    for (int i = 0; i < size; i++) {
      int row = i * (i + 1) / 2 * LANES + lane;
      FloatVector rest = FloatVector.fromArray(S, b, i * LANES + lane);
      for (int l = 0; l < i; l++) {
        FloatVector v = FloatVector.fromArray(S, a, row + l * LANES).neg();
        rest = v.fma(FloatVector.fromArray(S, b, l * LANES + lane), rest);
      }
      rest.mul(FloatVector.fromArray(S, a, row + i * LANES)).intoArray(b, i * LANES + lane);
    }
  }

  private static void backward(float[] a, float[] b, int size, int lane) {
    for (int i = size - 1; i >= 0; i--) {
      FloatVector rest = FloatVector.fromArray(S, b, i * LANES + lane);
      for (int l = size - 1; l > i; l--) {
        FloatVector v = FloatVector.fromArray(S, a, (l * (l + 1) / 2 + i) * LANES + lane).neg();
        rest = v.fma(FloatVector.fromArray(S, b, l * LANES + lane), rest);
      }
      int diagonal = (i * (i + 1) / 2 + i) * LANES + lane;
      rest.mul(FloatVector.fromArray(S, a, diagonal)).intoArray(b, i * LANES + lane);
    }
  }
}
