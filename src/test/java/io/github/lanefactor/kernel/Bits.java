package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.HexFormat;

/** Compares numbers bit for bit; all NaN count as the same, as Java does not fix their bits. */
public final class Bits {
  private Bits() {}

  /** Fails unless all numbers are the same. */
  public static void assertSame(float[] expected, float[] found, String what) {
    if (expected.length != found.length) {
      fail(what + ": expected " + expected.length + " numbers, found " + found.length);
    }
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        fail(
            "%s at %d: expected %s (%s), found %s (%s)"
                .formatted(what, i, expected[i], hex(expected[i]), found[i], hex(found[i])));
      }
    }
  }

  /** Fails unless the numbers are the same. */
  public static void assertSame(double expected, double found, String what) {
    if (Double.doubleToLongBits(expected) != Double.doubleToLongBits(found)) {
      fail("%s: expected %s, found %s".formatted(what, expected, found));
    }
  }

  /** Fails unless all weights are the same. */
  public static void assertSame(Factors expected, Factors found, String what) {
    assertSame(expected.u, found.u, what + ", U");
    assertSame(expected.m, found.m, what + ", M");
    assertSame(expected.bu, found.bu, what + ", bu");
    assertSame(expected.bm, found.bm, what + ", bm");
    assertSame(expected.bg, found.bg, what + ", bg");
  }

  private static String hex(float value) {
    return HexFormat.of().toHexDigits(Float.floatToIntBits(value));
  }
}
