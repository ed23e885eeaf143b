package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Each operation alone, on one block of users by one whole panel of items. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OperationsBenchmark {
  private static final int TILES = 8;
  private static final int CELLS = TILES * ROWS * PANEL;
  private static final int OBSERVED = 200;
  private static final int UPDATED = 4096;

  /** Which code: vector code as this processor gets it, as one that loads two vectors a cycle. */
  @Param({"vector", "vector-two-loads", "scalar"})
  public String code;

  /** The number of factors. */
  @Param({"15", "32", "64"})
  public int factors;

  private final Rmsprop settings = Rmsprop.of(1e-3, 0.9, 0.9, 1e-7);
  private Operations ops;
  private Arena arena;
  private Arena fresh;

  /** All arrays that the operations work on, always filled with the same numbers. */
  private static final class Arena {
    final float[] u;
    final float[] m;
    final float[] z = Layout.allocate(CELLS);
    final float[] x = Layout.allocate(CELLS);
    final float[] w = Layout.allocate(CELLS);
    final float[] lanes = new float[LANES];
    final float[] du;
    final float[] dm;
    final float[] theta = Layout.allocate(UPDATED);
    final float[] meanSquare = Layout.allocate(UPDATED);
    final float[] momentum = Layout.allocate(UPDATED);
    final float[] gram;
    final float[] rows;
    final float[] weight;
    final float[] a;
    final float[] b;
    final int size;
    final int stride;

    Arena(int k) {
      size = k + 1;
      stride = (size + LANES - 1) / LANES * LANES;
      u = Layout.allocate(TILES * ROWS * size);
      m = Layout.allocate(PANEL * size);
      du = Layout.allocate(TILES * ROWS * size * LANES);
      dm = Layout.allocate(PANEL * size);
      rows = Layout.allocate(OBSERVED * stride);
      weight = new float[OBSERVED];
      gram = new float[(size + 3) / 4 * 4 * stride];
      a = new float[size * (size + 1) / 2 * LANES];
      b = new float[size * LANES];
      Random random = new Random(k);
      for (float[] array : new float[][] {u, m, z, du, dm, theta, rows, weight, b}) {
        for (int i = 0; i < array.length; i++) {
          array[i] = random.nextFloat() - 0.5f;
        }
      }
      for (int i = 0; i < size; i++) {
        Arrays.fill(a, (i * (i + 1) / 2 + i) * LANES, ((i + 1) * (i + 2) / 2) * LANES, 1 + i);
      }
    }

    float[][] all() {
      return new float[][] {
        u, m, z, x, w, lanes, du, dm, theta, meanSquare, momentum, rows, weight, lower(), a, b
      };
    }

    /** The lower triangle, the only part that is guaranteed. */
    private float[] lower() {
      float[] lower = new float[gram.length];
      for (int row = 0; row < size; row++) {
        System.arraycopy(gram, row * stride, lower, row * stride, row + 1);
      }
      return lower;
    }
  }

  /** Every operation must give the same result as scalar code. */
  @Setup(Level.Trial)
  public void open() {
    Operations chosen =
        code.equals("vector-two-loads")
            ? new VectorOperations(true)
            : KernelChoice.of(code).operations();
    fresh = new Arena(factors);
    check(chosen, OperationsBenchmark::logits);
    check(chosen, OperationsBenchmark::residual);
    check(chosen, OperationsBenchmark::weightedResidual);
    check(chosen, OperationsBenchmark::itemGradient);
    check(chosen, OperationsBenchmark::userGradient);
    check(chosen, OperationsBenchmark::foldLanes);
    check(chosen, OperationsBenchmark::sums);
    check(chosen, OperationsBenchmark::largestColumnSquare);
    check(chosen, OperationsBenchmark::rmsprop);
    check(chosen, OperationsBenchmark::add);
    check(chosen, OperationsBenchmark::shiftAndScale);
    check(chosen, OperationsBenchmark::dots);
    check(chosen, OperationsBenchmark::gram);
    check(chosen, OperationsBenchmark::solve);
    arena = new Arena(factors);
    ops = chosen;
  }

  private void check(Operations chosen, Consumer<OperationsBenchmark> operation) {
    ops = new ScalarOperations();
    arena = new Arena(factors);
    operation.accept(this);
    float[][] expected = arena.all();
    ops = chosen;
    arena = new Arena(factors);
    operation.accept(this);
    float[][] found = arena.all();
    for (int i = 0; i < expected.length; i++) {
      Check.same(expected[i], found[i], "array " + i);
    }
  }

  /** z = u·m + bias. */
  @Benchmark
  public void logits() {
    ops.logits(arena.u, START, arena.m, START, factors, PANEL, TILES, arena.z, START);
  }

  /** From t to the gradient with respect to the logit. */
  @Benchmark
  public float residual() {
    System.arraycopy(fresh.z, START, arena.z, START, CELLS);
    return ops.residual(arena.z, START, arena.x, START, CELLS, arena.lanes);
  }

  /** The same, with weights. */
  @Benchmark
  public float weightedResidual() {
    System.arraycopy(fresh.z, START, arena.z, START, CELLS);
    System.arraycopy(fresh.w, START, arena.w, START, CELLS);
    return ops.weightedResidual(
        arena.z, START, arena.x, START, arena.w, START, 0.5f, CELLS, arena.lanes);
  }

  /** dm += uᵀ·z. */
  @Benchmark
  public void itemGradient() {
    ops.itemGradient(arena.z, START, arena.u, START, factors, PANEL, TILES, arena.dm, START);
  }

  /** du += z·mᵀ. */
  @Benchmark
  public void userGradient() {
    ops.userGradient(arena.z, START, arena.m, START, factors, PANEL, TILES, arena.du, START);
  }

  /** Sums of 16 lanes. */
  @Benchmark
  public void foldLanes() {
    ops.foldLanes(arena.du, START, arena.u, START, TILES * ROWS * (factors + 1));
  }

  /** Sums of rows and columns. */
  @Benchmark
  public void sums() {
    ops.sums(arena.z, START, PANEL, TILES * ROWS, arena.du, START, arena.dm, START);
  }

  /** The bound on the items' norms. */
  @Benchmark
  public float largestColumnSquare() {
    return ops.largestColumnSquare(arena.m, START, factors, PANEL);
  }

  /** The update, of 4096 weights. */
  @Benchmark
  public void rmsprop() {
    ops.rmsprop(
        arena.theta,
        START,
        fresh.theta,
        arena.meanSquare,
        arena.momentum,
        START,
        UPDATED,
        1e-3f,
        settings);
  }

  /** Joining, of 4096 sums. */
  @Benchmark
  public void add() {
    ops.add(arena.theta, START, arena.meanSquare, START, UPDATED);
  }

  /** Packing, of 4096 weights. */
  @Benchmark
  public void shiftAndScale() {
    ops.shiftAndScale(
        arena.theta, START, 0.1f, Sigmoid.TO_EXPONENT, arena.meanSquare, START, UPDATED);
  }

  /** Dot products of a row with 200 others. */
  @Benchmark
  public void dots() {
    ops.dots(arena.rows, START, arena.stride, OBSERVED, arena.rows, arena.weight);
  }

  /** A Hessian from 200 rows. */
  @Benchmark
  public void gram() {
    ops.gram(arena.rows, START, arena.stride, OBSERVED, arena.weight, arena.size, arena.gram);
  }

  /** 16 systems by Cholesky. */
  @Benchmark
  public void solve() {
    System.arraycopy(fresh.a, 0, arena.a, 0, arena.a.length);
    System.arraycopy(fresh.b, 0, arena.b, 0, arena.b.length);
    ops.solve(arena.a, arena.b, factors + 1);
  }
}
