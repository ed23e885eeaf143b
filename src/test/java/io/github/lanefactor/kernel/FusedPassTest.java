package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Problem.Weighting;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** The pass against the specification, on all code that can run here. */
class FusedPassTest {
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

  /** Some rows and columns far out, most of them on the clamped path of the pass. */
  @Provide
  Arbitrary<Problem> extreme() {
    return Problem.ragged().map(FusedPassTest::withExtremeLogits);
  }

  private static Problem withExtremeLogits(Problem problem) {
    Random random = new Random(problem.seed());
    Factors f = problem.factors();
    for (float[] weights : List.of(f.bu, f.bm)) {
      for (int i = 0; i < weights.length; i++) {
        if (random.nextInt(4) == 0) {
          weights[i] = random.nextBoolean() ? 200 : -200;
        }
      }
    }
    float size = random.nextBoolean() ? 20 : 1;
    for (int i = 0; i < f.u.length; i++) {
      f.u[i] *= size;
    }
    return problem;
  }

  @Property(tries = 250)
  void equalsTheSpecification(@ForAll("ragged") Problem problem) {
    checkAll(problem);
  }

  @Property(tries = 100)
  void equalsTheSpecificationAtExtremeLogits(@ForAll("extreme") Problem problem) {
    checkAll(problem);
  }

  private static void checkAll(Problem problem) {
    Reference reference = new Reference(problem);
    for (Kernel kernel : kernels) {
      FusedPass pass = new FusedPass(kernel, problem.cells(), problem.factors().factors, true);
      check(problem, reference, pass, kernel.name());
    }
  }

  private static void check(Problem problem, Reference reference, FusedPass pass, String name) {
    pass.load(problem.factors());
    double loss = pass.run(FusedPass.Gradients.ALL);
    NaiveGradients exact = reference.exact;
    near(exact.loss, loss, reference.loss, name + " loss");
    int k = problem.factors().factors;
    for (int i = 0; i < problem.cells().users(); i++) {
      for (int l = 0; l < k; l++) {
        int at = i * k + l;
        near(exact.u[at], pass.userGradient(i, l), reference.u[at], name + " U " + i + "," + l);
      }
      near(exact.bu[i], pass.userGradient(i, k), reference.bu[i], name + " bu " + i);
      near(
          exact.userCurvature[i],
          pass.userCurvature(i),
          reference.userCurvature[i],
          name + " curvature of user " + i);
    }
    for (int j = 0; j < problem.cells().items(); j++) {
      for (int l = 0; l < k; l++) {
        int at = j * k + l;
        near(exact.m[at], pass.itemGradient(j, l), reference.m[at], name + " M " + j + "," + l);
      }
      near(exact.bm[j], pass.itemGradient(j, k), reference.bm[j], name + " bm " + j);
      near(
          exact.itemCurvature[j],
          pass.itemCurvature(j),
          reference.itemCurvature[j],
          name + " curvature of item " + j);
    }
  }

  private static void near(double expected, double found, double tolerance, String what) {
    assertEquals(expected, found, tolerance + 1e-30, what);
  }

  /** One side's gradients alone are those of both; without curvature the rest is the same. */
  @Property(tries = 60)
  void whatIsAskedForDoesNotChangeTheRest(@ForAll("ragged") Problem problem) {
    int k = problem.factors().factors;
    for (Kernel kernel : kernels) {
      Outcome all = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, true);
      Outcome users = Outcome.of(kernel, problem, FusedPass.Gradients.USERS, true);
      Outcome items = Outcome.of(kernel, problem, FusedPass.Gradients.ITEMS, true);
      Bits.assertSame(all.loss(), users.loss(), "loss with users");
      Bits.assertSame(all.loss(), items.loss(), "loss with items");
      Bits.assertSame(all.users(), users.users(), "users");
      Bits.assertSame(all.items(), items.items(), "items");
      Bits.assertSame(all.userCurvature(), items.userCurvature(), "curvature of users");
      Bits.assertSame(all.itemCurvature(), users.itemCurvature(), "curvature of items");
      if (!problem.cells().uniform()) {
        FusedPass without = new FusedPass(kernel, problem.cells(), k, false);
        Outcome plain = Outcome.of(without, problem, FusedPass.Gradients.ALL, false);
        Bits.assertSame(all.loss(), plain.loss(), "loss without curvature");
        Bits.assertSame(all.users(), plain.users(), "users without curvature");
        Bits.assertSame(all.items(), plain.items(), "items without curvature");
      }
    }
  }

  /** A pass leaves nothing behind: the next one over the same weights gives the same. */
  @Property(tries = 60)
  void aSecondRunGivesTheSame(@ForAll("extreme") Problem problem) {
    for (Kernel kernel : kernels) {
      FusedPass pass = new FusedPass(kernel, problem.cells(), problem.factors().factors, true);
      Outcome first = Outcome.of(pass, problem, FusedPass.Gradients.ALL, true);
      first.assertSame(Outcome.of(pass, problem, FusedPass.Gradients.ALL, true), "second run");
    }
  }

  /** Sums over the other order differ by their rounding only. */
  @Property(tries = 60)
  void permutingUsersAndItemsPermutesTheResult(@ForAll("ragged") Problem problem) {
    Random random = new Random(problem.seed());
    int[] users = permutation(problem.cells().users(), random);
    int[] items = permutation(problem.cells().items(), random);
    int k = problem.factors().factors;
    Reference bounds = new Reference(problem);
    for (Kernel kernel : kernels) {
      Outcome plain = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, true);
      Problem moved = problem.permuted(users, items);
      Outcome permuted = Outcome.of(kernel, moved, FusedPass.Gradients.ALL, true);
      near(plain.loss(), permuted.loss(), bounds.loss, "loss");
      for (int i = 0; i < users.length; i++) {
        for (int l = 0; l <= k; l++) {
          double bound = l == k ? bounds.bu[users[i]] : bounds.u[users[i] * k + l];
          float expected = plain.users()[users[i] * (k + 1) + l];
          near(expected, permuted.users()[i * (k + 1) + l], bound, "user " + users[i]);
        }
      }
      for (int j = 0; j < items.length; j++) {
        for (int l = 0; l <= k; l++) {
          double bound = l == k ? bounds.bm[items[j]] : bounds.m[items[j] * k + l];
          float expected = plain.items()[items[j] * (k + 1) + l];
          near(expected, permuted.items()[j * (k + 1) + l], bound, "item " + items[j]);
        }
      }
    }
  }

  private static int[] permutation(int length, Random random) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, length).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  @Provide
  Arbitrary<Float> notFinite() {
    return Arbitraries.of(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
  }

  /** A weight that is NaN shows in the loss and in every gradient that has a part in it. */
  @Property(tries = 80)
  void nanStaysVisible(@ForAll("ragged") Problem problem, @ForAll boolean inUser) {
    Factors f = problem.factors();
    Random random = new Random(problem.seed());
    int row = random.nextInt(inUser ? f.users : f.items);
    int l = random.nextInt(f.factors + 1);
    float[] factors = inUser ? f.u : f.m;
    float[] biases = inUser ? f.bu : f.bm;
    if (l == f.factors) {
      biases[row] = Float.NaN;
    } else {
      factors[row * f.factors + l] = Float.NaN;
    }
    for (Kernel kernel : kernels) {
      Outcome outcome = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, true);
      assertTrue(Double.isNaN(outcome.loss()), "loss " + outcome.loss());
      float[] own = inUser ? outcome.users() : outcome.items();
      float[] others = inUser ? outcome.items() : outcome.users();
      for (int i = row * (f.factors + 1); i < (row + 1) * (f.factors + 1); i++) {
        assertTrue(Float.isNaN(own[i]), kernel.name() + ": own gradient " + own[i]);
      }
      for (float other : others) {
        assertTrue(Float.isNaN(other), kernel.name() + ": other side's gradient " + other);
      }
    }
  }

  /** Logits of ±200 or more everywhere: σ is 1, or as good as 0, and its slope 0. */
  @Property(tries = 40)
  void saturatesCleanly(@ForAll("ragged") Problem problem, @ForAll boolean high) {
    Factors f = problem.factors();
    f.bg = high ? 300 : -300;
    Arrays.fill(f.u, 0);
    double expected = 0;
    Cells cells = problem.cells();
    for (int p = 0; p < cells.size(); p++) {
      double d = (high ? 1 : 0) - cells.targetAt(p);
      expected += cells.weightAt(p) * d * d;
    }
    if (high) {
      expected += ((double) f.users * f.items - cells.size()) * (double) cells.missingWeight();
    }
    for (Kernel kernel : kernels) {
      Outcome outcome = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, true);
      assertEquals(expected, outcome.loss(), 1e-5 * expected + 1e-30);
      for (float[] gradient : List.of(outcome.users(), outcome.items())) {
        for (float g : gradient) {
          assertTrue(Math.abs(g) < 1e-30f, () -> "gradient " + g);
        }
      }
    }
  }

  /** Logits too large for a float are taken for the largest, and never become a good number. */
  @Property(tries = 40)
  void infiniteLogitsSaturateOrShow(
      @ForAll("ragged") Problem problem, @ForAll("notFinite") float bg) {
    problem.factors().bg = bg;
    for (Kernel kernel : kernels) {
      double loss = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, true).loss();
      assertEquals(Float.isNaN(bg), Double.isNaN(loss), () -> "loss " + loss);
    }
  }

  /** Many blocks, chunks and panels; with 64 factors a chunk takes several strips. */
  @Property(tries = 1)
  void equalsTheSpecificationOnALargerProblem() {
    checkAll(Problem.of(641, 451, 15, 0.05, Weighting.NONE, 5));
    checkAll(Problem.of(641, 451, 15, 0.05, Weighting.MIXED, 6));
    checkAll(Problem.of(530, 70, 64, 0.05, Weighting.MIXED, 7));
  }

  /** Three for each cell and factor: what {@code bench} reckons with. */
  @Property(tries = 1)
  void aPassMakesThreeMultiplyAddsACellAndFactor() {
    int users = 16 * Layout.ROWS;
    int items = 3 * Layout.PANEL;
    int k = 7;
    Problem problem = Problem.of(users, items, k, 0.1, Weighting.NONE, 1);
    long[] multiplyAdds = {0};
    Operations scalar = new ScalarOperations();
    Operations counting =
        (Operations)
            Proxy.newProxyInstance(
                Operations.class.getClassLoader(),
                new Class<?>[] {Operations.class},
                (proxy, method, arguments) -> {
                  switch (method.getName()) {
                    case "logits", "itemGradient", "userGradient" -> {
                      // Their shapes: k, the panel's width, tiles of rows.
                      long cells = (int) arguments[5] * ((int) arguments[6] * (long) Layout.ROWS);
                      multiplyAdds[0] += cells * (int) arguments[4];
                    }
                    default -> {}
                  }
                  return method.invoke(scalar, arguments);
                });
    try (Kernel kernel = new Kernel(counting, 1)) {
      FusedPass pass = new FusedPass(kernel, problem.cells(), k, false);
      pass.load(problem.factors());
      pass.run(FusedPass.Gradients.ALL);
    }
    assertEquals(3L * users * items * k, multiplyAdds[0]);
  }

  /** The second thread stops in its first group until the first has done more than its share. */
  @Property(tries = 1)
  void aPausedThreadHoldsUpNobody() {
    Problem problem = Problem.of(2100, 130, 7, 0.05, Weighting.NONE, 1);
    int total = Layout.blocks(2100) * Layout.panels(130);
    AtomicInteger done = new AtomicInteger();
    AtomicBoolean heldUp = new AtomicBoolean();
    Thread caller = Thread.currentThread();
    Operations scalar = new ScalarOperations();
    Operations pausing =
        (Operations)
            Proxy.newProxyInstance(
                Operations.class.getClassLoader(),
                new Class<?>[] {Operations.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("logits")) {
                    if (Thread.currentThread() == caller) {
                      done.incrementAndGet();
                    } else {
                      long deadline = System.nanoTime() + 30_000_000_000L;
                      while (done.get() <= total / 2 && !heldUp.get()) {
                        heldUp.compareAndSet(false, System.nanoTime() > deadline);
                        Thread.onSpinWait();
                      }
                    }
                  }
                  return method.invoke(scalar, arguments);
                });
    try (Kernel kernel = new Kernel(pausing, 2);
        Kernel plain = new Kernel(scalar, 1)) {
      Outcome outcome = Outcome.of(kernel, problem, FusedPass.Gradients.ALL, false);
      Outcome.of(plain, problem, FusedPass.Gradients.ALL, false).assertSame(outcome, "paused");
    }
    assertFalse(heldUp.get(), "the first thread did " + done.get() + " of " + total);
  }
}
