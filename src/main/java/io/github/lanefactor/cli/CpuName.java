package io.github.lanefactor.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** The name of the processor, as the operating system gives it. */
final class CpuName {
  private CpuName() {}

  /** The name, or the architecture if the name cannot be found. */
  static String find() {
    String name = "";
    try {
      String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
      if (system.startsWith("linux")) {
        name = fromCpuInfo(Path.of("/proc/cpuinfo"));
      } else if (system.startsWith("mac")) {
        name = output("sysctl", "-n", "machdep.cpu.brand_string");
      } else if (system.startsWith("windows")) {
        name = String.valueOf(System.getenv("PROCESSOR_IDENTIFIER"));
      }
    } catch (IOException e) {
      name = ""; // not worth a word: the architecture will do
    }
    return name.isBlank() ? System.getProperty("os.arch") : name.strip();
  }

  /** The first "model name : …"; ARM's Linux has none. */
  static String fromCpuInfo(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith("model name") && line.contains(":"))
          .map(line -> line.substring(line.indexOf(':') + 1))
          .findFirst()
          .orElse("");
    }
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close(); // it has nothing to ask
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
