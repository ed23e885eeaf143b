package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that nobody has rated stand where their genres have them, and the commands say so. */
class NewItemsTest {
  @TempDir private Path folder;
  private Path model;

  /** Even users like comedies, odd ones war films; nobody has rated items 20 to 22. */
  @BeforeEach
  void train() throws IOException {
    StringBuilder ratings = new StringBuilder("userId,movieId,rating\n");
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 20; item++) {
        if (user % 2 == item % 2 && (user + item) % 3 > 0) {
          ratings.append("u%d,%d,%d\n".formatted(user, item, 4 + item % 3 / 2));
        }
      }
    }
    StringBuilder items = new StringBuilder("movieId,title,genres\n");
    for (int item = 0; item < 22; item++) {
      items.append("%d,Film %d,%s\n".formatted(item, item, item % 2 == 0 ? "Comedy" : "War"));
    }
    items.append("22,Film 22,\n");
    Files.writeString(folder.resolve("ratings.csv"), ratings);
    Files.writeString(folder.resolve("movies.csv"), items);
    model = folder.resolve("m.safetensors");
    Run.ok("train", folder, "-o", model, "--factors", 4);
  }

  @Test
  void neighboursShareTheGenres() {
    Run comedy = Run.ok("similar", model, "20", "-n", 5);
    assertEquals(5, comedy.lines().size());
    assertTrue(comedy.lines().stream().allMatch(line -> line.contains("(Comedy)")), comedy.out());
    String note = "note: nobody has rated Film 20 yet, placed by genres";
    assertTrue(comedy.err().contains(note), comedy.err());
    Run war = Run.ok("similar", model, "21", "-n", 5);
    assertTrue(war.lines().stream().allMatch(line -> line.contains("(War)")), war.out());
    assertFalse(Run.ok("similar", model, "3").err().contains("nobody has rated"));
  }

  @Test
  void nothingIsMadeUpOfNothing() {
    Run nothing = Run.ok("similar", model, "22");
    assertEquals("", nothing.out());
    assertTrue(nothing.err().contains("nothing is known of Film 22"), nothing.err());
  }

  @Test
  void listsSayWhichItemsNobodyHasRated() {
    Run run = Run.ok("recommend", model, "u4", "-n", 12);
    int comedy = run.out().indexOf("Film 20");
    int war = run.out().indexOf("Film 21");
    assertTrue(comedy >= 0 && (war < 0 || comedy < war), run.out());
    assertTrue(run.err().contains("nobody has rated"), run.err());
    assertTrue(run.err().contains("Film 20"), run.err());
  }

  @Test
  void theModelTellsItsFeatures() {
    assertTrue(Run.ok("info", model).out().contains("item features   genres"));
    Path without = folder.resolve("n.safetensors");
    Run.ok("train", folder, "-o", without, "--factors", 4, "--no-features");
    assertFalse(Run.ok("info", without).out().contains("item features"));
    assertEquals("", Run.ok("similar", without, "20").out());
  }
}
