package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** What the cells of one panel add to one user's gradient. */
final class VectorPanelGradient {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorPanelGradient() {}

  static void add(float[] z, float[] w, float[] m, int mAt, int k, float[] lanes) {
    for (int c = 0; c < LANES; c += L) {
      FloatVector z0 = FloatVector.fromArray(S, z, c);
      FloatVector z1 = FloatVector.fromArray(S, z, c + LANES);
      FloatVector z2 = FloatVector.fromArray(S, z, c + 2 * LANES);
      FloatVector z3 = FloatVector.fromArray(S, z, c + 3 * LANES);
      for (int l = 0; l < k; l++) {
        int at = mAt + l * PANEL + c;
        FloatVector sum = FloatVector.fromArray(S, lanes, l * LANES + c);
        sum = z0.fma(FloatVector.fromArray(S, m, at), sum);
        sum = z1.fma(FloatVector.fromArray(S, m, at + LANES), sum);
        sum = z2.fma(FloatVector.fromArray(S, m, at + 2 * LANES), sum);
        sum = z3.fma(FloatVector.fromArray(S, m, at + 3 * LANES), sum);
        sum.intoArray(lanes, l * LANES + c);
      }
      FloatVector bias = FloatVector.fromArray(S, lanes, k * LANES + c);
      bias.add(z0).add(z1).add(z2).add(z3).intoArray(lanes, k * LANES + c);
      int last = (k + 1) * LANES + c;
      FloatVector.fromArray(S, lanes, last)
          .add(FloatVector.fromArray(S, w, c))
          .add(FloatVector.fromArray(S, w, c + LANES))
          .add(FloatVector.fromArray(S, w, c + 2 * LANES))
          .add(FloatVector.fromArray(S, w, c + 3 * LANES))
          .intoArray(lanes, last);
    }
  }
}
