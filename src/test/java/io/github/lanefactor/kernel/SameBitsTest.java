package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.ROWS;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Each operation alone: vector code gives the bits of scalar code, and writes where it does. */
@AddLifecycleHook(Kernels.VectorOnly.class)
class SameBitsTest {
  private final Operations scalar = new ScalarOperations();
  private final List<Operations> vectors = Kernels.vectors();

  /** The shape of a block by a panel, and where in its arrays it stands. */
  record Shape(int k, int width, int tiles, int at, long seed) {}

  @Provide
  Arbitrary<Shape> shapes() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(16, 32, 48, 64),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(0, 20),
            Arbitraries.longs())
        .as(Shape::new)
        .withoutEdgeCases();
  }

  /** Runs all on the same numbers; all they may write to must end up the same. */
  private void compare(long seed, int[] lengths, BiConsumer<Operations, float[][]> run) {
    float[][] forScalar = arrays(seed, lengths);
    run.accept(scalar, forScalar);
    for (Operations vector : vectors) {
      float[][] forVector = arrays(seed, lengths);
      run.accept(vector, forVector);
      for (int a = 0; a < lengths.length; a++) {
        Bits.assertSame(forScalar[a], forVector[a], "array " + a);
      }
    }
  }

  /** Numbers of all sizes, some of them 0; in one case of five also NaN and infinities. */
  private static float[][] arrays(long seed, int[] lengths) {
    Random random = new Random(seed);
    boolean special = random.nextInt(5) == 0;
    float[][] arrays = new float[lengths.length][];
    for (int a = 0; a < lengths.length; a++) {
      arrays[a] = new float[lengths[a]];
      for (int i = 0; i < lengths[a]; i++) {
        float value = (float) (random.nextGaussian() * Math.exp(2 * random.nextGaussian()));
        int kind = random.nextInt(special ? 60 : 10);
        arrays[a][i] =
            switch (kind) {
              case 0 -> 0;
              case 10 -> Float.NaN;
              case 11 -> Float.POSITIVE_INFINITY;
              case 12 -> -1e30f;
              default -> value;
            };
      }
    }
    return arrays;
  }

  private static int panel(Shape s) {
    return s.at + (s.k + 1) * s.width + LANES;
  }

  private static int block(Shape s) {
    return s.at + s.tiles * ROWS * s.width + LANES;
  }

  private static int rows(Shape s) {
    return s.at + s.tiles * ROWS * (s.k + 1) + LANES;
  }

  @Property(tries = 150)
  void logits(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {rows(s), panel(s), block(s)},
        (ops, a) -> ops.logits(a[0], s.at, a[1], s.at, s.k, s.width, s.tiles, a[2], s.at));
  }

  @Property(tries = 150)
  void itemGradient(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {block(s), rows(s), panel(s)},
        (ops, a) -> ops.itemGradient(a[0], s.at, a[1], s.at, s.k, s.width, s.tiles, a[2], s.at));
  }

  @Property(tries = 150)
  void userGradient(@ForAll("shapes") Shape s) {
    int sums = s.at + s.tiles * (s.k + 1) * ROWS * LANES + LANES;
    compare(
        s.seed,
        new int[] {block(s), panel(s), sums},
        (ops, a) -> ops.userGradient(a[0], s.at, a[1], s.at, s.k, s.width, s.tiles, a[2], s.at));
  }

  @Property(tries = 150)
  void residual(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {block(s), block(s), LANES, 1},
        (ops, a) -> {
          clamp(a[0]);
          int count = s.tiles * ROWS * s.width;
          a[3][0] = ops.residual(a[0], s.at, a[1], s.at, count, a[2]);
        });
  }

  @Property(tries = 150)
  void weightedResidual(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {block(s), block(s), block(s), LANES, 1},
        (ops, a) -> {
          clamp(a[0]);
          Random random = new Random(s.seed);
          for (int i = 0; i < a[2].length; i++) {
            a[2][i] = random.nextBoolean() ? 0 : Math.abs(a[2][i]);
          }
          int count = s.tiles * ROWS * s.width;
          float missing = random.nextInt(3) * 0.5f;
          a[4][0] = ops.weightedResidual(a[0], s.at, a[1], s.at, a[2], s.at, missing, count, a[3]);
        });
  }

  /** The operation is promised |t| ≤ 120 or NaN. */
  private static void clamp(float[] t) {
    for (int i = 0; i < t.length; i++) {
      t[i] = Sigmoid.clamp(t[i] * 10);
    }
  }

  @Property(tries = 100)
  void sums(@ForAll("shapes") Shape s) {
    int rows = s.tiles * ROWS - (int) (s.seed & 3);
    compare(
        s.seed,
        new int[] {block(s), s.at + rows * LANES + LANES, s.at + s.width + LANES},
        (ops, a) -> ops.sums(a[0], s.at, s.width, rows, a[1], s.at, a[2], s.at));
  }

  @Property(tries = 50)
  void foldLanes(@ForAll @IntRange(max = 70) int count, @ForAll long seed) {
    compare(
        seed,
        new int[] {count * LANES + 3, count + 5},
        (ops, a) -> ops.foldLanes(a[0], 3, a[1], 4, count));
  }

  @Property(tries = 100)
  void largestColumnSquare(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {panel(s), 1},
        (ops, a) -> a[1][0] = ops.largestColumnSquare(a[0], s.at, s.k, s.width));
  }

  @Property(tries = 100)
  void scores(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {s.at + (s.k + 1) * Layout.PANEL + 3, s.k + 1, Layout.PANEL + 5, 1},
        (ops, a) -> a[3][0] = ops.scores(a[0], s.at, s.k, a[1], a[1][s.k], a[2]));
  }

  @Property(tries = 100)
  void emptyCells(@ForAll long seed) {
    compare(seed, new int[] {Layout.PANEL, Layout.PANEL}, (ops, a) -> ops.emptyCells(a[0], a[1]));
  }

  @Property(tries = 100)
  void panelGradient(@ForAll("shapes") Shape s) {
    compare(
        s.seed,
        new int[] {
          Layout.PANEL, Layout.PANEL, s.at + (s.k + 1) * Layout.PANEL + 3, (s.k + 2) * LANES + 4
        },
        (ops, a) -> ops.panelGradient(a[0], a[1], a[2], s.at, s.k, a[3]));
  }

  @Property(tries = 100)
  void rmsprop(@ForAll @IntRange(max = 140) int count, @ForAll long seed) {
    Rmsprop settings = Rmsprop.of(1e-3, 0.9, 0.9, 1e-7);
    compare(
        seed,
        new int[] {count + 9, count + 20, count + 20, count + 20},
        (ops, a) -> {
          for (int i = 0; i < a[2].length; i++) {
            a[2][i] = Math.abs(a[2][i]);
          }
          ops.rmsprop(a[0], 7, a[1], a[2], a[3], 13, count, 0.37f, settings);
        });
  }

  @Property(tries = 50)
  void add(@ForAll @IntRange(max = 140) int count, @ForAll long seed) {
    compare(
        seed, new int[] {count + 20, count + 20}, (ops, a) -> ops.add(a[0], 5, a[1], 11, count));
  }

  @Property(tries = 50)
  void shiftAndScale(@ForAll @IntRange(max = 140) int count, @ForAll long seed) {
    compare(
        seed,
        new int[] {count + 20, count + 20},
        (ops, a) -> ops.shiftAndScale(a[0], 5, 0.3f, Sigmoid.TO_EXPONENT, a[1], 11, count));
  }

  @Property(tries = 100)
  void dots(@ForAll @IntRange(min = 1, max = 70) int size, @ForAll long seed) {
    int stride = stride(size);
    int count = (int) Math.floorMod(seed, 60L);
    compare(
        seed,
        new int[] {(3 + count) * stride, stride, count},
        (ops, a) -> ops.dots(a[0], 3 * stride, stride, count, a[1], a[2]));
  }

  /** Only the lower triangle is promised. */
  @Property(tries = 100)
  void gram(@ForAll @IntRange(min = 1, max = 70) int size, @ForAll long seed) {
    int stride = stride(size);
    int count = 1 + (int) Math.floorMod(seed, 60L);
    compare(
        seed,
        new int[] {(3 + count) * stride, count, (size + 3) / 4 * 4 * stride},
        (ops, a) -> {
          for (int row = 0; row < 3 + count; row++) {
            Arrays.fill(a[0], row * stride + size, (row + 1) * stride, 0);
          }
          ops.gram(a[0], 3 * stride, stride, count, a[1], size, a[2]);
          for (int i = 0; i < a[2].length; i++) {
            boolean promised = i / stride < size && i % stride <= i / stride;
            a[2][i] = promised ? a[2][i] : 0;
          }
        });
  }

  private static int stride(int size) {
    return (size + LANES - 1) / LANES * LANES;
  }

  @Property(tries = 60)
  void solve(@ForAll @IntRange(min = 1, max = 40) int size, @ForAll long seed) {
    compare(
        seed,
        new int[] {size * (size + 1) / 2 * LANES, size * LANES},
        (ops, a) -> {
          // A heavy diagonal makes most systems positive definite; the others give NaN alike.
          for (int i = 0; i < size; i++) {
            int diagonal = (i * (i + 1) / 2 + i) * LANES;
            for (int lane = 0; lane < LANES; lane++) {
              a[0][diagonal + lane] = 10 * size + Math.abs(a[0][diagonal + lane]);
            }
          }
          ops.solve(a[0], a[1], size);
        });
  }
}
