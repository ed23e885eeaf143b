package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ItemPanelsTest {
  /** Whatever the order, each item is packed once and no score is above its panel's bound. */
  @Property(tries = 200)
  void boundsHoldAndEveryItemHasItsPlace(
      @ForAll @IntRange(max = 400) int items,
      @ForAll @IntRange(min = 1, max = 40) int k,
      @ForAll @IntRange(max = 6) int size,
      @ForAll boolean alike,
      @ForAll long seed) {
    Random random = new Random(seed);
    float[] m = numbers(random, items * (k + 1), (float) Math.pow(10, size - 3));
    ItemVectors source = (item, l) -> m[item * (k + 1) + l];
    ItemPanels panels =
        alike ? ItemPanels.of(items, k, source, 2) : ItemPanels.longestFirst(items, k, source);
    float[] u = numbers(random, k, 2);
    float bias = (float) random.nextGaussian();
    double norm = Math.sqrt(IntStream.range(0, k).mapToDouble(l -> (double) u[l] * u[l]).sum());
    double[] bounds = new double[panels.panels()];
    float[] scores = new float[64];
    panels.bounds(u, norm, bias, scores, bounds);
    int[] seen = new int[items];
    for (int panel = 0; panel < panels.panels(); panel++) {
      float largest = panels.scores(panel, u, bias, scores);
      assertTrue(largest <= bounds[panel], largest + " is above " + bounds[panel]);
      for (int c = 0; c < panels.columns(panel); c++) {
        int item = panels.item(panel, c);
        seen[item]++;
        float z = 0;
        for (int l = 0; l < k; l++) {
          z = Math.fma(u[l], m[item * (k + 1) + l], z);
        }
        assertEquals(z + (m[item * (k + 1) + k] + bias), scores[c]);
      }
    }
    assertTrue(Arrays.stream(seen).allMatch(count -> count == 1));
  }

  /** Two kinds of items, mixed: a user of the one kind needs the panels of that kind alone. */
  @Property(tries = 20)
  void itemsThatAreAlikeShareAPanel(@ForAll long seed) {
    Random random = new Random(seed);
    int items = 640;
    float[] kind = new float[items];
    for (int i = 0; i < items; i++) {
      kind[i] = i % 2 == 0 ? 3 : -3;
    }
    float[] rest = numbers(random, items * 4, 0.1f);
    ItemVectors source = (item, l) -> l == 1 ? kind[item] : rest[item * 4 + (l == 0 ? 0 : l - 1)];
    ItemPanels panels = ItemPanels.of(items, 4, source, 1);
    double[] bounds = new double[10];
    panels.bounds(new float[] {0, 1, 0, 0}, 1, 0, new float[64], bounds);
    assertEquals(5, Arrays.stream(bounds).filter(bound -> bound > 0).count());
  }

  private static float[] numbers(Random random, int count, float scale) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = scale * (float) random.nextGaussian();
    }
    return numbers;
  }
}
