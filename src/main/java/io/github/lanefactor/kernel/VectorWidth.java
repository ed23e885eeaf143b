package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** How wide the vectors of the vector kernel are. */
final class VectorWidth {
  /**
   * As wide as this machine likes, but no wider than 16 lanes. Static and final, so that C2 knows.
   */
  static final VectorSpecies<Float> SPECIES = preferred();

  private VectorWidth() {}

  private static VectorSpecies<Float> preferred() {
    VectorSpecies<Float> widest = FloatVector.SPECIES_PREFERRED;
    return widest.length() <= LANES ? widest : VectorSpecies.of(float.class, VectorShape.S_512_BIT);
  }
}
