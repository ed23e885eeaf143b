package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepAllocationTest {
  @TempDir Path folder;

  /**
   * Once compiled, a step allocates nothing on the thread that asks for it: in a JVM of its own.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aStepAllocatesNothing(int operations) throws IOException, InterruptedException {
    assumeTrue(Kernels.vector().isPresent(), "the run with the vector module starts these JVMs");
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                StepAllocation.class.getName(),
                Integer.toString(operations))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertEquals(0, process.waitFor(), () -> "see " + err);
    long allocated = Long.parseLong(Files.readString(out).strip());
    assertTrue(allocated <= 1000, "100 steps allocated " + allocated);
  }
}
