package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Bits;
import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.Kernels;
import io.github.lanefactor.kernel.NaiveGradients;
import io.github.lanefactor.kernel.NewtonPrior;
import io.github.lanefactor.kernel.Problem;
import io.github.lanefactor.kernel.Problem.Weighting;
import io.github.lanefactor.kernel.Rmsprop;
import io.github.lanefactor.objective.Ridge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds for both solvers, on all code and several numbers of threads. */
class SolverTest {
  private static final int[] THREADS = {2, 1, 3, 5, 8};

  private static List<Kernel> kernels;

  @BeforeContainer
  static void open() {
    kernels = new ArrayList<>();
    Kernels.choices()
        .forEach(
            choice -> Arrays.stream(THREADS).forEach(t -> kernels.add(Kernel.open(choice, t))));
  }

  @AfterContainer
  static void close() {
    kernels.forEach(Kernel::close);
  }

  @Provide
  Arbitrary<Problem> ragged() {
    return Problem.ragged();
  }

  /** A start near 0, as trainings have it. */
  private static Factors nearZero(Problem problem) {
    Factors start = problem.factors().copy();
    for (float[] weights : List.of(start.u, start.m, start.bu, start.bm)) {
      for (int i = 0; i < weights.length; i++) {
        weights[i] *= 0.2f;
      }
    }
    return start;
  }

  /** Items are held half as much as users, biases by a tenth. */
  private static Ridge ridge(Problem problem, double l2, double exponent) {
    return Ridge.of(
        problem.cells(), new Ridge.Growth(l2, exponent, 0.5 * l2, exponent / 2, 5, 0.1));
  }

  private static Solver gaussNewton(Kernel kernel, Problem problem, Factors start, Ridge ridge) {
    return new GaussNewton(LocalHalves::new, kernel, problem.cells(), start, ridge, null, null);
  }

  /** Users and items are pulled to where their features have them. */
  private static Solver withPriors(
      Kernel kernel, Problem problem, Factors start, Ridge ridge, Random random) {
    Cells cells = problem.cells();
    int k = start.factors;
    NewtonPrior users = new NewtonPrior(kernel, k, known(cells.users(), random), ridge.users());
    NewtonPrior items = new NewtonPrior(kernel, k, known(cells.items(), random), ridge.items());
    return new GaussNewton(LocalHalves::new, kernel, cells, start, ridge, users, items);
  }

  private static Solver rmsprop(Kernel kernel, Problem problem, Factors start, Ridge ridge) {
    double scale = 2 / Math.max(1, problem.cells().counted());
    Rmsprop settings = Rmsprop.of(1e-2, 0.9, 0.9, 1e-5 * scale * scale);
    return new RmspropSolver(kernel, problem.cells(), start, settings, ridge);
  }

  private static List<Solver> both(Kernel kernel, Problem problem, Factors start, Ridge ridge) {
    return List.of(
        gaussNewton(kernel, problem, start, ridge), rmsprop(kernel, problem, start, ridge));
  }

  /** Σ w(σ − x)² + Σ ρθ². */
  private static double objective(Cells cells, Factors f, Ridge ridge) {
    double sum = new NaiveGradients(cells, f).loss;
    int k = f.factors;
    for (int i = 0; i < f.users * k; i++) {
      sum += (double) ridge.users()[i / k] * f.u[i] * f.u[i];
    }
    for (int j = 0; j < f.items * k; j++) {
      sum += (double) ridge.items()[j / k] * f.m[j] * f.m[j];
    }
    for (int i = 0; i < f.users; i++) {
      sum += (double) ridge.biasShare() * ridge.users()[i] * f.bu[i] * f.bu[i];
    }
    for (int j = 0; j < f.items; j++) {
      sum += (double) ridge.biasShare() * ridge.items()[j] * f.bm[j] * f.bm[j];
    }
    return sum;
  }

  @Property(tries = 60)
  void theLossIsTheMeanOverTheCellsThatCount(@ForAll("ragged") Problem problem) {
    Cells cells = problem.cells();
    if (cells.counted() == 0) {
      return;
    }
    Ridge ridge = ridge(problem, 0.1, 1);
    double expected = new NaiveGradients(cells, problem.factors()).loss / cells.counted();
    for (Solver solver : both(kernels.get(0), problem, problem.factors(), ridge)) {
      double loss = solver.loss();
      assertEquals(expected, loss, 1e-5 * expected + 1e-7);
      Bits.assertSame(loss, solver.step(), "loss of the step");
      double after = solver.loss();
      Bits.assertSame(after, solver.loss(), "a look changes nothing");
      Bits.assertSame(after, solver.step(), "loss of the next step");
    }
  }

  /** A constant and a number, or two, for each row. */
  private static NewtonPrior.Known known(int rows, Random random) {
    int[] start = new int[rows + 1];
    int[] feature = new int[3 * rows];
    float[] value = new float[3 * rows];
    for (int row = 0; row < rows; row++) {
      int count = 2 + random.nextInt(2);
      for (int f = 0; f < count; f++) {
        feature[start[row] + f] = f;
        value[start[row] + f] = f == 0 ? 1 : 2 * random.nextFloat() - 1;
      }
      start[row + 1] = start[row] + count;
    }
    return new NewtonPrior.Known(3, start, feature, value);
  }

  /** The largest number of the gradient of one side: of half the loss, and of L2 to A·f. */
  private static double steepest(
      double[] ofLoss, float[] theta, float[] ridge, float share, float[] mean, int size, int at) {
    int width = theta.length / ridge.length;
    double most = 0;
    for (int i = 0; i < theta.length; i++) {
      int row = i / width;
      double away = theta[i] - mean[row * size + (at < 0 ? i % width : at)];
      most = Math.max(most, Math.abs(ofLoss[i] + share * ridge[row] * away));
    }
    return most;
  }

  /** Where it ends, the exact gradient is 0, with users and items pulled to their features. */
  @Property(tries = 20)
  void itEndsWhereTheGradientWithPriorsIsZero(
      @ForAll("ragged") Problem problem, @ForAll long seed) {
    Cells cells = problem.cells();
    Random random = new Random(seed);
    Ridge ridge = ridge(problem, 1, 0);
    int k = problem.factors().factors;
    Kernel kernel = kernels.get(0);
    NewtonPrior users = new NewtonPrior(kernel, k, known(cells.users(), random), ridge.users());
    NewtonPrior items = new NewtonPrior(kernel, k, known(cells.items(), random), ridge.items());
    Factors f = nearZero(problem);
    Solver solver = new GaussNewton(LocalHalves::new, kernel, cells, f, ridge, users, items);
    double[] slopes = new double[2];
    for (int time = 0; time < 2; time++) {
      for (int step = 0; step < 60 * time; step++) {
        solver.step();
      }
      solver.store(f);
      users.fit(f.u, f.bu);
      items.fit(f.m, f.bm);
      NaiveGradients naive = new NaiveGradients(cells, f);
      float share = ridge.biasShare();
      slopes[time] =
          Math.max(
              Math.max(
                  steepest(naive.u, f.u, ridge.users(), 1, users.mean(), k + 1, -1),
                  steepest(naive.bu, f.bu, ridge.users(), share, users.mean(), k + 1, k)),
              Math.max(
                  steepest(naive.m, f.m, ridge.items(), 1, items.mean(), k + 1, -1),
                  steepest(naive.bm, f.bm, ridge.items(), share, items.mean(), k + 1, k)));
    }
    assertTrue(slopes[1] < 0.02 * slopes[0] + 1e-3, slopes[0] + " to " + slopes[1]);
  }

  @Property(tries = 20)
  void theStartIsNotTouched(@ForAll("ragged") Problem problem) {
    Factors start = problem.factors().copy();
    for (Solver solver : both(kernels.get(0), problem, start, ridge(problem, 1, 0))) {
      Factors out = start.copy();
      solver.store(out);
      Bits.assertSame(problem.factors(), out, "stored before a step");
      solver.step();
      Bits.assertSame(problem.factors(), start, "start");
    }
  }

  /** Each of the first sweeps lowers the objective, L2 included, until nothing is left to gain. */
  @Property(tries = 60)
  void sweepsLowerTheObjective(@ForAll("ragged") Problem problem) {
    Ridge ridge = ridge(problem, 0.1, 1);
    Factors weights = nearZero(problem);
    Solver solver = gaussNewton(kernels.get(0), problem, weights, ridge);
    double before = objective(problem.cells(), weights, ridge);
    double first = before;
    for (int sweep = 0; sweep < 4; sweep++) {
      solver.step();
      solver.store(weights);
      double after = objective(problem.cells(), weights, ridge);
      double slack = sweep == 0 ? 0 : 0.02 * first;
      assertTrue(after < before + slack, "sweep " + sweep + ": from " + before + " to " + after);
      before = after;
    }
  }

  /** What Gauss-Newton settles on is a place where the gradient of the objective is near 0. */
  @Property(tries = 10)
  void sweepsEndWhereTheGradientIs0(@ForAll long seed) {
    Problem problem = Problem.of(30, 40, 2, 0.3, Weighting.MIXED, seed);
    Ridge ridge = ridge(problem, 0.3, 1);
    Factors f = nearZero(problem);
    Solver solver = gaussNewton(kernels.get(0), problem, f, ridge);
    double before = largestGradient(problem.cells(), f, ridge);
    for (int sweep = 0; sweep < 80; sweep++) {
      solver.step();
    }
    solver.store(f);
    double after = largestGradient(problem.cells(), f, ridge);
    assertTrue(after < 0.02 * before, "largest gradient from " + before + " to " + after);
  }

  private static double largestGradient(Cells cells, Factors f, Ridge ridge) {
    NaiveGradients naive = new NaiveGradients(cells, f);
    double largest = 0;
    int k = f.factors;
    for (int i = 0; i < f.users * k; i++) {
      largest = Math.max(largest, Math.abs(naive.u[i] + ridge.users()[i / k] * f.u[i]));
    }
    for (int j = 0; j < f.items * k; j++) {
      largest = Math.max(largest, Math.abs(naive.m[j] + ridge.items()[j / k] * f.m[j]));
    }
    for (int i = 0; i < f.users; i++) {
      double held = ridge.biasShare() * ridge.users()[i] * f.bu[i];
      largest = Math.max(largest, Math.abs(naive.bu[i] + held));
    }
    for (int j = 0; j < f.items; j++) {
      double held = ridge.biasShare() * ridge.items()[j] * f.bm[j];
      largest = Math.max(largest, Math.abs(naive.bm[j] + held));
    }
    return largest;
  }

  @Property(tries = 20)
  void theSameBitsOnAllThreadsAndKernels(@ForAll("ragged") Problem problem) {
    Ridge ridge = ridge(problem, 0.2, 0.5);
    List<Factors> first = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (Kernel kernel : kernels) {
      int number = 0;
      List<Solver> solvers = new ArrayList<>(both(kernel, problem, problem.factors(), ridge));
      solvers.add(withPriors(kernel, problem, problem.factors(), ridge, new Random(1)));
      for (Solver solver : solvers) {
        Factors out = problem.factors().copy();
        double loss = solver.step() + solver.step();
        solver.store(out);
        if (first.size() == number) {
          first.add(out);
          losses.add(loss);
        }
        String what = "%s on %d threads".formatted(kernel.name(), kernel.threads());
        Bits.assertSame(losses.get(number), loss, what);
        Bits.assertSame(first.get(number), out, what);
        number++;
      }
    }
  }
}
