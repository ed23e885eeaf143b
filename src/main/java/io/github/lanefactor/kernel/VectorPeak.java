package io.github.lanefactor.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link FmaPeak} with the Vector API. */
final class VectorPeak {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;

  private VectorPeak() {}

  /** Runs {@code rounds} rounds of {@link FmaPeak#CHAINS} independent vector multiply-adds. */
  static float run(int rounds, float[] lanes) {
    FloatVector x = FloatVector.broadcast(S, FmaPeak.FACTOR);
    FloatVector y = FloatVector.broadcast(S, FmaPeak.SUMMAND);
    FloatVector a = FloatVector.broadcast(S, 1);
    FloatVector b = FloatVector.broadcast(S, 2);
    FloatVector c = FloatVector.broadcast(S, 3);
    FloatVector d = FloatVector.broadcast(S, 4);
    FloatVector e = FloatVector.broadcast(S, 5);
    FloatVector f = FloatVector.broadcast(S, 6);
    FloatVector g = FloatVector.broadcast(S, 7);
    FloatVector h = FloatVector.broadcast(S, 8);
    FloatVector i = FloatVector.broadcast(S, 9);
    FloatVector j = FloatVector.broadcast(S, 10);
    FloatVector k = FloatVector.broadcast(S, 11);
    FloatVector l = FloatVector.broadcast(S, 12);
    for (int round = 0; round < rounds; round++) {
      a = a.fma(x, y);
      b = b.fma(x, y);
      c = c.fma(x, y);
      d = d.fma(x, y);
      e = e.fma(x, y);
      f = f.fma(x, y);
      g = g.fma(x, y);
      h = h.fma(x, y);
      i = i.fma(x, y);
      j = j.fma(x, y);
      k = k.fma(x, y);
      l = l.fma(x, y);
    }
    FloatVector half = a.add(b).add(c.add(d)).add(e.add(f));
    half.add(g.add(h)).add(i.add(j)).add(k.add(l)).intoArray(lanes, 0);
    return lanes[0];
  }
}
