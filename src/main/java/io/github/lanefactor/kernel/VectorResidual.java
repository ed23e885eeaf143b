package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Sigmoid, residual, loss and the gradient by the logit in one sweep over a buffer in the innermost
 * cache. See {@link Sigmoid} for the arithmetic, which stands here once more for each loop: C2
 * keeps vectors in registers only while nothing has to be inlined deeply.
 */
final class VectorResidual {
  private static final VectorSpecies<Float> S = VectorOperations.SPECIES;
  private static final int L = S.length();

  private VectorResidual() {}

  /** {@link Operations#residual}. */
  static float plain(float[] z, int zAt, float[] x, int xAt, int count, float[] lanes) {
    FloatVector one = FloatVector.broadcast(S, 1);
    FloatVector magic = FloatVector.broadcast(S, Sigmoid.MAGIC);
    for (int lane = 0; lane < LANES; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int i = lane; i < count; i += LANES) {
        FloatVector t = FloatVector.fromArray(S, z, zAt + i);
        FloatVector u = t.add(magic);
        FloatVector f = t.sub(u.sub(magic));
        FloatVector p =
            f.fma(FloatVector.broadcast(S, Sigmoid.C5), FloatVector.broadcast(S, Sigmoid.C4));
        p = p.fma(f, FloatVector.broadcast(S, Sigmoid.C3));
        p = p.fma(f, FloatVector.broadcast(S, Sigmoid.C2));
        p = p.fma(f, FloatVector.broadcast(S, Sigmoid.C1));
        p = p.fma(f, one);
        FloatVector scale =
            u.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector s = FloatVector.broadcast(S, -1).div(p.fma(scale, one));
        FloatVector d = s.add(FloatVector.fromArray(S, x, xAt + i));
        FloatVector.zero(S).intoArray(x, xAt + i);
        sum = d.fma(d, sum);
        s.fma(s, s).mul(d).intoArray(z, zAt + i);
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
    FloatVector one = FloatVector.broadcast(S, 1);
    FloatVector magic = FloatVector.broadcast(S, Sigmoid.MAGIC);
    FloatVector missing = FloatVector.broadcast(S, missingWeight);
    for (int lane = 0; lane < LANES; lane += L) {
      FloatVector sum = FloatVector.zero(S);
      for (int i = lane; i < count; i += LANES) {
        FloatVector t = FloatVector.fromArray(S, z, zAt + i);
        FloatVector u = t.add(magic);
        FloatVector f = t.sub(u.sub(magic));
        FloatVector p =
            f.fma(FloatVector.broadcast(S, Sigmoid.C5), FloatVector.broadcast(S, Sigmoid.C4));
        p = p.fma(f, FloatVector.broadcast(S, Sigmoid.C3));
        p = p.fma(f, FloatVector.broadcast(S, Sigmoid.C2));
        p = p.fma(f, FloatVector.broadcast(S, Sigmoid.C1));
        p = p.fma(f, one);
        FloatVector scale =
            u.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector s = FloatVector.broadcast(S, -1).div(p.fma(scale, one));
        FloatVector d = s.add(FloatVector.fromArray(S, x, xAt + i));
        FloatVector.zero(S).intoArray(x, xAt + i);
        FloatVector weight = FloatVector.fromArray(S, w, wAt + i);
        VectorMask<Float> unobserved = weight.compare(VectorOperators.EQ, 0);
        FloatVector wd = weight.blend(missing, unobserved).mul(d);
        sum = wd.fma(d, sum);
        FloatVector slope = s.fma(s, s);
        slope.mul(wd).intoArray(z, zAt + i);
        FloatVector.zero(S).blend(slope.mul(slope), unobserved).intoArray(w, wAt + i);
      }
      sum.intoArray(lanes, lane);
    }
    return ScalarOperations.fold(lanes, 0);
  }
}
