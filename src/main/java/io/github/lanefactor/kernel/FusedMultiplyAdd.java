package io.github.lanefactor.kernel;

/** a·b + c with a single rounding, fast even on machines without the instruction. */
public final class FusedMultiplyAdd {
  /**
   * Whether {@link Math#fma} is a hardware instruction here, rather than thousands of times slower.
   */
  static final boolean HARDWARE = quick();

  private static final int CALLS = 50;

  private FusedMultiplyAdd() {}

  /** a·b + c, rounded once. */
  public static float fma(float a, float b, float c) {
    return HARDWARE ? Math.fma(a, b, c) : emulated(a, b, c);
  }

  /**
   * The product of two floats is exact in double. The sum is rounded to odd before it is rounded to
   * float, so that rounding twice is the same as rounding once (Boldo and Melquiond, "Emulation of
   * a FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
   */
  static float emulated(float a, float b, float c) {
    double product = (double) a * b;
    double sum = product + c;
    double back = sum - product;
    double error = (product - (sum - back)) + (c - back);
    boolean inexact = error > 0 || error < 0; // not NaN, as when the sum is infinite
    if (inexact && (Double.doubleToRawLongBits(sum) & 1) == 0) {
      boolean away = error > 0 == sum > 0;
      sum = Double.longBitsToDouble(Double.doubleToRawLongBits(sum) + (away ? 1 : -1));
    }
    return (float) sum;
  }

  /**
   * Without the instruction a call uses decimal arithmetic, which takes a microsecond or more for
   * numbers as long as these; with it, a call takes about ten nanoseconds even when interpreted. A
   * busy or emulated machine gets more than one chance: each round takes 50 µs without it.
   */
  private static boolean quick() {
    float x = 1.1f;
    long best = Long.MAX_VALUE;
    for (int round = 0; round < 40 && best >= CALLS * 200; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < CALLS; i++) {
        x = Math.fma(x, -0.9999999f, Float.MIN_NORMAL);
      }
      best = Math.min(best, System.nanoTime() - start);
    }
    return x != 0 && best < CALLS * 200;
  }
}
