package io.github.lanefactor.kernel;

/**
 * The logistic function of the exponent of 2 that the product gives: for t = −log2(e)·z, σ(z) =
 * 1/(1 + 2^t). Its constants, and the scalar code that the vector code follows lane by lane.
 *
 * <p>t is split into n + f, where n is the nearest integer. Adding {@link #MAGIC} rounds t to an
 * integer and leaves n + 127 in the lowest bits, which shifted left by 23 are the float 2^n. 2^f is
 * the quotient (A + B)/(A − B) with A = {@link #EVEN} + f² and B = {@link #ODD}·f, so that σ = (A −
 * B)/(2^n·(A + B) + (A − B)) takes only one division. Largest absolute error of σ: below 1.9e-7.
 */
final class Sigmoid {
  /** −log2(e), which turns a logit into t. */
  static final float TO_EXPONENT = (float) -1.4426950408889634;

  /** The largest |t| for which 2^t and 1/(1 + 2^t) stay normal numbers. */
  static final float LIMIT = 120;

  static final float MAGIC = 12582912f + 127f;

  /** With {@link #ODD}, the pair that minimises the largest error of σ. */
  static final float EVEN = 25.0393963f;

  static final float ODD = 8.67793846f;

  private Sigmoid() {}

  /** σ of the logit z whose t = −log2(e)·z is given, |t| ≤ {@link #LIMIT}. */
  static float ofExponent(float t) {
    float u = t + MAGIC;
    float f = t - (u - MAGIC);
    float even = FusedMultiplyAdd.fma(f, f, EVEN);
    float odd = f * ODD;
    float low = even - odd;
    float scale = Float.intBitsToFloat(Float.floatToRawIntBits(u) << 23);
    return low / FusedMultiplyAdd.fma(even + odd, scale, low);
  }

  /** σ(z) for any z; NaN stays NaN. */
  static float of(float z) {
    return ofExponent(clamp(z * TO_EXPONENT));
  }

  /** t clamped to the limits; NaN stays NaN. */
  static float clamp(float t) {
    return Math.max(-LIMIT, Math.min(LIMIT, t));
  }
}
