package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings in programs of their own, which are killed, told to stop, or have no room to write. */
class ResumeTest {
  private static final int SECONDS = 120;
  private static final Object[] SETTINGS = {
    "--solver", "rmsprop", "--steps", "3000", "--factors", "4", "--kernel", "scalar"
  };

  @TempDir private Path folder;
  private Path ratings;
  private Path model;
  private Path checkpoint;

  @BeforeEach
  void files() throws IOException {
    ratings = Files.writeString(folder.resolve("ratings.csv"), EvaluateTest.lines(0, 60));
    model = folder.resolve("m.safetensors");
    checkpoint = folder.resolve("c.checkpoint");
  }

  private Object[] train(Path output, Object... more) {
    List<Object> args = new ArrayList<>(List.of("train", ratings, "-o", output));
    args.addAll(Arrays.asList(SETTINGS));
    args.addAll(Arrays.asList(more));
    return args.toArray();
  }

  private Process start(Object[] args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Stream.of(args).map(Object::toString).forEach(command::add);
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("out").toFile())
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  private void awaitCheckpoint(Process process) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!Files.exists(checkpoint) && process.isAlive() && System.nanoTime() < end) {
      Thread.sleep(5);
    }
  }

  @Test
  void aKilledTrainingIsResumed() throws Exception {
    Path whole = folder.resolve("whole.safetensors");
    Run.ok(train(whole));
    int broken = 0;
    for (int wait : new int[] {0, 30, 100, 300}) {
      Process process = start(train(model, "--checkpoint", checkpoint, "--checkpoint-every", "5"));
      awaitCheckpoint(process);
      Thread.sleep(wait);
      process.destroyForcibly();
      assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
      if (Files.exists(checkpoint)) {
        broken++;
        Run.ok(train(model, "--resume", checkpoint));
      }
      assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
      assertTrue(Files.notExists(checkpoint));
      Files.delete(model);
    }
    assertTrue(broken > 0);
  }

  @Test
  void aTrainingThatIsToldToStopSaysHowToGoOn() throws Exception {
    Path whole = folder.resolve("whole.safetensors");
    Run.ok(train(whole));
    Process process = start(train(model, "--checkpoint", checkpoint, "--checkpoint-every", "1ms"));
    awaitCheckpoint(process);
    process.destroy(); // SIGTERM
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
    assumeTrue(Files.exists(checkpoint), "the training was over before it could be stopped");
    String errors = Files.readString(folder.resolve("err"));
    String last = errors.lines().reduce("", (before, line) -> line);
    String expected =
        "lanefactor: stopped; the same command with --resume " + checkpoint + " goes on";
    assertEquals(expected, last);
    assertTrue(Files.notExists(model));
    Run.of(train(model, "--checkpoint", checkpoint)).assertRefused(2, "--resume goes on from it");
    refusedLate(
        checkpoint + ": is of another training: start: seed 1 there, seed 2 here",
        train(model, "--resume", checkpoint, "--seed", 2));
    Run.ok(train(model, "--resume", checkpoint));
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(model));
  }

  /** Refused when the data is read, which was told of. */
  private static void refusedLate(String reason, Object[] args) {
    Run run = Run.of(args);
    assertEquals(2, run.code());
    assertEquals("lanefactor: " + reason, run.err().lines().reduce("", (before, line) -> line));
  }

  @Test
  void wrongOptionsAreRefused() throws IOException {
    Run.of(train(model, "--resume", checkpoint)).assertRefused(2, "found no such file");
    Run.of(train(model, "--checkpoint", checkpoint, "--checkpoint-every", "soon"))
        .assertRefused(2, "expected a time such as 30s or a number of steps, found soon");
    Run.of(train(model, "--checkpoint", model)).assertRefused(2, "found one twice");
    Run.of(train(model, "--checkpoint", ratings)).assertRefused(2, ratings + ": is there");
    Run.of(train(model, "--resume", ratings, "--force"))
        .assertRefused(2, "expected another file than what is read");
    Path letter = Files.writeString(folder.resolve("letter"), "Dear Ada");
    Run.of(train(model, "--resume", letter)).assertRefused(2, "--force replaces it");
    refusedLate(
        letter + ": expected a checkpoint of a training, found another file",
        train(model, "--resume", letter, "--force"));
    assertEquals("Dear Ada", Files.readString(letter));
  }

  /** A limit on the size of files stands in for a full disk. */
  @Test
  void noRoomToWriteLeavesTheOlderFile() throws Exception {
    Run.ok("train", ratings, "-o", model, "--sweeps", 1);
    byte[] before = Files.readAllBytes(model);
    List<String> java = new ArrayList<>();
    java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    java.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    Stream.of("train", ratings, "-o", model, "--sweeps", 2)
        .map(Object::toString)
        .forEach(java::add);
    String command = "ulimit -f 2 && exec '" + String.join("' '", java) + "' >/dev/null";
    Path errors = Files.createDirectory(folder.resolve("log")).resolve("err");
    Process process =
        new ProcessBuilder("sh", "-c", command + " 2>'" + errors + "'")
            .redirectErrorStream(true)
            .start();
    assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS));
    String said = Files.readString(errors);
    assertEquals(1, process.exitValue(), said);
    assertTrue(said.contains("lanefactor: cannot write " + model), said);
    assertTrue(said.lines().noneMatch(line -> line.contains("Exception")), said);
    assertArrayEquals(before, Files.readAllBytes(model));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(3, files.count()); // ratings, model, log
    }
  }
}
