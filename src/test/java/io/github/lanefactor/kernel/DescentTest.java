package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Steps of RMSprop over the whole model. */
class DescentTest {
  private static final float BIAS_RIDGE = 0.1f;

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

  private static Descent descent(
      Kernel kernel, Problem problem, Rmsprop settings, float[] users, float[] items) {
    Factors f = problem.factors();
    FusedPass pass = new FusedPass(kernel, problem.cells(), f.factors, false);
    return new Descent(pass, f, settings, users, items, BIAS_RIDGE);
  }

  private static float[] ridge(int length, float size, Random random) {
    float[] ridge = new float[length];
    for (int i = 0; i < length; i++) {
      ridge[i] = size * random.nextFloat();
    }
    return ridge;
  }

  /**
   * With ρ 1, ε 1 and no momentum a step is η times the gradient of the mean, so that η = half the
   * cells shows half the gradient of the sum, L2 included.
   */
  @Property(tries = 100)
  void stepsAlongTheGradientWithItsL2(@ForAll("ragged") Problem problem, @ForAll boolean held) {
    Random random = new Random(problem.seed());
    Factors f = problem.factors();
    int k = f.factors;
    float[] users = ridge(f.users, held ? 3 : 0, random);
    float[] items = ridge(f.items, held ? 3 : 0, random);
    Rmsprop plain = Rmsprop.of(0.5 * problem.cells().counted(), 1, 0, 1);
    Reference reference = new Reference(problem);
    NaiveGradients exact = reference.exact;
    double bg = 0;
    for (double bound : reference.bu) {
      bg += bound;
    }
    for (Kernel kernel : kernels) {
      Descent descent = descent(kernel, problem, plain, users, items);
      double cells = problem.cells().counted();
      assertEquals(exact.loss / cells, descent.loss(), reference.loss / cells);
      assertEquals(exact.loss / cells, descent.step(), reference.loss / cells);
      Factors after = new Factors(f.users, f.items, k);
      descent.store(after);
      for (int i = 0; i < f.users; i++) {
        for (int l = 0; l < k; l++) {
          int at = i * k + l;
          checkStep(f.u[at], after.u[at], exact.u[at], users[i], reference.u[at]);
        }
        float rho = BIAS_RIDGE * users[i];
        checkStep(f.bu[i], after.bu[i], exact.bu[i], rho, reference.bu[i]);
      }
      for (int j = 0; j < f.items; j++) {
        for (int l = 0; l < k; l++) {
          int at = j * k + l;
          checkStep(f.m[at], after.m[at], exact.m[at], items[j], reference.m[at]);
        }
        float rho = BIAS_RIDGE * items[j];
        checkStep(f.bm[j], after.bm[j], exact.bm[j], rho, reference.bm[j]);
      }
      checkStep(f.bg, after.bg, exact.bg, 0, bg);
    }
  }

  private static void checkStep(
      float before, float after, double gradient, float rho, double bound) {
    double expected = gradient + (double) rho * before;
    double rounding = 1e-6 * (Math.abs(before) + Math.abs(after) + Math.abs(expected));
    assertEquals(expected, (double) before - after, bound + rounding);
  }

  /** The objective in double precision, before a small step and after it. */
  @Property(tries = 60)
  void aSmallStepLowersTheObjective(@ForAll("ragged") Problem problem, @ForAll boolean held) {
    Random random = new Random(problem.seed());
    Factors f = problem.factors();
    float[] users = ridge(f.users, held ? 1 : 0, random);
    float[] items = ridge(f.items, held ? 1 : 0, random);
    double before = objective(problem.cells(), f, users, items);
    for (Kernel kernel : kernels) {
      Rmsprop small = Rmsprop.of(1e-4, 0.9, 0.9, 1e-12);
      Descent descent = descent(kernel, problem, small, users, items);
      descent.step();
      Factors after = f.copy();
      descent.store(after);
      double now = objective(problem.cells(), after, users, items);
      boolean nothingToDo = problem.cells().missingWeight() == 0 && before == 0;
      assertTrue(now < before || nothingToDo, () -> "from " + before + " to " + now);
    }
  }

  /** Σ w(σ − x)² + Σ ρθ². */
  private static double objective(Cells cells, Factors f, float[] users, float[] items) {
    double sum = new NaiveGradients(cells, f).loss;
    int k = f.factors;
    for (int i = 0; i < f.users * k; i++) {
      sum += (double) users[i / k] * f.u[i] * f.u[i];
    }
    for (int j = 0; j < f.items * k; j++) {
      sum += (double) items[j / k] * f.m[j] * f.m[j];
    }
    for (int i = 0; i < f.users; i++) {
      sum += (double) BIAS_RIDGE * users[i] * f.bu[i] * f.bu[i];
    }
    for (int j = 0; j < f.items; j++) {
      sum += (double) BIAS_RIDGE * items[j] * f.bm[j] * f.bm[j];
    }
    return sum;
  }

  /** Ten steps in the other order; only the rounding of sums differs. */
  @Property(tries = 30)
  void permutingUsersAndItemsPermutesTheWeights(@ForAll("ragged") Problem problem) {
    Factors f = problem.factors();
    int n = f.users;
    int m = f.items;
    int k = f.factors;
    int[] users = reversed(n);
    int[] items = reversed(m);
    // An ε large enough that the rounding of a gradient near 0 does not decide a step's direction.
    Rmsprop settings = Rmsprop.of(1e-2, 0.9, 0.9, 1e-4);
    for (Kernel kernel : kernels) {
      Factors plain = train(kernel, problem, settings);
      Factors moved = train(kernel, problem.permuted(users, items), settings);
      for (int i = 0; i < n; i++) {
        assertEquals(plain.bu[users[i]], moved.bu[i], 1e-4);
        for (int l = 0; l < k; l++) {
          assertEquals(plain.u[users[i] * k + l], moved.u[i * k + l], 1e-4);
        }
      }
      for (int j = 0; j < m; j++) {
        assertEquals(plain.bm[items[j]], moved.bm[j], 1e-4);
        for (int l = 0; l < k; l++) {
          assertEquals(plain.m[items[j] * k + l], moved.m[j * k + l], 1e-4);
        }
      }
    }
  }

  private static int[] reversed(int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      order[i] = length - 1 - i;
    }
    return order;
  }

  private static Factors train(Kernel kernel, Problem problem, Rmsprop settings) {
    Factors f = problem.factors();
    Descent descent = descent(kernel, problem, settings, new float[f.users], new float[f.items]);
    for (int step = 0; step < 10; step++) {
      descent.step();
    }
    Factors out = f.copy();
    descent.store(out);
    return out;
  }

  /** Looking at the loss changes nothing, and the weights that were given stay as they were. */
  @Property(tries = 20)
  void lossLeavesTheWeightsAsTheyAre(@ForAll("ragged") Problem problem) {
    Factors start = problem.factors().copy();
    Rmsprop settings = Rmsprop.of(1e-2, 0.9, 0.9, 1e-7);
    for (Kernel kernel : kernels) {
      Factors f = problem.factors();
      Descent descent = descent(kernel, problem, settings, new float[f.users], new float[f.items]);
      Factors out = f.copy();
      descent.store(out);
      Bits.assertSame(start, out, "stored at once");
      double loss = descent.loss();
      Bits.assertSame(loss, descent.step(), "loss of the step");
      Bits.assertSame(start, f, "start");
      descent.store(out);
      descent.loss();
      Factors again = f.copy();
      descent.store(again);
      Bits.assertSame(out, again, "after a look");
    }
  }
}
