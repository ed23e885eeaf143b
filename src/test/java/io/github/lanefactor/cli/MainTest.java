package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class MainTest {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "train",
          "evaluate",
          "tune",
          "similar",
          "similar-users",
          "recommend",
          "rated",
          "update",
          "info",
          "export",
          "download",
          "simulate",
          "bench",
          "convergence");

  @Test
  void helpListsTheCommands() {
    for (String option : List.of("-h", "--help")) {
      String help = Run.ok(option).out();
      COMMANDS.forEach(command -> assertTrue(help.contains("\n  " + command + " "), help));
    }
  }

  @ParameterizedTest
  @FieldSource("COMMANDS")
  void everyCommandHelps(String command) {
    for (String option : List.of("-h", "--help")) {
      Run run = Run.ok(command, option);
      assertTrue(run.out().startsWith("Usage: lanefactor " + command), run.out());
      assertTrue(run.out().contains("--json"), run.out());
      assertEquals("", run.err());
      assertTrue(run.lines().stream().allMatch(line -> line.length() <= 100));
    }
  }

  @Test
  void versionSaysWhatRuns() {
    List<String> version = Run.ok("--version").lines();
    assertEquals(3, version.size());
    assertTrue(version.get(0).matches("lanefactor (development|\\d.*)"), version.get(0));
    assertTrue(version.get(1).startsWith("Java " + Runtime.version()), version.get(1));
    assertTrue(version.get(2).matches("(vector|scalar) kernel.*"), version.get(2));
    assertEquals(Run.ok("--version"), Run.ok("-V"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected a command: demo, explore, train",
        "--nonsense | Unknown option: '--nonsense'",
        "trian | 'trian'",
        "info | Missing required parameter: 'MODEL'",
        "similar m.h5 | Missing required parameter: 'ITEM'",
        "recommend m.h5 | expected USER, --liked or --all, found none",
        "rated m.h5 1 2 | Unmatched argument at index 3: '2'",
        "info m.h5 --yaml | Unknown option: '--yaml'",
        "rated m.h5 1 -n many | 'many' is not an int",
        "train | Missing required option: '--output=MODEL'",
        "train -o m.h5 --steps few | 'few' is not an int",
        "train -o m.h5 --rho 2 | expected rho from 0.0 to 1.0, found 2.0",
        "train -o m.h5 --steps -1 | expected steps of at least 0, found -1",
        "train -o m.h5 --recipe cake | expected recipe standard or seed, found cake",
        "train -o m.h5 --solver sgd | expected solver gauss-newton or rmsprop, found sgd",
        "train -o m.h5 --recipe seed --l2 1 | the seed recipe's l2 is 0",
        "train -o no/such/m.h5 | no/such/m.h5: expected a folder",
        "train -o m.h5 --history no/such.csv | no/such.csv: expected a folder",
        "train -o m.h5 --plot loss.bmp | loss.bmp: expected a plot named .png or .svg",
        "train -o m.h5 --items movies.csv | expected RATINGS that --items",
        "train -o m.h5 --init none.h5 | none.h5: no such file",
        "train none.csv -o m.h5 | none.csv",
        "demo --plot loss.pdf | loss.pdf: expected a plot named .png or .svg",
        "simulate --users 2 --items 2 -o m.h5 | Missing required option: '--ratings=N'",
        "simulate --users 3 --items 2 --ratings 7 -o m.h5 | expected from 3 to 6 ratings of 3 users",
        "simulate --users 0 --items 2 --ratings 7 -o m.h5 | expected users and items of at least 1",
        "simulate --users 3 --items 2 --ratings 6 -o no/such/m.csv | no/such/m.csv: expected a folder",
        "download | Missing required parameter: 'DATA_SET'",
        "download ml-2m | expected data set ml-latest-small or ml-100k or ml-1m or ml-32m, found ml-2m",
        "download ml-1m --mirror ftp://x/y | expected a mirror such as https://example.org/data/",
        "download ml-1m --to pom.xml | pom.xml: expected a folder, or room to make one",
        "demo extra | Unmatched argument",
      })
  void whatIsWrongIsSaidInALine(String args, String reason) {
    Run.of((Object[]) (args.isEmpty() ? new String[0] : args.split(" ")))
        .assertRefused(Main.USAGE, reason);
    assertTrue(Files.notExists(Path.of("m.h5")));
  }

  @Test
  void aMistypedCommandIsGuessed() {
    assertTrue(Run.of("trian").err().contains("Did you mean: train?"));
  }

  /** As a program of its own: bytes, exit codes, and a reader that goes away. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void asAProgramOfItsOwn(@TempDir Path folder) throws Exception {
    Path ratings = folder.resolve("ratings.csv");
    Files.writeString(ratings, "userId,movieId,rating\n1,Amélie,5\n2,Amélie,4\n2,Café,3\n");
    String model = folder.resolve("m.h5").toString();
    assertEquals(0, start(folder, "train", ratings.toString(), "-o", model));
    assertEquals(0, start(folder, "rated", model, "1"));
    byte[] bytes = Files.readAllBytes(folder.resolve("out"));
    assertTrue(new String(bytes, StandardCharsets.UTF_8).contains(") Amélie\n"));
    assertEquals(2, start(folder, "rated", model, "3"));

    // More than a pipe holds, for a reader that reads one line.
    String[] endless = {
      "train",
      ratings.toString(),
      "-o",
      model,
      "--recipe",
      "seed",
      "--steps",
      "9999",
      "--log-every",
      "1"
    };
    assertEquals(0, startShell(folder, endless, "| head -n 1"));
    assertEquals(1, Files.readAllLines(folder.resolve("out")).size());
    List<String> errors = Files.readAllLines(folder.resolve("err"));
    assertTrue(
        errors.stream().noneMatch(line -> line.matches(".*(xception|pipe|write).*")),
        errors::toString);
  }

  /** Names beyond ASCII work in a locale that has them, and are refused in a line in others. */
  @ParameterizedTest
  @CsvSource({"C.UTF-8, 0", "C, 2"})
  @DisabledOnOs(OS.WINDOWS)
  void namesBeyondAscii(String locale, int expected, @TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("ratings.csv"), "user,item,rating\n1,Amélie,5\n2,Café,3\n");
    String command =
        "cp ratings.csv $'Am\\xc3\\xa9lie.csv' && '%s/bin/java' -cp '%s' %s train"
                .formatted(
                    System.getProperty("java.home"),
                    System.getProperty("java.class.path"),
                    Main.class.getName())
            + " $'Am\\xc3\\xa9lie.csv' -o $'\\xc3\\xa9.safetensors' --steps 1";
    Path script = Files.writeString(folder.resolve("run"), "cd '" + folder + "' && " + command);
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    builder.environment().put("LC_ALL", locale);
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    String err = Files.readString(folder.resolve("err"), StandardCharsets.UTF_8);
    assertEquals(expected, process.exitValue(), err);
    assertEquals(expected != 0, err.contains("start it with LC_ALL=C.UTF-8"), err);
    assertEquals(expected == 0, err.contains("Amélie.csv: 2 users, 2 items, 2 ratings"), err);
  }

  private static int start(Path folder, String... args) throws Exception {
    return startShell(folder, args, "");
  }

  private static int startShell(Path folder, String[] args, String behind) throws Exception {
    String command =
        "'%s/bin/java' -cp '%s' %s '%s' %s"
            .formatted(
                System.getProperty("java.home"),
                System.getProperty("java.class.path"),
                Main.class.getName(),
                String.join("' '", args),
                behind);
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
    builder.environment().put("LC_ALL", "C");
    builder.redirectOutput(folder.resolve("out").toFile());
    builder.redirectError(folder.resolve("err").toFile());
    Process process = builder.start();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    return process.exitValue();
  }
}
