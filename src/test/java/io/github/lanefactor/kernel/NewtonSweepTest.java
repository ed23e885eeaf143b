package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Problem.Weighting;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The users' half of a sweep against its formulas in double precision. */
class NewtonSweepTest {
  private static final float DAMPING = 0.03f;

  private static List<Kernel> kernels;

  @BeforeContainer
  static void open() {
    kernels = Kernels.on(2);
  }

  @AfterContainer
  static void close() {
    kernels.forEach(Kernel::close);
  }

  @Provide
  Arbitrary<Problem> ragged() {
    return Problem.ragged();
  }

  /** A problem of users with an L2 for each. */
  private static final class Setup {
    final Cells cells;
    final Factors f;
    final float[] ridge;
    final float[] biasRidge;
    final float[] mean;

    Setup(Problem problem, float l2) {
      cells = problem.cells();
      f = problem.factors().copy();
      ridge = new float[f.users];
      biasRidge = new float[f.users];
      Random random = new Random(problem.seed());
      for (int i = 0; i < f.users; i++) {
        ridge[i] = l2 * (0.5f + random.nextFloat());
        biasRidge[i] = ridge[i] / 10;
      }
      mean = random.nextBoolean() ? null : new float[f.users * (f.factors + 1)];
      for (int i = 0; mean != null && i < mean.length; i++) {
        mean[i] = random.nextFloat() - 0.5f;
      }
    }

    boolean dense() {
      return cells.missingWeight() > 0;
    }

    double run(Kernel kernel, boolean move) {
      FusedPass pass = new FusedPass(kernel, cells, f.factors, true);
      pass.load(f);
      pass.run(FusedPass.Gradients.USERS);
      int rows = Math.max(f.users, f.items);
      NewtonSweep sweep = new NewtonSweep(kernel, rows, f.factors);
      float[] common = sweep.common(pass::itemCurvature, f.m, f.items);
      return sweep.run(
          move,
          cells,
          f.u,
          f.bu,
          f.m,
          f.bm,
          f.bg,
          dense() ? pass.userSums().side(common) : null,
          new NewtonSweep.Pull(ridge, biasRidge, mean),
          DAMPING);
    }
  }

  @Property(tries = 100)
  void movesEachUserByItsDampedNewtonStep(@ForAll("ragged") Problem problem) {
    double[][] steps = exactSteps(new Setup(problem, 0.5f));
    Factors before = problem.factors();
    int k = before.factors;
    for (Kernel kernel : kernels) {
      Setup setup = new Setup(problem, 0.5f);
      setup.run(kernel, true);
      for (int i = 0; i < before.users; i++) {
        double length = Math.sqrt(Arrays.stream(steps[i]).map(d -> d * d).sum());
        double shrink = Math.max(1, length);
        double tolerance = 2e-4 * Math.min(1, length) + 1e-5;
        for (int l = 0; l < k; l++) {
          double moved = (double) before.u[i * k + l] - setup.f.u[i * k + l];
          assertEquals(steps[i][l] / shrink, moved, tolerance, kernel.name());
        }
        double moved = (double) before.bu[i] - setup.f.bu[i];
        assertEquals(steps[i][k] / shrink, moved, tolerance, kernel.name());
      }
      Bits.assertSame(before.m, setup.f.m, "the other side's factors");
      Bits.assertSame(before.bm, setup.f.bm, "the other side's biases");
    }
  }

  /** For each user the solution of (H + λ·trace(H)/K) δ = g. */
  private static double[][] exactSteps(Setup setup) {
    Factors f = setup.f;
    Cells cells = setup.cells;
    NaiveGradients naive = new NaiveGradients(cells, f);
    int size = f.factors + 1;
    double[][] common = new double[size][size];
    double total = Arrays.stream(naive.itemCurvature).sum();
    for (int j = 0; j < f.items; j++) {
      addOuter(common, phi(f, j), total > 0 ? naive.itemCurvature[j] / total : 0);
    }
    double[][] steps = new double[f.users][];
    for (int i = 0; i < f.users; i++) {
      double[][] h = new double[size][size];
      for (int p = cells.start()[i]; p < cells.start()[i + 1]; p++) {
        double[] phi = phi(f, cells.itemAt(p));
        double z = f.bu[i] + (double) f.bm[cells.itemAt(p)] + f.bg;
        for (int l = 0; l < f.factors; l++) {
          z += f.u[i * f.factors + l] * phi[l];
        }
        double s = 1 / (1 + Math.exp(-z));
        addOuter(h, phi, cells.weightAt(p) * s * s * (1 - s) * (1 - s));
      }
      double margin = setup.dense() ? cells.missingWeight() * naive.userCurvature[i] : 0;
      double[] g = new double[size];
      double trace = 0;
      for (int a = 0; a < size; a++) {
        boolean bias = a == f.factors;
        double rho = bias ? setup.biasRidge[i] : setup.ridge[i];
        double theta = bias ? f.bu[i] : f.u[i * f.factors + a];
        theta -= setup.mean == null ? 0 : setup.mean[i * size + a];
        for (int b = 0; b < size; b++) {
          h[a][b] += margin * common[a][b];
        }
        h[a][a] += rho;
        trace += h[a][a];
        g[a] = (bias ? naive.bu[i] : naive.u[i * f.factors + a]) + rho * theta;
      }
      for (int a = 0; a < size; a++) {
        h[a][a] += DAMPING * trace / size;
      }
      steps[i] = OperationsTest.cholesky(h, g);
    }
    return steps;
  }

  private static double[] phi(Factors f, int item) {
    double[] phi = new double[f.factors + 1];
    for (int l = 0; l < f.factors; l++) {
      phi[l] = f.m[item * f.factors + l];
    }
    phi[f.factors] = 1;
    return phi;
  }

  private static void addOuter(double[][] h, double[] phi, double weight) {
    for (int a = 0; a < phi.length; a++) {
      for (int b = 0; b < phi.length; b++) {
        h[a][b] += weight * phi[a] * phi[b];
      }
    }
  }

  @Property(tries = 60)
  void returnsTheLossOfTheObservedCells(@ForAll("ragged") Problem problem) {
    Cells cells = problem.cells();
    Cells observedOnly =
        new Cells(cells.users(), cells.items(), cells.start(), cells.item(), cells.values(), 0);
    double expected = new NaiveGradients(observedOnly, problem.factors()).loss;
    for (Kernel kernel : kernels) {
      double looked = new Setup(problem, 0).run(kernel, false);
      assertEquals(expected, looked, 1e-5 * expected + 1e-6, kernel.name());
      Bits.assertSame(looked, new Setup(problem, 0).run(kernel, true), "loss of a move");
    }
  }

  @Property(tries = 20)
  void onlyLooksWhereItMustNotMove(@ForAll("ragged") Problem problem) {
    for (Kernel kernel : kernels) {
      Setup setup = new Setup(problem, 0.1f);
      setup.run(kernel, false);
      Bits.assertSame(problem.factors(), setup.f, kernel.name());
    }
  }

  /** A user without a rating and without L2 has nothing to go by: it stays where it is. */
  @Property(tries = 20)
  void leavesAUserThatNothingHolds(@ForAll long seed) {
    Problem problem = Problem.of(21, 13, 5, 0.3, Weighting.OBSERVED_ONLY, seed);
    for (Kernel kernel : kernels) {
      Setup setup = new Setup(problem, 0);
      setup.run(kernel, true);
      int[] start = problem.cells().start();
      for (int i = 0; i < 21; i++) {
        boolean moved = false;
        for (int l = 0; l < 5; l++) {
          assertTrue(Float.isFinite(setup.f.u[i * 5 + l]), "user " + i);
          moved |= setup.f.u[i * 5 + l] != problem.factors().u[i * 5 + l];
        }
        assertEquals(start[i + 1] > start[i], moved, "user " + i);
      }
    }
  }
}
