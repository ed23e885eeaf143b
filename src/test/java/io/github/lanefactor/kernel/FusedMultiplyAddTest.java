package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The emulation against {@link Math#fma}, bit for bit. */
class FusedMultiplyAddTest {
  @BeforeAll
  static void needsTheInstruction() {
    assumeTrue(FusedMultiplyAdd.HARDWARE, "Math.fma takes too long without the instruction");
  }

  @Test
  void equalsOnAnyBits() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2_000_000; i++) {
      check(bits(random), bits(random), bits(random));
    }
  }

  @Test
  void equalsOnOrdinaryNumbers() {
    Random random = new Random(2);
    for (int i = 0; i < 1_000_000; i++) {
      float size = (float) Math.exp(10 * random.nextGaussian());
      check(
          (float) random.nextGaussian(),
          (float) random.nextGaussian(),
          (float) random.nextGaussian() * size);
    }
  }

  /** c nearly cancels the product, so that what is left are the bits that rounding drops. */
  @Test
  void equalsWhereTheSumCancels() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1_000_000; i++) {
      float a = ordinary(random);
      float b = ordinary(random);
      float c = -a * b;
      for (int ulps = random.nextInt(4); ulps > 0; ulps--) {
        c = random.nextBoolean() ? Math.nextUp(c) : Math.nextDown(c);
      }
      check(a, b, c);
    }
  }

  /** Sums that lie half way between two floats, or a little beside that: rounded once or twice? */
  @Test
  void equalsWhereTheSumIsNearATie() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 1_000_000; i++) {
      float c = ordinary(random);
      float half = Math.ulp(c) / 2;
      float a = random.nextBoolean() ? half : Math.nextUp(half);
      float b = 1 + (random.nextInt(5) - 2) * 0x1p-23f;
      float tail = random.nextInt(3) == 0 ? Math.scalb(1f, random.nextInt(40) - 20) : 1;
      check(random.nextBoolean() ? a : -a, b, c);
      check(a * tail, b / tail, c);
    }
  }

  @Test
  void equalsOnSpecialNumbers() {
    float[] special = {
      0,
      -0f,
      1,
      -1,
      1.5f,
      Float.MIN_VALUE,
      -Float.MIN_VALUE,
      Float.MIN_NORMAL,
      Float.MAX_VALUE,
      -Float.MAX_VALUE,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      Float.NaN,
      0x1p-75f,
      0x1.000002p0f,
      0x1.fffffep-1f,
      0x1p-149f,
      0x1p64f
    };
    for (float a : special) {
      for (float b : special) {
        for (float c : special) {
          check(a, b, c);
        }
      }
    }
  }

  private static float bits(SplittableRandom random) {
    return Float.intBitsToFloat(random.nextInt());
  }

  private static float ordinary(SplittableRandom random) {
    float mantissa = 1 + random.nextInt(1 << 23) * 0x1p-23f;
    return Math.scalb(random.nextBoolean() ? mantissa : -mantissa, random.nextInt(40) - 20);
  }

  private static void check(float a, float b, float c) {
    float expected = Math.fma(a, b, c);
    float found = FusedMultiplyAdd.emulated(a, b, c);
    if (Float.floatToIntBits(expected) != Float.floatToIntBits(found)) {
      assertEquals(expected, found, () -> a + " * " + b + " + " + c);
    }
  }
}
