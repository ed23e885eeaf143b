package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.kernel.Problem.Weighting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whole passes and trainings: the same bits on any number of threads, in vector and scalar. */
class SameEverywhereTest {
  private static final int[] THREADS = {1, 2, 3, 5, 8};

  private static List<Kernel> kernels;

  @BeforeContainer
  static void open() {
    kernels = Kernels.on(THREADS);
  }

  @AfterContainer
  static void close() {
    kernels.forEach(Kernel::close);
  }

  @Provide
  Arbitrary<Problem> ragged() {
    return Problem.ragged();
  }

  @Property(tries = 60)
  void passes(@ForAll("ragged") Problem problem) {
    Outcome first = null;
    for (Kernel kernel : kernels) {
      Outcome outcome = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, true);
      if (first == null) {
        first = outcome;
      }
      first.assertSame(outcome, kernel.name() + " on " + kernel.threads() + " threads");
    }
  }

  /** Chunks in groups and, with 64 factors, in strips. */
  @Property(tries = 1)
  void passesOverManyUsers() {
    passes(Problem.of(2100, 70, 7, 0.05, Weighting.MIXED, 2));
    passes(Problem.of(530, 70, 64, 0.05, Weighting.MIXED, 3));
  }

  @Property(tries = 25)
  void descents(@ForAll("ragged") Problem problem, @ForAll boolean ridge) {
    sameWeights(problem, (kernel, losses) -> descend(kernel, problem, ridge ? 0.1f : 0, losses));
  }

  /** Enough users for several chunks. */
  @Property(tries = 1)
  void descentsOfALargerProblem() {
    Problem problem = Problem.of(700, 333, 15, 0.1, Weighting.NONE, 1);
    sameWeights(problem, (kernel, losses) -> descend(kernel, problem, 0, losses));
  }

  private static Factors descend(Kernel kernel, Problem problem, float ridge, List<Double> losses) {
    Factors f = problem.factors();
    FusedPass pass = new FusedPass(kernel, problem.cells(), f.factors, false);
    float[] users = filled(f.users, ridge);
    float[] items = filled(f.items, ridge);
    Rmsprop settings = Rmsprop.of(1e-2, 0.9, 0.9, 1e-7);
    Descent descent = new Descent(pass, f, settings, users, items, 0.1f);
    for (int step = 0; step < 5; step++) {
      losses.add(descent.step());
    }
    Factors out = f.copy();
    descent.store(out);
    return out;
  }

  @Property(tries = 40)
  void sweeps(@ForAll("ragged") Problem problem) {
    sameWeights(problem, (kernel, losses) -> sweep(kernel, problem, losses));
  }

  private static Factors sweep(Kernel kernel, Problem problem, List<Double> losses) {
    Factors f = problem.factors().copy();
    Cells cells = problem.cells();
    int k = f.factors;
    NewtonSweep sweep = new NewtonSweep(kernel, Math.max(f.users, f.items), k);
    boolean dense = cells.missingWeight() > 0;
    FusedPass pass = new FusedPass(kernel, cells, k, true);
    pass.load(f);
    losses.add(pass.run(FusedPass.Gradients.USERS));
    losses.add(
        sweep.run(
            true,
            cells,
            f.u,
            f.bu,
            f.m,
            f.bm,
            f.bg,
            dense ? pass.userSums().side(sweep.common(pass::itemCurvature, f.m, f.items)) : null,
            new NewtonSweep.Pull(filled(f.users, 0.2f), filled(f.users, 0.02f), null),
            0.01f));
    return f;
  }

  private static float[] filled(int length, float value) {
    float[] filled = new float[length];
    Arrays.fill(filled, value);
    return filled;
  }

  private static void sameWeights(
      Problem problem, BiFunction<Kernel, List<Double>, Factors> training) {
    List<Double> firstLosses = null;
    Factors first = null;
    for (Kernel kernel : kernels) {
      List<Double> losses = new ArrayList<>();
      Factors weights = training.apply(kernel, losses);
      String what = "%s on %d threads, %s".formatted(kernel.name(), kernel.threads(), problem);
      if (first == null) {
        first = weights;
        firstLosses = losses;
      }
      assertEquals(firstLosses, losses, what);
      Bits.assertSame(first, weights, what);
    }
  }
}
