package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class NewtonStartTest {
  @Provide
  Arbitrary<Problem> ragged() {
    return Problem.ragged();
  }

  @Property(tries = 60)
  void isFiniteAndTheSameOnAllThreads(@ForAll("ragged") Problem problem) {
    Factors first = null;
    for (int threads = 1; threads <= 3; threads++) {
      try (Kernel kernel = Kernel.open(KernelChoice.SCALAR, threads)) {
        Factors start = problem.factors().copy();
        NewtonStart.at(kernel, problem.cells(), problem.cells().transposed(), start, 0.1f, 0.4f);
        assertTrue(start.finite());
        Bits.assertSame(problem.factors().bm, start.bm, "biases stay");
        first = first == null ? start : first;
        Bits.assertSame(first, start, threads + " threads");
      }
    }
  }

  /** Two groups of users, each with items of its own: two directions, which tell them apart. */
  @Property(tries = 20)
  void findsWhoGoesTogether(@ForAll long seed) {
    int users = 12;
    int items = 20;
    int[] start = new int[users + 1];
    int[] item = new int[users * items / 2];
    for (int u = 0; u < users; u++) {
      start[u + 1] = start[u] + items / 2;
      for (int i = 0; i < items / 2; i++) {
        item[start[u] + i] = 2 * i + u % 2;
      }
    }
    float[] ones = new float[item.length];
    Arrays.fill(ones, 1);
    Cells cells = new Cells(users, items, start, item, ones, null, 1);
    Factors f = new Factors(users, items, 4);
    Random random = new Random(seed);
    for (float[] numbers : new float[][] {f.u, f.m}) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = (float) random.nextGaussian() / 10;
      }
    }
    try (Kernel kernel = Kernel.open(KernelChoice.SCALAR, 1)) {
      NewtonStart.at(kernel, cells, cells.transposed(), f, 0.1f, 0.4f);
    }
    for (int u = 2; u < users; u++) {
      for (int l = 0; l < 2; l++) {
        assertEquals(f.u[u % 2 * 4 + l], f.u[u * 4 + l], 1e-5, "user " + u + " factor " + l);
      }
    }
    double apart = 0;
    for (int l = 0; l < 2; l++) {
      apart += Math.abs(f.u[l] - f.u[4 + l]);
    }
    assertTrue(apart > 0.05, "apart by " + apart);
  }
}
