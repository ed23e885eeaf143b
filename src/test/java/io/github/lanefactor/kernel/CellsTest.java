package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Problem.Weighting;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class CellsTest {
  /** Whether the pairs fit into a byte or not, each cell has the values it was given. */
  @Property(tries = 200)
  void keepsEachTargetAndWeight(
      @ForAll @IntRange(max = 2000) int size,
      @ForAll @IntRange(min = 1, max = 40) int targets,
      @ForAll @IntRange(max = 40) int weights,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] target = new float[size];
    float[] weight = weights == 0 ? null : new float[size];
    for (int p = 0; p < size; p++) {
      target[p] = random.nextInt(targets) / 7f;
      if (weight != null) {
        weight[p] = (1 + random.nextInt(weights)) / 3f;
      }
    }
    CellValues values = CellValues.of(size, p -> target[p], weight == null ? null : p -> weight[p]);
    assertEquals(weight == null, values.unweighted());
    for (int p = 0; p < size; p++) {
      assertEquals(target[p], values.target(p));
      assertEquals(weight == null ? 1 : weight[p], values.weight(p));
    }
  }

  /** Each observed cell is there once, with its values, and each row is in ascending order. */
  @Property(tries = 100)
  void transposedTheRowsAreItems(
      @ForAll @IntRange(min = 1, max = 40) int n,
      @ForAll @IntRange(min = 1, max = 40) int m,
      @ForAll Weighting weighting,
      @ForAll long seed) {
    Cells cells = Problem.of(n, m, 1, 0.3, weighting, seed).cells();
    Cells turned = cells.transposed();
    assertEquals(m, turned.users());
    assertEquals(n, turned.items());
    assertEquals(cells.size(), turned.size());
    assertEquals(cells.missingWeight(), turned.missingWeight());
    int found = 0;
    for (int i = 0; i < m; i++) {
      for (int q = turned.start()[i]; q < turned.start()[i + 1]; q++) {
        int u = turned.itemAt(q);
        assertTrue(q == turned.start()[i] || turned.itemAt(q - 1) < u);
        for (int p = cells.start()[u]; p < cells.start()[u + 1]; p++) {
          if (cells.itemAt(p) == i) {
            assertEquals(cells.targetAt(p), turned.targetAt(q));
            assertEquals(cells.weightAt(p), turned.weightAt(q));
            found++;
          }
        }
      }
    }
    assertEquals(cells.size(), found);
  }
}
