package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FmaPeakTest {
  /**
   * What is counted, of what was done, in the time that it took. The work within a measurement is
   * nearly all that this thread does meanwhile.
   */
  @Test
  void countsWhatItDoesInTheTimeItTakes() {
    for (Operations operations : Kernels.all()) {
      for (int threads = 1; threads <= 2; threads++) {
        try (Kernel kernel = new Kernel(operations, threads)) {
          FmaPeak peak = new FmaPeak(kernel);
          int lanes = Math.max(1, operations.vectorBits() / 32);
          double counted = 0;
          long start = System.nanoTime();
          for (int i = 0; i < 10; i++) {
            double gflops = peak.measure();
            double operationsDone = 0;
            for (int worker = 0; worker < threads; worker++) {
              operationsDone += 2.0 * lanes * multiplyAdds(peak.sum(worker), operations);
            }
            counted += operationsDone / gflops;
          }
          double took = System.nanoTime() - start;
          assertTrue(counted < 1.01 * took, operations.name() + ": faster than the clock");
          assertTrue(counted > 0.5 * took, operations.name() + ": " + counted + " of " + took);
        }
      }
    }
  }

  /**
   * From what the calls of a thread gave in sum: how many multiply-adds they did in each lane. All
   * numbers come closer to 1 by the same factor each time.
   */
  private static double multiplyAdds(float sum, Operations operations) {
    double each = sum / FmaPeak.CALLS;
    double log = Math.log(FmaPeak.FACTOR);
    if (operations.vectorBits() > 0) {
      // From 1, 2 … 12 to 1 twelve times.
      return FmaPeak.CALLS * FmaPeak.CHAINS * Math.log((each - 12) / 66) / log;
    }
    // 256 numbers go from 2 to 1.
    return FmaPeak.CALLS * 256 * Math.log((each - 1) / (FmaPeak.START - 1)) / log;
  }

  /** Numbers that run to 1 have been through their multiply-adds. */
  @Test
  void vectorCodeDoesAllItsRounds() {
    if (Kernels.vector().isPresent()) {
      float[] lanes = new float[Layout.LANES];
      assertEquals(78, VectorPeak.run(0, lanes), 1e-3);
      assertEquals(12, VectorPeak.run(20_000, lanes), 1e-3);
    }
  }
}
