package io.github.lanefactor.kernel;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * How many multiply-adds this machine can do on a kernel's threads, with the same kind of code and
 * nothing else to do: the yardstick for a kernel's speed.
 */
public final class FmaPeak {
  /** Enough to keep two units with a latency of four to six cycles busy. */
  static final int CHAINS = 12;

  /** The numbers converge to 1, so they never become large or tiny. */
  static final float FACTOR = 0.999f;

  static final float SUMMAND = 0.001f;

  /** Rounds per call: few enough for cold code, which is a thousand times slower. */
  static final int ROUNDS = 2_048;

  /** Calls per measurement, which takes a few milliseconds. */
  static final int CALLS = 500;

  /** Where plain loops start; each round takes the distance to 1 times {@link #FACTOR}. */
  static final float START = 2;

  /** The numbers that plain loops work on, which C2 vectorises. */
  private static final int SCALARS = 256;

  private static final int STRIDE = SCALARS + 64;

  private final Kernel kernel;
  private final boolean vector;
  private final float[] state;
  private final float[] sink;
  private final IntConsumer task = this::work;

  /** Measures the peak for the code and threads of {@code kernel}. */
  public FmaPeak(Kernel kernel) {
    this.kernel = kernel;
    this.vector = kernel.vectorBits() > 0;
    this.state = new float[kernel.threads() * STRIDE];
    this.sink = new float[kernel.threads() * STRIDE];
  }

  /**
   * Measures once, for a few milliseconds.
   *
   * @return GFLOP/s over all threads, counting a multiply-add as two operations
   */
  public double measure() {
    long start = System.nanoTime();
    kernel.workers.run(task);
    double flops = 2.0 * CALLS * ROUNDS * CHAINS * kernel.threads();
    int lanes = vector ? kernel.vectorBits() / Float.SIZE : 1;
    return flops * lanes / (System.nanoTime() - start);
  }

  private void work(int worker) {
    float[] lanes = new float[Layout.LANES];
    float sum = 0;
    for (int call = 0; call < CALLS; call++) {
      sum += vector ? VectorPeak.run(ROUNDS, lanes) : scalar(worker * STRIDE);
    }
    sink[worker * STRIDE] = sum;
  }

  /** What a thread's calls of the last measurement gave in sum: it tells how much they did. */
  float sum(int worker) {
    return sink[worker * STRIDE];
  }

  /** The same number of multiply-adds in plain loops: {@link #CHAINS} for each number and pass. */
  private float scalar(int at) {
    Arrays.fill(state, at, at + SCALARS, START);
    for (int pass = 0; pass < ROUNDS / SCALARS; pass++) {
      chains(state, at);
    }
    return state[at + SCALARS - 1];
  }

  private static void chains(float[] state, int at) {
    for (int i = at; i < at + SCALARS; i++) {
      float a = state[i];
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      a = FusedMultiplyAdd.fma(a, FACTOR, SUMMAND);
      state[i] = a;
    }
  }
}
