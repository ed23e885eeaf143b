package io.github.lanefactor.kernel;

/**
 * The logistic function from the exponent of 2 that the product gives: for t = −log2(e)·z, σ(z) =
 * 1/(1 + 2^t). Its constants, and the scalar code that the vector code repeats lane by lane.
 *
 * <p>t is split into n + f with n its nearest integer. Adding {@link #MAGIC} rounds t to an integer
 * and leaves n + 127 in the lowest bits, which shifted left by 23 are the float 2^n. 2^f is a
 * polynomial of degree 5. Largest absolute error of σ: below 1.2e-7.
 */
final class Sigmoid {
  /** −log2(e): what turns a logit into t. */
  static final float TO_EXPONENT = (float) -1.4426950408889634;

  /** The largest |t| for which 2^t and 1/(1 + 2^t) stay normal numbers. */
  static final float LIMIT = 120;

  static final float MAGIC = 12582912f + 127f;

  /** Minimax coefficients of 2^f on [−½, ½], from f⁵ down to f. */
  static final float C5 = 1.326472712e-03f;

  static final float C4 = 9.671512645e-03f;
  static final float C3 = 5.550733743e-02f;
  static final float C2 = 2.402224209e-01f;
  static final float C1 = 6.931469776e-01f;

  private Sigmoid() {}

  /** −σ of the logit z whose t = −log2(e)·z is given, |t| ≤ {@link #LIMIT}. */
  static float negative(float t) {
    float u = t + MAGIC;
    float f = t - (u - MAGIC);
    float p = FusedMultiplyAdd.fma(f, C5, C4);
    p = FusedMultiplyAdd.fma(p, f, C3);
    p = FusedMultiplyAdd.fma(p, f, C2);
    p = FusedMultiplyAdd.fma(p, f, C1);
    p = FusedMultiplyAdd.fma(p, f, 1);
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(u) << 23);
    return -1 / FusedMultiplyAdd.fma(p, scale, 1);
  }

  /** σ(z) for any z; NaN stays NaN. */
  static float of(float z) {
    return -negative(clamp(z * TO_EXPONENT));
  }

  /** t within the limits; NaN stays NaN. */
  static float clamp(float t) {
    return Math.max(-LIMIT, Math.min(LIMIT, t));
  }
}
