package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A Java with little memory says so in one line, exits with 1 and leaves older files alone. */
class MemoryTest {
  @TempDir Path folder;
  private Path model;
  private byte[] older;

  @BeforeEach
  void anOlderModel() throws Exception {
    model = folder.resolve("m.safetensors");
    Path ratings = ratings(20, 20, 50);
    Run.ok("train", ratings, "-o", model, "--sweeps", "1");
    older = Files.readAllBytes(model);
  }

  private Path ratings(int users, int items, int count) throws Exception {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int i = 0; i < count; i++) {
      text.append(i < users ? i : random.nextInt(users)).append(',');
      text.append(i < items ? i : random.nextInt(items)).append(",4,1112486027\n");
    }
    return Files.writeString(folder.resolve("ratings.csv"), text);
  }

  /** The lines on standard error that are not Java's own. */
  private List<String> refused(String heap, String... args) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(err.toFile())
            .start();
    assertEquals(1, process.waitFor(), () -> "see " + err);
    assertArrayEquals(older, Files.readAllBytes(model));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          List.of(),
          files.map(f -> f.getFileName().toString()).filter(f -> f.contains("tmp")).toList());
    }
    return Files.readAllLines(err).stream().filter(line -> line.startsWith("lanefactor")).toList();
  }

  @Test
  void whatATrainingNeedsIsForeseen() throws Exception {
    Path ratings = ratings(2000, 2000, 4000);
    List<String> said =
        refused(
            "48m",
            "train",
            ratings.toString(),
            "-o",
            model.toString(),
            "--factors",
            "800",
            "--threads",
            "1");
    assertEquals(1, said.size(), said::toString);
    assertTrue(
        said.get(0)
            .matches(
                "lanefactor: training with 800 factors on 2000 users, 2000 items, 39\\d\\d ratings needs"
                    + " 11\\d MB of memory and this Java may use 48: give it more with -Xmx19\\dm,"
                    + " which LANEFACTOR_JAVA_OPTS hands to ./lanefactor"),
        said::toString);
    List<String> err = Files.readAllLines(folder.resolve("err"));
    assertTrue(err.stream().noneMatch(line -> line.startsWith("step")), err::toString);
  }

  @Test
  void whatReadingNeedsIsForeseen() throws Exception {
    Path ratings = ratings(1000, 1000, 1_500_000);
    List<String> said = refused("24m", "train", ratings.toString(), "-o", model.toString());
    assertEquals(1, said.size(), said::toString);
    assertTrue(
        said.get(0)
            .matches(
                "lanefactor: .*/ratings.csv: reading about 1[45]\\d{5} ratings needs 5\\d MB of memory"
                    + " and this Java may use 24: give it more with -Xmx11\\dm, which"
                    + " LANEFACTOR_JAVA_OPTS hands to ./lanefactor"),
        said::toString);
  }

  /** A packed file does not tell how much is in it. */
  @Test
  void whatIsNotForeseenIsOneLineToo() throws Exception {
    Path plain = ratings(1000, 1000, 1_500_000);
    Path ratings = folder.resolve("ratings.csv.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(ratings))) {
      Files.copy(plain, out);
    }
    List<String> said = refused("24m", "train", ratings.toString(), "-o", model.toString());
    assertEquals(
        List.of("lanefactor: out of memory: give Java more with LANEFACTOR_JAVA_OPTS=-Xmx…"), said);
  }
}
