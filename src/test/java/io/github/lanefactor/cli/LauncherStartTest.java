package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script that starts Java, with a Java that only says how it was started. */
@DisabledOnOs(OS.WINDOWS)
class LauncherStartTest {
  @TempDir private Path folder;

  @BeforeEach
  void makeAProject() throws IOException {
    String script = Files.readString(Path.of("lanefactor"));
    Matcher jar = Pattern.compile("jar=\\$project/(\\S+)").matcher(script);
    assertTrue(jar.find());
    executable("lanefactor", script);
    executable(
        "jdk/bin/java", "#!/bin/sh\necho \"locale ${LC_ALL-none}\"\nprintf '%s\\n' \"$@\"\n");
    for (String name : List.of("pom.xml", "LICENSE", "src/main/x", "data/sample/x")) {
      Files.createDirectories(folder.resolve(name).getParent());
      Files.writeString(folder.resolve(name), "");
    }
    Path built = folder.resolve(jar.group(1));
    Files.createDirectories(built.getParent());
    Files.writeString(built, "");
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private void executable(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> start(int java, String locale, String... args) throws Exception {
    Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"" + java + ".0.1\"\n");
    ProcessBuilder builder = new ProcessBuilder(folder.resolve("lanefactor").toString());
    builder.command().addAll(List.of(args));
    builder.environment().put("JAVA_HOME", folder.resolve("jdk").toString());
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    if (locale != null) {
      builder.environment().put("LC_ALL", locale);
    }
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    List<String> lines = Files.readAllLines(folder.resolve("out"));
    assertEquals(0, process.exitValue(), lines::toString);
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    ", C.UTF-8",
    "C, C.UTF-8",
    "POSIX, C.UTF-8",
    "no_SUCH.UTF-8, C.UTF-8",
    "C.UTF-8, C.UTF-8"
  })
  void aLocaleWithoutCharactersIsReplaced(String locale, String expected) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/locale")), "no locale here");
    assertEquals("locale " + expected, start(17, locale).get(0));
  }

  @Test
  void argumentsArriveAsTheyAre() throws Exception {
    List<String> lines = start(17, "C.UTF-8", "rated", "a b", "*", "-x");
    assertEquals(List.of("rated", "a b", "*", "-x"), lines.subList(lines.size() - 4, lines.size()));
  }

  @ParameterizedTest
  @CsvSource({"17, false", "23, false", "24, true", "25, true"})
  void newerJavasAreToldOfUnsafeMemory(int java, boolean expected) throws Exception {
    assertEquals(expected, start(java, "C").contains("--sun-misc-unsafe-memory-access=allow"));
  }
}
