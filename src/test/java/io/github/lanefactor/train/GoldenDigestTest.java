package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same bits everywhere: cold and compiled, in vectors of 128, 256 and 512 bits and in plain
 * loops, with a multiply-add instruction and without, on every Java.
 */
class GoldenDigestTest {
  /**
   * A change of the order in which a kernel or a solver adds numbers up changes it, and must be
   * meant: then what the failing test prints is the new one.
   */
  private static final String GOLDEN =
      "901964619caf92b5e659eab131e072f0794ac184cf72a176b3e536810629eeb6";

  @TempDir Path folder;

  @Test
  void thisJvm() {
    assertEquals(GOLDEN, GoldenDigest.of(2));
    assertEquals(GOLDEN, GoldenDigest.of(3));
  }

  static Stream<Arguments> otherJvms() {
    String module = "--add-modules=jdk.incubator.vector";
    return Stream.of(
        Arguments.of("vectors of any width", List.of(module)),
        Arguments.of("vectors of 128 bits", List.of(module, "-XX:MaxVectorSize=16")),
        Arguments.of("vectors of 256 bits", List.of(module, "-XX:MaxVectorSize=32")),
        Arguments.of("no multiply-add", List.of(module, "-XX:-UseFMA")),
        Arguments.of("no vector module", List.of()));
  }

  /** A JVM of its own, which begins with nothing compiled. The build's vector run is enough. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("otherJvms")
  void anotherJvm(String name, List<String> flags) throws IOException, InterruptedException {
    String run = System.getProperty("lanefactor.expectKernel", "vector");
    assumeTrue(run.equals("vector"), "other JVMs are started by the run with the vector module");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-XX:+IgnoreUnrecognizedVMOptions");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(GoldenDigest.class.getName());
    Path out = folder.resolve("out");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectOutput(out.toFile())
              .redirectError(folder.resolve("err").toFile())
              .start();
    } catch (IOException e) {
      abort("cannot start another JVM: " + e.getMessage());
      return;
    }
    if (!process.waitFor(300, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String errors = Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), errors);
    assertEquals(List.of("cold " + GOLDEN, "warm " + GOLDEN), Files.readAllLines(out));
    boolean scalar = flags.isEmpty() || flags.contains("-XX:-UseFMA");
    assertEquals(scalar, errors.contains("slower scalar kernel"), name + ": " + errors);
  }
}
