package io.github.lanefactor.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.kernel.Cells;
import org.junit.jupiter.api.Test;

class RidgeTest {
  /** Users with 3, 0 and 1 ratings; items with 2, 1, 1 and 0. */
  private final Cells cells =
      new Cells(3, 4, new int[] {0, 3, 3, 4}, new int[] {0, 1, 2, 0}, new float[4], null, 1);

  /** ρ = factor·(c + 5)^exponent. */
  @Test
  void growsWithTheNumberOfRatings() {
    Ridge ridge = Ridge.of(cells, new Ridge.Growth(0.5, 1, 2, 0.5, 0.3));
    assertArrayEquals(new float[] {4, 2.5f, 3}, ridge.users());
    float[] roots = new float[] {7, 6, 6, 5};
    for (int item = 0; item < 4; item++) {
      assertEquals(2 * Math.sqrt(roots[item]), ridge.items()[item], 1e-6);
    }
    assertEquals(0.3f, ridge.biasShare());
  }

  @Test
  void isTheSameForAllWhereTheExponentIs0() {
    Ridge ridge = Ridge.of(cells, new Ridge.Growth(2, 0, 0, 1, 0.1));
    assertArrayEquals(new float[] {2, 2, 2}, ridge.users());
    assertArrayEquals(new float[4], ridge.items());
  }
}
