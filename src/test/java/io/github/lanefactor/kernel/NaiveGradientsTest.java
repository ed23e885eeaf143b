package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The specification against central differences of its own loss, and against its words. */
class NaiveGradientsTest {
  private static final float STEP = 1f / 1024;

  @Provide
  Arbitrary<Problem> small() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 9),
            Arbitraries.integers().between(1, 5),
            Arbitraries.doubles().between(0, 1),
            Arbitraries.of(Problem.Weighting.class),
            Arbitraries.longs())
        .as(Problem::of)
        .withoutEdgeCases();
  }

  @Property(tries = 200)
  void gradientsAreTheSlopesOfHalfTheLoss(@ForAll("small") Problem problem) {
    Factors f = problem.factors();
    NaiveGradients naive = new NaiveGradients(problem.cells(), f);
    checkSlopes(problem, f.u, naive.u, "U");
    checkSlopes(problem, f.m, naive.m, "M");
    checkSlopes(problem, f.bu, naive.bu, "bu");
    checkSlopes(problem, f.bm, naive.bm, "bm");
    float bg = f.bg;
    f.bg = bg + STEP;
    double above = new NaiveGradients(problem.cells(), f).loss;
    double width = f.bg;
    f.bg = bg - STEP;
    double below = new NaiveGradients(problem.cells(), f).loss;
    width -= f.bg;
    checkSlope(problem, (above - below) / width, naive.bg, "bg");
  }

  /** Three of the weights, drawn at random. */
  private static void checkSlopes(Problem problem, float[] weights, double[] found, String name) {
    Random random = new Random(problem.seed());
    for (int draw = 0; draw < 3; draw++) {
      int i = random.nextInt(weights.length);
      float at = weights[i];
      weights[i] = at + STEP;
      double above = new NaiveGradients(problem.cells(), problem.factors()).loss;
      double width = weights[i];
      weights[i] = at - STEP;
      double below = new NaiveGradients(problem.cells(), problem.factors()).loss;
      width -= weights[i];
      weights[i] = at;
      checkSlope(problem, (above - below) / width, found[i], name + "[" + i + "]");
    }
  }

  private static void checkSlope(Problem problem, double slope, double found, String what) {
    Cells cells = problem.cells();
    double size = 4.0 * cells.users() + 4.0 * cells.items();
    assertEquals(slope / 2, found, 1e-6 * size, () -> what + " of " + problem);
  }

  @Property(tries = 100)
  void lossAndCurvatureAreTheSumsTheyAreSaidToBe(@ForAll("small") Problem problem) {
    Cells cells = problem.cells();
    Factors f = problem.factors();
    NaiveGradients naive = new NaiveGradients(cells, f);
    double loss = 0;
    for (int i = 0; i < cells.users(); i++) {
      double curvature = 0;
      for (int j = 0; j < cells.items(); j++) {
        double s = sigmoid(f, i, j);
        int position =
            Arrays.binarySearch(cells.item().array(), cells.start()[i], cells.start()[i + 1], j);
        if (position < 0) {
          loss += cells.missingWeight() * s * s;
          curvature += s * s * (1 - s) * (1 - s);
        } else {
          double weight = cells.weightAt(position);
          loss += weight * Math.pow(s - cells.targetAt(position), 2);
        }
      }
      assertEquals(curvature, naive.userCurvature[i], 1e-12);
    }
    assertEquals(loss, naive.loss, 1e-9);
    double users = Arrays.stream(naive.userCurvature).sum();
    assertEquals(users, Arrays.stream(naive.itemCurvature).sum(), 1e-9);
  }

  private static double sigmoid(Factors f, int i, int j) {
    double z = (double) f.bu[i] + f.bm[j] + f.bg;
    for (int l = 0; l < f.factors; l++) {
      z += (double) f.u[i * f.factors + l] * f.m[j * f.factors + l];
    }
    return 1 / (1 + Math.exp(-z));
  }
}
