package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs every operation on a little data until the compiler has seen it often enough. Before it is
 * compiled, vector code runs about fifty times slower, so a program that reads its data first does
 * well to warm up meanwhile.
 */
public final class WarmUp {
  /** As many factors and tiles as real work has: the compiler judges loops by what it has seen. */
  private static final int K = 15;

  private static final int TILES = 4;

  private static final int ROUNDS = 400;

  private static final AtomicBoolean DONE = new AtomicBoolean();

  private WarmUp() {}

  /** Warms up the kernel of the kind that is asked for, once. Scalar code needs none. */
  public static void run(KernelChoice choice) {
    Operations ops = choice.operations();
    if (ops.vectorBits() == 0 || !DONE.compareAndSet(false, true)) {
      return;
    }
    int size = K + 1;
    float[] u = filled(TILES * ROWS * size);
    float[] m = filled(PANEL * size);
    float[] z = filled(TILES * ROWS * PANEL);
    float[] x = filled(TILES * ROWS * PANEL);
    float[] w = filled(TILES * ROWS * PANEL);
    float[] sums = filled(TILES * size * ROWS * LANES);
    float[] lanes = new float[LANES];
    float[] out = filled(size * PANEL);
    float[] weight = filled(PANEL);
    float[] triangle = filled(size * size * LANES);
    int[] index = {0, 1, 2, 3};
    Rmsprop settings = Rmsprop.of(1e-3, 0.9, 0.9, 1e-7);
    for (int round = 0; round < ROUNDS && !Thread.currentThread().isInterrupted(); round++) {
      ops.logits(u, 0, m, 0, K, PANEL, TILES, z, 0);
      ops.weightedResidual(z, 0, x, 0, w, 0, 1, TILES * ROWS * PANEL, lanes);
      ops.residual(z, 0, x, 0, TILES * ROWS * PANEL, lanes);
      ops.userGradient(z, 0, m, 0, K, PANEL, TILES, sums, 0);
      ops.itemGradient(z, 0, u, 0, K, PANEL, TILES, out, 0);
      ops.logits(u, 0, m, 0, K, LANES, TILES, z, 0);
      ops.userGradient(z, 0, m, 0, K, LANES, TILES, sums, 0);
      ops.itemGradient(z, 0, u, 0, K, LANES, TILES, out, 0);
      ops.sums(w, 0, PANEL, 8, sums, 0, out, 0);
      ops.foldLanes(sums, 0, out, 0, 64);
      ops.largestColumnSquare(m, 0, K, PANEL);
      ops.rmsprop(z, 0, w, x, out, 0, 8 * LANES, 1, settings);
      ops.dots(m, LANES, index, 0, 4, u, 0, out);
      ops.gram(m, LANES, index, 0, 4, weight, size, out);
      Arrays.fill(triangle, 1);
      ops.solve(triangle, sums, size);
    }
  }

  private static float[] filled(int length) {
    float[] a = new float[length + PANEL];
    Arrays.fill(a, 0.1f);
    return a;
  }
}
