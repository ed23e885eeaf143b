package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FmaPeakTest {
  /** A clock of at most 8 GHz and four multiply-adds of a vector a cycle are beyond any machine. */
  @Test
  void isWithinWhatAMachineCanDo() {
    for (Operations operations : Kernels.all()) {
      try (Kernel kernel = new Kernel(operations, 2)) {
        FmaPeak peak = new FmaPeak(kernel);
        double best = 0;
        for (int i = 0; i < 20; i++) {
          best = Math.max(best, peak.measure());
        }
        double lanes = Math.max(512, operations.vectorBits()) / 32.0;
        assertTrue(best > 0.01 && best < 2 * 8 * 4 * 2 * lanes, best + " GFLOP/s");
      }
    }
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
