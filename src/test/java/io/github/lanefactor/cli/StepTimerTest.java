package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepTimerTest {
  /** By hand: a billion cells times factors take six operations each, here in 30 ms. */
  @Test
  void operationsAreCountedByCellAndFactor() {
    try (Kernel kernel = Kernel.open(KernelChoice.SCALAR, 1)) {
      StepTimer timer = new StepTimer().users(1000).items(20_000).factors(50);
      StepTimer.Result result = timer.result(kernel, 40, 30, 800);
      assertEquals(200, result.gflops(), 1e-9);
      assertEquals(0.25, result.peakShare(), 1e-12);
      assertEquals(40, result.msPerStep());
      assertEquals("scalar 0", result.kernel() + " " + result.vectorBits());
    }
  }

  /**
   * A step is a kernel's pass and little more, on each run of the timer; and no kernel does more
   * than the peak of multiply-adds.
   */
  @Test
  void aMeasurementIsPlausible() {
    StepTimer timer = new StepTimer().users(200).items(500).density(0.2).factors(15).threads(1);
    long start = System.nanoTime();
    StepTimer.Result result = timer.seconds(0.5).run();
    double took = (System.nanoTime() - start) * 1e-6;
    double ratio = result.msPerStep() / result.msKernel();
    assertTrue(ratio > 0.8 && ratio < 3, "a step takes " + ratio + " times its pass");
    assertTrue(result.peakShare() > 0.02 && result.peakShare() < 1, "" + result.peakShare());
    assertTrue(3 * result.msPerStep() < took && took > 500, result + " in " + took + " ms");
    assertEquals(result.kernel().equals("vector"), result.vectorBits() >= 128);
    assertTrue(result.jvm().contains(Integer.toString(Runtime.version().feature())));
  }

  @Test
  void shapesBeyondReasonAreRefused() {
    StepTimer timer = new StepTimer().users(2_000_000).items(1000).density(1);
    assertThrows(InputException.class, timer::run);
  }

  @ParameterizedTest
  @CsvSource({"862,2500,0.12", "610,9742,0.017", "300,400,0.5", "50,60,1", "40,30,0"})
  void syntheticCellsHaveTheDensityAskedFor(int users, int items, double density) {
    Cells cells = SyntheticCells.of(users, items, density);
    double all = (double) users * items;
    double deviation = Math.sqrt(all * density * (1 - density));
    // Users differ in how much they rate, which is drawn too.
    double tolerance = 4 * deviation + 0.1 * density * (1 - density) * all + 0.01;
    assertEquals(density * all, cells.size(), tolerance);
    for (int user = 0; user < users; user++) {
      for (int p = cells.start()[user] + 1; p < cells.start()[user + 1]; p++) {
        assertTrue(cells.itemAt(p - 1) < cells.itemAt(p));
      }
    }
    for (int p = 0; p < cells.size(); p++) {
      assertTrue(cells.targetAt(p) > 0 && cells.targetAt(p) <= 1);
    }
    assertEquals(cells.item(), SyntheticCells.of(users, items, density).item());
  }

  /** The most popular tenth of the items has several times the ratings of the least popular. */
  @Test
  void syntheticItemsDifferInPopularity() {
    Cells cells = SyntheticCells.of(600, 1000, 0.05);
    int[] counts = new int[1000];
    for (int p = 0; p < cells.size(); p++) {
      counts[cells.itemAt(p)]++;
    }
    Arrays.sort(counts);
    int least = Arrays.stream(counts, 0, 100).sum();
    int most = Arrays.stream(counts, 900, 1000).sum();
    assertTrue(most > 5 * least, most + " against " + least);
  }

  @Test
  void theProcessorsNameIsFoundInLinuxsOwnFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("cpuinfo");
    String text = "processor\t: 0\nmodel\t\t: 17\nmodel name\t: Some CPU @ 2 GHz\nflags\t: fma\n";
    Files.writeString(file, text + text.replace("Some", "Other"));
    assertEquals("Some CPU @ 2 GHz", CpuName.fromCpuInfo(file).strip());
    Files.writeString(file, "processor\t: 0\nCPU implementer\t: 0x41\n");
    assertEquals("", CpuName.fromCpuInfo(file));
    assertFalse(CpuName.find().isBlank());
  }
}
