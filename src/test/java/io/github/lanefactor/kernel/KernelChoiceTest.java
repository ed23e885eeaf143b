package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelChoiceTest {
  /** Guards the build: neither of its two test runs may silently exercise the other's code. */
  @Test
  void autoPicksWhatThisRunIsFor() {
    assumeFalse(Kernels.EXPECTED.isEmpty(), "set -Dlanefactor.expectKernel=vector or scalar");
    assertEquals(Kernels.EXPECTED, KernelChoice.AUTO.operations().name());
  }

  @Test
  void scalarRunsEverywhere() {
    try (Kernel kernel = Kernel.open(KernelChoice.SCALAR, 1)) {
      assertEquals("scalar", kernel.name());
      assertEquals(0, kernel.vectorBits());
    }
  }

  @Test
  void vectorIsVectorOrSaysWhyNot() {
    if (Kernels.vector().isPresent()) {
      try (Kernel kernel = Kernel.open(KernelChoice.VECTOR, 3)) {
        assertEquals("vector", kernel.name());
        assertEquals(3, kernel.threads());
        int bits = kernel.vectorBits();
        assertTrue(bits == 128 || bits == 256 || bits == 512, bits + " bits");
      }
    } else {
      var e = assertThrows(IllegalStateException.class, KernelChoice.VECTOR::operations);
      assertTrue(e.getMessage().contains("vector kernel cannot run"), e.getMessage());
    }
  }

  /** Without the module the remedy is named. */
  @Test
  void namesTheFlagToAdd() {
    boolean module = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    assumeTrue(!module && FusedMultiplyAdd.HARDWARE, "only the module may be missing");
    var e = assertThrows(IllegalStateException.class, KernelChoice.VECTOR::operations);
    assertTrue(e.getMessage().contains("--add-modules jdk.incubator.vector"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "OpenJDK 64-Bit Server VM, mixed mode, 17.0.15+6, 17, ''",
    "OpenJDK 64-Bit Server VM, interpreted mode, 17.0.15+6, 17, switched off",
    "OpenJDK 64-Bit Server VM, 'mixed mode, emulated-client', 17.0.15+6, 17, switched off",
    "Eclipse OpenJ9 VM, JRE 17, openj9-0.36.0, 17, this is Eclipse OpenJ9 VM",
    "Java HotSpot(TM) 64-Bit Server VM, mixed mode, 21.0.4+8-LTS-jvmci-23.1-b41, 21, before version 25",
    "Java HotSpot(TM) 64-Bit Server VM, mixed mode, 25+37-LTS-jvmci-b01, 25, ''"
  })
  void vectorCodeNeedsACompilerForIt(
      String name, String mode, String version, int feature, String expected) {
    String obstacle = new Jvm(name, mode, version, feature).obstacle();
    assertEquals(expected.isEmpty(), obstacle == null, obstacle);
    assertTrue(expected.isEmpty() || obstacle.contains(expected), obstacle);
  }

  /** Where a JVM is only slow at vector code, it runs if it is asked for by name. */
  @Test
  void describesWhatItGives() {
    for (String set : new String[] {"auto", "scalar", "vector"}) {
      Kernels.withProperty(
          set,
          () -> {
            String said = KernelChoice.AUTO.describe();
            String expected;
            try (Kernel kernel = Kernel.open(KernelChoice.AUTO, 1)) {
              expected = kernel.name() + " kernel";
            } catch (IllegalStateException e) {
              expected = "no kernel: ";
            }
            assertTrue(said.startsWith(expected), said);
          });
    }
  }

  @Test
  void thePropertyDecidesWhatAutoMeans() {
    Kernels.withProperty(
        "scalar", () -> assertEquals("scalar", KernelChoice.AUTO.operations().name()));
    Kernels.withProperty(
        "Vector",
        () -> {
          if (Kernels.vector().isPresent()) {
            assertEquals("vector", KernelChoice.AUTO.operations().name());
          } else {
            assertThrows(IllegalStateException.class, KernelChoice.AUTO::operations);
          }
        });
    Kernels.withProperty(
        "gpu",
        () -> {
          var e = assertThrows(IllegalArgumentException.class, KernelChoice.AUTO::operations);
          assertTrue(e.getMessage().contains("auto, vector or scalar"), e.getMessage());
        });
  }
}
