package io.github.lanefactor.kernel;

/** Benchmarks check what they are about to time: a wrong result fails. */
final class Check {
  private Check() {}

  /** Compares all numbers, bit for bit. */
  static void same(float[] expected, float[] found, String what) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
        throw new AssertionError(
            "%s at %d: expected %s, found %s".formatted(what, i, expected[i], found[i]));
      }
    }
  }

  static void same(Factors expected, Factors found) {
    same(expected.u, found.u, "U");
    same(expected.m, found.m, "M");
    same(expected.bu, found.bu, "bu");
    same(expected.bm, found.bm, "bm");
    same(new float[] {expected.bg}, new float[] {found.bg}, "bg");
  }

  static void same(double expected, double found, String what) {
    near(expected, found, 0, what);
  }

  static void near(double expected, double found, double tolerance, String what) {
    if (!(Math.abs(expected - found) <= tolerance)) {
      throw new AssertionError("%s: expected %s, found %s".formatted(what, expected, found));
    }
  }
}
