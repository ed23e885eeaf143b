package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid, residual, loss and the gradient with respect to the logit in one run over a buffer in
 * the innermost cache. See {@link Sigmoid} for the arithmetic, which is repeated here in each loop:
 * C2 keeps vectors in registers only if nothing needs deep inlining.
 */
final class VectorResidual {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final VectorSpecies<Integer> INTS = S.withLanes(int.class);
  private static final int L = S.length();

  /**
   * Where a float's exponent begins. We shift by a vector, not by a number: inside the latter C2
   * has to guess the vector's class, and with too little profiling it allocates vectors as objects.
   */
  private static final int EXPONENT = 23;

  private VectorResidual() {}

  /** {@link Operations#residual}. */
  static float plain(float[] z, int zAt, float[] x, int xAt, int count, float[] lanes) {
    FloatVector evenTerm = FloatVector.broadcast(S, Sigmoid.EVEN);
    FloatVector magic = FloatVector.broadcast(S, Sigmoid.MAGIC);
    IntVector exponent = IntVector.broadcast(INTS, EXPONENT);
    for (int lane = 0; lane < LANES; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int i = lane; i < count; i += LANES) {
        FloatVector t = FloatVector.fromArray(S, z, zAt + i);
        FloatVector u = t.add(magic);
        FloatVector f = t.sub(u.sub(magic));
        FloatVector even = f.fma(f, evenTerm);
        FloatVector odd = f.mul(Sigmoid.ODD);
        FloatVector low = even.sub(odd);
        FloatVector scale =
            u.reinterpretAsInts().lanewise(VectorOperators.LSHL, exponent).reinterpretAsFloats();
        FloatVector s = low.div(even.add(odd).fma(scale, low));
        FloatVector d = FloatVector.fromArray(S, x, xAt + i).sub(s);
        FloatVector.zero(S).intoArray(x, xAt + i);
        sum = d.fma(d, sum);
        s.sub(1).mul(s).mul(d).intoArray(z, zAt + i);
      }
      sum.intoArray(lanes, lane);
    }
    return ScalarOperations.fold(lanes, 0);
  }

  /** {@link Operations#weightedResidual}. */
  static float weighted(
      float[] z,
      int zAt,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float missingWeight,
      int count,
      float[] lanes) {
    FloatVector evenTerm = FloatVector.broadcast(S, Sigmoid.EVEN);
    FloatVector magic = FloatVector.broadcast(S, Sigmoid.MAGIC);
    IntVector exponent = IntVector.broadcast(INTS, EXPONENT);
    FloatVector missing = FloatVector.broadcast(S, missingWeight);
    for (int lane = 0; lane < LANES; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int i = lane; i < count; i += LANES) {
        FloatVector t = FloatVector.fromArray(S, z, zAt + i);
        FloatVector u = t.add(magic);
        FloatVector f = t.sub(u.sub(magic));
        FloatVector even = f.fma(f, evenTerm);
        FloatVector odd = f.mul(Sigmoid.ODD);
        FloatVector low = even.sub(odd);
        FloatVector scale =
            u.reinterpretAsInts().lanewise(VectorOperators.LSHL, exponent).reinterpretAsFloats();
        FloatVector s = low.div(even.add(odd).fma(scale, low));
        FloatVector d = FloatVector.fromArray(S, x, xAt + i).sub(s);
        FloatVector.zero(S).intoArray(x, xAt + i);
        FloatVector weight = FloatVector.fromArray(S, w, wAt + i);
        VectorMask<Float> unobserved = weight.compare(VectorOperators.EQ, 0);
        FloatVector wd = weight.blend(missing, unobserved).mul(d);
        sum = wd.fma(d, sum);
        FloatVector slope = s.sub(1).mul(s);
        slope.mul(wd).intoArray(z, zAt + i);
        FloatVector.zero(S).blend(slope.mul(slope), unobserved).intoArray(w, wAt + i);
      }
      sum.intoArray(lanes, lane);
    }
    return ScalarOperations.fold(lanes, 0);
  }

  /** {@link Operations#emptyCells}. */
  static void empty(float[] z, float[] w) {
    FloatVector evenTerm = FloatVector.broadcast(S, Sigmoid.EVEN);
    FloatVector magic = FloatVector.broadcast(S, Sigmoid.MAGIC);
    FloatVector most = FloatVector.broadcast(S, Sigmoid.LIMIT);
    FloatVector least = FloatVector.broadcast(S, -Sigmoid.LIMIT);
    IntVector exponent = IntVector.broadcast(INTS, EXPONENT);
    for (int c = 0; c < PANEL; c += L) {
      FloatVector t = FloatVector.fromArray(S, z, c).mul(Sigmoid.TO_EXPONENT).min(most).max(least);
      FloatVector u = t.add(magic);
      FloatVector f = t.sub(u.sub(magic));
      FloatVector even = f.fma(f, evenTerm);
      FloatVector odd = f.mul(Sigmoid.ODD);
      FloatVector low = even.sub(odd);
      FloatVector scale =
          u.reinterpretAsInts().lanewise(VectorOperators.LSHL, exponent).reinterpretAsFloats();
      FloatVector s = low.div(even.add(odd).fma(scale, low));
      FloatVector slope = s.sub(1).mul(s);
      slope.mul(FloatVector.zero(S).sub(s)).intoArray(z, c);
      slope.mul(slope).intoArray(w, c);
    }
  }
}
