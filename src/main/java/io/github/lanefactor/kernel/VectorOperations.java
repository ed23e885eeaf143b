package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The operations with the Vector API, in vectors of 128, 256 or 512 bits: 16 lanes take four, two
 * or one of them.
 */
final class VectorOperations implements Operations {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private final boolean twoLoads;

  /** The operations in the shapes that suit this processor. */
  VectorOperations() {
    this(Processor.twoLoads());
  }

  /**
   * @param twoLoads whether to use the shapes for processors that load two vectors of 512 bits a
   *     cycle; they give the same bits
   */
  VectorOperations(boolean twoLoads) {
    this.twoLoads = twoLoads;
  }

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int vectorBits() {
    return S.vectorBitSize();
  }

  @Override
  public void logits(
      float[] u, int uAt, float[] m, int mAt, int k, int width, int tiles, float[] z, int zAt) {
    if (L == LANES && width == PANEL) {
      int even = tiles & ~1;
      VectorLogits.wide(u, uAt, m, mAt, k, even, z, zAt);
      if (even < tiles) {
        int last = uAt + even * (k + 1) * ROWS;
        for (int c = 0; c < PANEL; c += 2 * L) {
          VectorLogits.pair(u, last, m, mAt + c, k, PANEL, 1, z, zAt + even * ROWS * PANEL + c);
        }
      }
    } else if (L == LANES) {
      for (int c = 0; c < width; c += L) {
        VectorLogits.single(u, uAt, m, mAt + c, k, width, tiles, z, zAt + c);
      }
    } else {
      for (int c = 0; c < width; c += 2 * L) {
        VectorLogits.pair(u, uAt, m, mAt + c, k, width, tiles, z, zAt + c);
      }
    }
  }

  @Override
  public float residual(float[] z, int zAt, float[] x, int xAt, int count, float[] lanes) {
    return VectorResidual.plain(z, zAt, x, xAt, count, lanes);
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
    return VectorResidual.weighted(z, zAt, x, xAt, w, wAt, missingWeight, count, lanes);
  }

  @Override
  public void itemGradient(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt) {
    if (L == LANES && width == PANEL) {
      int first = 0;
      if (twoLoads) {
        first = k - k % VectorItemGradient.GROUP;
        VectorItemGradient.product(z, zAt, u, uAt, k, first, tiles, dm, dmAt);
      }
      VectorItemGradient.wide(z, zAt, u, uAt, first, k, tiles, dm, dmAt);
    } else if (L == LANES) {
      for (int c = 0; c < width; c += L) {
        VectorItemGradient.single(z, zAt + c, u, uAt, k, width, tiles, dm, dmAt + c);
      }
    } else {
      for (int c = 0; c < width; c += 2 * L) {
        VectorItemGradient.pair(z, zAt + c, u, uAt, k, width, tiles, dm, dmAt + c);
      }
    }
  }

  @Override
  public void userGradient(
      float[] z, int zAt, float[] m, int mAt, int k, int width, int tiles, float[] du, int duAt) {
    if (L == LANES && width == PANEL) {
      VectorUserGradient.wide(z, zAt, m, mAt, k, tiles, du, duAt);
    } else if (L == LANES) {
      for (int c = 0; c < width; c += L) {
        VectorUserGradient.single(z, zAt + c, m, mAt + c, k, width, tiles, du, duAt);
      }
    } else {
      for (int c = 0; c < width; c += 2 * L) {
        VectorUserGradient.pair(z, zAt + c, m, mAt + c, k, width, tiles, du, duAt + c % LANES);
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
    if (L == LANES && width == PANEL) {
      wideSums(z, zAt, rows, rowLanes, rowsAt, columns, columnsAt);
      return;
    }
    for (int row = 0; row < rows; row++) {
      for (int c = 0; c < width; c += L) {
        FloatVector v = FloatVector.fromArray(S, z, zAt + row * width + c);
        FloatVector.zero(S).intoArray(z, zAt + row * width + c);
        int lane = rowsAt + row * LANES + c % LANES;
        FloatVector.fromArray(S, rowLanes, lane).add(v).intoArray(rowLanes, lane);
        int column = columnsAt + c;
        FloatVector.fromArray(S, columns, column).add(v).intoArray(columns, column);
      }
    }
  }

  /** Rows of four 512-bit vectors, whose sums by column stay in registers. */
  private static void wideSums(
      float[] z, int zAt, int rows, float[] rowLanes, int rowsAt, float[] columns, int columnsAt) {
    FloatVector c0 = FloatVector.fromArray(S, columns, columnsAt);
    FloatVector c1 = FloatVector.fromArray(S, columns, columnsAt + L);
    FloatVector c2 = FloatVector.fromArray(S, columns, columnsAt + 2 * L);
    FloatVector c3 = FloatVector.fromArray(S, columns, columnsAt + 3 * L);
    for (int row = 0; row < rows; row++) {
      int at = zAt + row * PANEL;
      int lane = rowsAt + row * LANES;
      FloatVector v0 = FloatVector.fromArray(S, z, at);
      FloatVector v1 = FloatVector.fromArray(S, z, at + L);
      FloatVector v2 = FloatVector.fromArray(S, z, at + 2 * L);
      FloatVector v3 = FloatVector.fromArray(S, z, at + 3 * L);
      FloatVector.fromArray(S, rowLanes, lane)
          .add(v0)
          .add(v1)
          .add(v2)
          .add(v3)
          .intoArray(rowLanes, lane);
      FloatVector.zero(S).intoArray(z, at);
      FloatVector.zero(S).intoArray(z, at + L);
      FloatVector.zero(S).intoArray(z, at + 2 * L);
      FloatVector.zero(S).intoArray(z, at + 3 * L);
      c0 = c0.add(v0);
      c1 = c1.add(v1);
      c2 = c2.add(v2);
      c3 = c3.add(v3);
    }
    c0.intoArray(columns, columnsAt);
    c1.intoArray(columns, columnsAt + L);
    c2.intoArray(columns, columnsAt + 2 * L);
    c3.intoArray(columns, columnsAt + 3 * L);
  }

  @Override
  public void foldLanes(float[] lanes, int lanesAt, float[] out, int outAt, int count) {
    for (int i = 0; i < count; i++) {
      out[outAt + i] = ScalarOperations.fold(lanes, lanesAt + i * LANES);
    }
  }

  @Override
  public float largestColumnSquare(float[] m, int mAt, int k, int width) {
    float largest = 0; // a vector would be boxed: C2 does not keep it in a register over both loops
    for (int c = 0; c < width; c += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int l = 0; l <= k; l++) {
        FloatVector value = FloatVector.fromArray(S, m, mAt + l * width + c);
        sum = value.fma(value, sum);
      }
      largest = Math.max(largest, sum.reduceLanes(VectorOperators.MAX));
    }
    return largest;
  }

  @Override
  public float scores(float[] m, int mAt, int k, float[] u, float bias, float[] out) {
    return VectorScores.panel(m, mAt, k, u, bias, out);
  }

  @Override
  public void emptyCells(float[] z, float[] w) {
    VectorResidual.empty(z, w);
  }

  @Override
  public void panelGradient(float[] z, float[] w, float[] m, int mAt, int k, float[] lanes) {
    VectorPanelGradient.add(z, w, m, mAt, k, lanes);
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
    float rho = settings.rho();
    FloatVector fresh = FloatVector.broadcast(S, settings.fresh());
    FloatVector mu = FloatVector.broadcast(S, settings.momentum());
    int i = 0;
    for (; i <= count - L; i += L) {
      int j = at + i;
      FloatVector g = FloatVector.fromArray(S, gradient, j).mul(gradientScale);
      FloatVector v = g.mul(g).fma(fresh, FloatVector.fromArray(S, meanSquare, j).mul(rho));
      FloatVector root = v.add(settings.epsilon()).lanewise(VectorOperators.SQRT);
      FloatVector step = g.mul(settings.learningRate()).div(root);
      FloatVector w = FloatVector.fromArray(S, momentum, j).fma(mu, step);
      v.intoArray(meanSquare, j);
      w.intoArray(momentum, j);
      FloatVector.fromArray(S, theta, thetaAt + i).sub(w).intoArray(theta, thetaAt + i);
    }
    for (; i < count; i++) {
      float g = gradient[at + i] * gradientScale;
      theta[thetaAt + i] -= settings.step(g, meanSquare, momentum, at + i);
    }
  }

  @Override
  public void add(float[] a, int at, float[] sums, int sumsAt, int count) {
    int i = 0;
    for (; i <= count - L; i += L) {
      FloatVector v = FloatVector.fromArray(S, sums, sumsAt + i);
      v.add(FloatVector.fromArray(S, a, at + i)).intoArray(sums, sumsAt + i);
    }
    for (; i < count; i++) {
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
    VectorNewton.dots(rows, rowsAt, stride, count, theta, out);
  }

  @Override
  public void weightedSum(
      float[] rows, int rowsAt, int stride, int count, float[] weight, float[] out) {
    VectorNewton.weightedSum(rows, rowsAt, stride, count, weight, out);
  }

  @Override
  public void gram(
      float[] rows, int rowsAt, int stride, int count, float[] weight, int size, float[] out) {
    VectorNewton.gram(rows, rowsAt, stride, count, weight, size, out);
  }

  @Override
  public void solve(float[] a, float[] b, int size) {
    VectorNewton.solve(a, b, size);
  }
}
