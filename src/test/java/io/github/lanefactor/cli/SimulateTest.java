package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.lanefactor.data.SimulatedRatings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateTest {
  @TempDir private Path folder;
  private Path ratings;
  private Path items;

  @BeforeEach
  void names() {
    ratings = folder.resolve("ratings.csv");
    items = folder.resolve("movies.csv");
  }

  private Run simulate(Object... more) {
    Object[] args = new Object[9 + more.length];
    Object[] sizes = {"simulate", "--users", 60, "--items", 40, "--ratings", 900, "-o", ratings};
    System.arraycopy(sizes, 0, args, 0, sizes.length);
    System.arraycopy(more, 0, args, sizes.length, more.length);
    return Run.of(args);
  }

  @Test
  void writesWhatTheApiWritesAndWhatTrainReads() throws IOException {
    Run run = simulate("--items-file", items, "--seed", 7);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().startsWith("900 simulated ratings of 60 users and 40 items in "));
    assertTrue(run.out().contains("ratings in " + ratings + ", items in " + items), run.out());
    Path same = folder.resolve("same.csv");
    SimulatedRatings simulation = new SimulatedRatings(60, 40, 900).seed(7);
    simulation.write(same);
    assertArrayEquals(Files.readAllBytes(same), Files.readAllBytes(ratings));
    simulation.writeItems(same);
    assertArrayEquals(Files.readAllBytes(same), Files.readAllBytes(items));
    Run.ok("train", ratings, "--items", items, "-o", folder.resolve("m.h5"), "--sweeps", 1);
  }

  @Test
  void jsonTellsTheSame() {
    JsonObject told = simulate("--json").json().getAsJsonObject();
    assertEquals(60, told.get("users").getAsInt());
    assertEquals(40, told.get("items").getAsInt());
    assertEquals(900, told.get("ratings").getAsInt());
    assertEquals(1, told.get("seed").getAsInt());
    assertEquals(ratings.toString(), told.get("file").getAsString());
  }

  /** Nobody can tell a file of simulated ratings from one of real ratings. */
  @Test
  void ratingsAreReplacedOnlyByForce() throws IOException {
    Files.writeString(ratings, "userId,movieId,rating,timestamp\n1,1,5,1\n");
    simulate().assertRefused(2, "--force replaces it");
    assertEquals(2, Files.readAllLines(ratings).size());
    assertEquals(0, simulate("--force").code());
    assertEquals(901, Files.readAllLines(ratings).size());
    simulate("--force", "--items-file", ratings).assertRefused(2, "found one twice");
  }
}
