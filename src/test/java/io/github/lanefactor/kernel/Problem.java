package io.github.lanefactor.kernel;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/**
 * Random cells, and weights to look at them with. The same shape and seed give the same problem.
 *
 * @param cells what the cells should be
 * @param factors the weights of a model
 * @param seed what the rest was drawn from
 */
public record Problem(Cells cells, Factors factors, long seed) {
  /** How the cells are weighted. */
  public enum Weighting {
    /** All by 1. */
    NONE,
    /** Observed ones by 3, the others by 1. */
    CONSTANT,
    /** Observed ones each by its own weight, the others by 0.3. */
    MIXED,
    /** Only the observed ones count, by 1. */
    OBSERVED_ONLY,
    /** Only the observed ones count, each by its own weight. */
    OBSERVED_MIXED
  }

  /** Ragged shapes around the sizes that the kernel cuts its arrays by, of any density. */
  public static Arbitrary<Problem> ragged() {
    Arbitrary<Integer> sizes =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(1, 70)),
            Tuple.of(1, Arbitraries.of(1, 3, 4, 5, 15, 16, 17, 31, 32, 33, 63, 64, 65)),
            Tuple.of(1, Arbitraries.integers().between(71, 150)));
    Arbitrary<Integer> factors =
        Arbitraries.frequencyOf(
            Tuple.of(8, Arbitraries.integers().between(1, 20)),
            Tuple.of(1, Arbitraries.of(33, 64)));
    return Combinators.combine(
            sizes,
            sizes,
            factors,
            Arbitraries.doubles().between(0, 1),
            Arbitraries.of(Weighting.class),
            Arbitraries.longs())
        .as(Problem::of)
        .withoutEdgeCases();
  }

  /** A problem of a given shape, with logits of a few units. */
  public static Problem of(int n, int m, int k, double density, Weighting weighting, long seed) {
    Random random = new Random(seed);
    Cells cells = cells(n, m, density, weighting, random);
    Factors factors = new Factors(n, m, k);
    float size = (float) Math.sqrt(1 / Math.sqrt(k));
    fill(factors.u, size, random);
    fill(factors.m, size, random);
    fill(factors.bu, 0.5f, random);
    fill(factors.bm, 0.5f, random);
    factors.bg = (float) random.nextGaussian();
    return new Problem(cells, factors, seed);
  }

  private static Cells cells(int n, int m, double density, Weighting weighting, Random random) {
    int[] start = new int[n + 1];
    int[] item = new int[n * m];
    int size = 0;
    for (int i = 0; i < n; i++) {
      double own = random.nextInt(8) == 0 ? 0 : density;
      for (int j = 0; j < m; j++) {
        if (random.nextDouble() < own) {
          item[size++] = j;
        }
      }
      start[i + 1] = size;
    }
    float[] target = new float[size];
    for (int p = 0; p < size; p++) {
      target[p] = random.nextInt(6) == 0 ? random.nextInt(2) : random.nextFloat();
    }
    boolean own = weighting == Weighting.MIXED || weighting == Weighting.OBSERVED_MIXED;
    float[] weight = own || weighting == Weighting.CONSTANT ? new float[size] : null;
    for (int p = 0; weight != null && p < size; p++) {
      weight[p] = own ? 0.1f + 4 * random.nextFloat() : 3;
    }
    float missing =
        switch (weighting) {
          case NONE, CONSTANT -> 1;
          case MIXED -> 0.3f;
          case OBSERVED_ONLY, OBSERVED_MIXED -> 0;
        };
    return new Cells(n, m, start, Arrays.copyOf(item, size), target, weight, missing);
  }

  private static void fill(float[] into, float size, Random random) {
    for (int i = 0; i < into.length; i++) {
      into[i] = size * (float) random.nextGaussian();
    }
  }

  /** The same problem with its users and items in another order: new number i is old users[i]. */
  public Problem permuted(int[] users, int[] items) {
    int n = cells.users();
    int m = cells.items();
    int k = factors.factors;
    int size = cells.size();
    int[] newItem = new int[m];
    for (int j = 0; j < m; j++) {
      newItem[items[j]] = j;
    }
    int[] start = new int[n + 1];
    int[] item = new int[size];
    float[] target = new float[size];
    float[] weight = cells.values().unweighted() ? null : new float[size];
    Factors moved = new Factors(n, m, k);
    int at = 0;
    for (int i = 0; i < n; i++) {
      int first = cells.start()[users[i]];
      Integer[] order = new Integer[cells.start()[users[i] + 1] - first];
      Arrays.setAll(order, p -> first + p);
      Arrays.sort(order, (p, q) -> newItem[cells.itemAt(p)] - newItem[cells.itemAt(q)]);
      for (int p : order) {
        item[at] = newItem[cells.itemAt(p)];
        target[at] = cells.targetAt(p);
        if (weight != null) {
          weight[at] = cells.weightAt(p);
        }
        at++;
      }
      start[i + 1] = at;
      System.arraycopy(factors.u, users[i] * k, moved.u, i * k, k);
      moved.bu[i] = factors.bu[users[i]];
    }
    for (int j = 0; j < m; j++) {
      System.arraycopy(factors.m, items[j] * k, moved.m, j * k, k);
      moved.bm[j] = factors.bm[items[j]];
    }
    moved.bg = factors.bg;
    Cells movedCells = new Cells(n, m, start, item, target, weight, cells.missingWeight());
    return new Problem(movedCells, moved, seed);
  }

  @Override
  public String toString() {
    return "%d×%d, k %d, %d observed, %s weights, missing %s, seed %dL"
        .formatted(
            cells.users(),
            cells.items(),
            factors.factors,
            cells.size(),
            cells.values().unweighted() ? "no" : "own",
            cells.missingWeight(),
            seed);
  }
}
