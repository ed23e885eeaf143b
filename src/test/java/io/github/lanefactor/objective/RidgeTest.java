package io.github.lanefactor.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.kernel.Cells;
import org.junit.jupiter.api.Test;

class RidgeTest {
  /** Users with 3, 0 and 1 ratings; items with 2, 1, 1 and 0. */
  private final Cells cells = cells(1, 1, 1, 1, 1);

  private static Cells cells(float missingWeight, float... targets) {
    int count = targets.length;
    return new Cells(
        3,
        4,
        new int[] {0, count - 1, count - 1, count},
        items(count),
        targets,
        null,
        missingWeight);
  }

  private static int[] items(int count) {
    int[] items = new int[count];
    for (int p = 0; p < count - 1; p++) {
      items[p] = p;
    }
    return items;
  }

  /** ρ = factor·(c + offset)^exponent. */
  @Test
  void growsWithTheNumberOfRatings() {
    Ridge ridge = Ridge.of(cells, new Ridge.Growth(0.5, 1, 2, 0.5, 5, 0.3));
    assertArrayEquals(new float[] {4, 2.5f, 3}, ridge.users());
    float[] roots = new float[] {7, 6, 6, 5};
    for (int item = 0; item < 4; item++) {
      assertEquals(2 * Math.sqrt(roots[item]), ridge.items()[item], 1e-6);
    }
    assertEquals(0.3f, ridge.biasShare());
  }

  /** A dislike does not count, unless the cells without a rating do not either. */
  @Test
  void dislikesDoNotCount() {
    Ridge.Growth growth = new Ridge.Growth(1, 1, 1, 1, 5, 0.1);
    Ridge ridge = Ridge.of(cells(1, 1, 0, 0.5f, 0), growth);
    assertArrayEquals(new float[] {7, 5, 5}, ridge.users());
    assertArrayEquals(new float[] {6, 5, 6, 5}, ridge.items());
    assertArrayEquals(new float[] {8, 5, 6}, Ridge.of(cells(0, 1, 0, 0.5f, 0), growth).users());
  }

  @Test
  void isTheSameForAllWhereTheExponentIs0() {
    Ridge ridge = Ridge.of(cells, new Ridge.Growth(2, 0, 0, 1, 5, 0.1));
    assertArrayEquals(new float[] {2, 2, 2}, ridge.users());
    assertArrayEquals(new float[4], ridge.items());
  }
}
