package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The scores of one panel for one user: four vectors of items at a time stay in registers. */
final class VectorScores {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorScores() {}

  static float panel(float[] m, int mAt, int k, float[] u, float bias, float[] out) {
    FloatVector largest = FloatVector.broadcast(S, Float.NEGATIVE_INFINITY);
    FloatVector b = FloatVector.broadcast(S, bias);
    for (int c = 0; c < PANEL; c += 4 * L) {
      FloatVector z0 = FloatVector.zero(S);
      FloatVector z1 = FloatVector.zero(S);
      FloatVector z2 = FloatVector.zero(S);
      FloatVector z3 = FloatVector.zero(S);
      int at = mAt + c;
      for (int l = 0; l < k; l++) {
        FloatVector factor = FloatVector.broadcast(S, u[l]);
        z0 = factor.fma(FloatVector.fromArray(S, m, at), z0);
        z1 = factor.fma(FloatVector.fromArray(S, m, at + L), z1);
        z2 = factor.fma(FloatVector.fromArray(S, m, at + 2 * L), z2);
        z3 = factor.fma(FloatVector.fromArray(S, m, at + 3 * L), z3);
        at += PANEL;
      }
      z0 = z0.add(FloatVector.fromArray(S, m, at).add(b));
      z1 = z1.add(FloatVector.fromArray(S, m, at + L).add(b));
      z2 = z2.add(FloatVector.fromArray(S, m, at + 2 * L).add(b));
      z3 = z3.add(FloatVector.fromArray(S, m, at + 3 * L).add(b));
      z0.intoArray(out, c);
      z1.intoArray(out, c + L);
      z2.intoArray(out, c + 2 * L);
      z3.intoArray(out, c + 3 * L);
      largest = largest.max(z0.max(z1).max(z2.max(z3)));
    }
    return largest.reduceLanes(VectorOperators.MAX); // in any order the same
  }
}
