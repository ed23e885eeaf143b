package io.github.lanefactor.support;

import java.util.SplittableRandom;

/**
 * Random draws that are the same on every JVM: they take only the 64 bits of {@link
 * SplittableRandom#nextLong()} (SplitMix64) and do the rest here.
 */
public final class Draws {
  private final SplittableRandom random;

  public Draws(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * A number from 0 to {@code bound - 1}. Uneven by at most bound / 2³², which nobody can notice.
   */
  public int below(int bound) {
    return (int) ((random.nextLong() >>> 32) * bound >>> 32);
  }

  /** 64 random bits: a seed for draws that are independent of these. */
  public long bits() {
    return random.nextLong();
  }

  /** A number from 0 up to but not including 1. */
  public double unit() {
    return (random.nextLong() >>> 11) * 0x1p-53;
  }

  /** A number from the standard normal distribution, by Box and Muller. */
  public double gaussian() {
    double radius = Math.sqrt(-2 * StrictMath.log(1 - unit()));
    return radius * StrictMath.cos(2 * Math.PI * unit());
  }

  /** What, added to log weights, makes the largest sums draws by those weights (Gumbel). */
  public double gumbel() {
    return -StrictMath.log(-StrictMath.log(unit() + 0x1p-54));
  }

  /** The numbers from 0 to {@code n - 1} in random order (Fisher–Yates). */
  public int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      int j = below(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }
}
