package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.support.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that is read, or is somebody else's, is ever overwritten. */
class OutputsTest {
  @TempDir private Path folder;
  private Path ratings;
  private Path model;

  @BeforeEach
  void files() throws IOException {
    ratings = Files.writeString(folder.resolve("ratings.csv"), EvaluateTest.lines(0, 40));
    model = folder.resolve("m.safetensors");
  }

  private void refused(String reason, Object... args) throws IOException {
    byte[] before = Files.readAllBytes(ratings);
    Run.of(args).assertRefused(2, reason);
    assertArrayEquals(before, Files.readAllBytes(ratings));
    assertTrue(Files.notExists(model));
  }

  @Test
  void inputsAreNotOverwritten() throws IOException {
    String reason = "expected another file than what is read from";
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), ratings);
    Path hard = Files.createLink(folder.resolve("hard.csv"), ratings);
    Path round = folder.resolve("../" + folder.getFileName() + "/ratings.csv");
    for (Path output : new Path[] {ratings, link, hard, round}) {
      refused(reason, "train", ratings, "-o", output, "--force");
      refused(reason, "train", ratings, "-o", model, "--history", output, "--force");
    }
    Path inside = folder.resolve("other.txt");
    Files.writeString(inside, "mine");
    refused(reason, "train", folder, "-o", inside, "--force");
    Path items = Files.writeString(folder.resolve("movies.csv"), "movieId,title\n1,One\n");
    refused(reason, "train", ratings, "--items", items, "-o", items, "--force");
    Path plot = folder.resolve("p.svg");
    Files.createLink(plot, items);
    refused(reason, "train", ratings, "--items", items, "-o", model, "--plot", plot, "--force");
    refused(reason, "convergence", ratings, "--items", items, "-o", plot, "--force");
    assertEquals("mine", Files.readString(inside));
  }

  @Test
  void oneOutputIsNotTwo() throws IOException {
    Path same = folder.resolve("../" + folder.getFileName() + "/m.safetensors");
    refused("found one twice", "train", ratings, "-o", model, "--history", same);
    Path plot = folder.resolve("x.svg");
    refused("found one twice", "train", ratings, "-o", plot, "--plot", plot);
  }

  @Test
  void filesOfOthersAreReplacedOnlyByForce() throws IOException {
    Path letter = Files.writeString(folder.resolve("letter.txt"), "Dear Ada");
    Run.of("train", ratings, "-o", letter).assertRefused(2, "--force replaces it");
    Path zip = Files.write(folder.resolve("data.zip"), new byte[] {'P', 'K', 3, 4, 0});
    Run.of("train", ratings, "-o", zip).assertRefused(2, "--force replaces it");
    assertEquals("Dear Ada", Files.readString(letter));
    Run.ok("train", ratings, "-o", letter, "--sweeps", 1, "--force");
    // What is a model, a loss curve or a plot of ours is replaced as ever.
    Path history = folder.resolve("h.csv");
    Path plot = folder.resolve("p.svg");
    for (int round = 0; round < 2; round++) {
      Run.ok("train", ratings, "-o", letter, "--history", history, "--plot", plot, "--sweeps", 1);
      Run.ok("export", letter, folder.resolve("e.csv"));
      Run.ok("export", letter, folder.resolve("e.npz"));
      Run.ok("export", letter, folder.resolve("e.h5"));
      Run.ok("recommend", letter, "--all", "-o", folder.resolve("l.csv"));
      Run.ok("recommend", letter, "--all", "-o", folder.resolve("l.jsonl"));
    }
  }

  @Test
  void whatAKilledRunHadBegunToWriteIsDeleted() throws IOException {
    Path odd = folder.resolve("m[1] ü*.safetensors");
    Path leftover = Files.writeString(folder.resolve(".m[1] ü*.safetensors.12ab.tmp"), "half");
    Path other = Files.writeString(folder.resolve(".m.safetensors.12ab.tmp"), "another's");
    Run.ok("train", ratings, "-o", odd, "--sweeps", 1);
    assertTrue(Files.notExists(leftover));
    assertTrue(Files.exists(other));
  }

  @Test
  void aSecondRunOnOneOutputRefuses() throws IOException {
    try (Closeable claimed = OutputFile.claim(model)) {
      refused("another run is about to write", "train", ratings, "-o", model);
    }
    Run.ok("train", ratings, "-o", model, "--sweeps", 1);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(2, files.count()); // no lock stays
    }
  }
}
