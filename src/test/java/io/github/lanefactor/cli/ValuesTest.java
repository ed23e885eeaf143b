package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntBinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the commands read the values of ratings, and what they tell of it. */
class ValuesTest {
  @TempDir Path folder;

  private Path ratings(String name, String column, IntBinaryOperator value) throws IOException {
    StringBuilder csv = new StringBuilder("userId,movieId," + column + "\n");
    for (int user = 0; user < 12; user++) {
      for (int item = 0; item < 12; item++) {
        if ((user + item) % 3 > 0) {
          csv.append("%d,%d,%d%n".formatted(user, item, value.applyAsInt(user, item)));
        }
      }
    }
    return Files.writeString(folder.resolve(name), csv);
  }

  private Run train(Path ratings, String... more) {
    String[] args = new String[5 + more.length];
    args[0] = "train";
    args[1] = ratings.toString();
    args[2] = "-o";
    args[3] = folder.resolve("model").toString();
    args[4] = "--json";
    System.arraycopy(more, 0, args, 5, more.length);
    Run run = Run.of((Object[]) args);
    assertEquals(0, run.code(), run.err());
    return run;
  }

  private String info() {
    return Run.of("info", folder.resolve("model").toString()).out();
  }

  @Test
  void votesSayWhatIsDisliked() throws IOException {
    Path votes = ratings("votes.csv", "rating", (u, i) -> u % 2 == i % 2 ? 1 : -1);
    Run run = train(votes);
    assertTrue(run.err().contains("note: ratings below 1 count as dislikes"), run.err());
    assertTrue(info().contains("liked from      1.0"), info());
    assertTrue(info().contains("disliked weight 2.0"), info());
    String list = Run.of("recommend", folder.resolve("model").toString(), "3", "-n", "1").out();
    assertTrue(list.matches("(?s).* \\d*[13579]\\b.*"), list);
  }

  @Test
  void theOptionsAreKept() throws IOException {
    Path stars = ratings("stars.csv", "rating", (u, i) -> 1 + (u * i) % 5);
    Run run = train(stars, "--liked-from", "4", "--disliked-weight", "3");
    assertFalse(run.err().contains("dislikes"), run.err());
    assertTrue(info().contains("liked from      4.0"), info());
    assertTrue(info().contains("disliked weight 3.0"), info());
    run = train(stars, "--liked-from", "-Infinity");
    assertFalse(run.err().contains("dislikes"), run.err());
    assertTrue(info().contains("liked from      all"), info());
    run = train(stars, "--objective", "rating");
    assertFalse(run.err().contains("dislikes"), run.err());
  }

  @Test
  void playsAreCounts() throws IOException {
    IntBinaryOperator plays = (u, i) -> u == i + 1 ? 400 : 1 + (u * i) % 9;
    Run run = train(ratings("plays.csv", "plays", plays));
    assertTrue(run.err().contains("note: the values look like counts"), run.err());
    assertTrue(info().contains("values          counts"), info());
    assertTrue(info().contains("liked from      all"), info());
    run = train(ratings("plays.csv", "plays", plays), "--values", "counts");
    assertFalse(run.err().contains("note: "), run.err());
    run = train(ratings("plays.csv", "plays", plays), "--values", "ratings");
    assertTrue(info().contains("values          ratings"), info());
    run = Run.of("evaluate", ratings("p", "plays", plays).toString(), "--objective", "rating");
    assertEquals(0, run.code(), run.err());
    run = Run.of("evaluate", folder + "/p", "--objective", "rating", "--values", "counts");
    assertEquals(2, run.code(), run.err());
    assertTrue(run.err().contains("expected objective ranking or scaled"), run.err());
  }

  /** A name alone changes nothing; the content may look like counts, and the options say so. */
  @Test
  void aColumnOfPlaysMayHoldCounts() throws IOException {
    String note = "note: plays may be counts, which would weigh by their logarithm; see --values";
    IntBinaryOperator few = (u, i) -> 1 + (u * i) % 9;
    Path plays = ratings("few.csv", "plays", few);
    Run run = train(plays);
    assertTrue(run.err().contains(note), run.err());
    assertTrue(info().contains("values          ratings"), info());
    for (String[] options :
        new String[][] {
          {"--values", "ratings"}, {"--values", "counts"}, {"--objective", "rating"}
        }) {
      assertFalse(train(plays, options).err().contains("may be counts"));
    }
    assertFalse(train(ratings("stars.csv", "stars", few)).err().contains("may be counts"));
    IntBinaryOperator many = (u, i) -> u == i + 1 ? 400 : 1 + (u * i) % 9;
    assertFalse(train(ratings("many.csv", "listens", many)).err().contains("may be counts"));
  }

  @Test
  void ratingsWithoutATimeAreOfMeanAge() throws IOException {
    Path file = folder.resolve("times.csv");
    Files.writeString(file, "user,item,rating,time\n1,1,3,86400\n1,2,4,\n2,2,2,0\n2,1,4,NA\n");
    String note =
        "note: for --half-life, 2 of 4 ratings without a time have the mean age of the others";
    assertTrue(train(file, "--half-life", "1").err().contains(note));
    assertFalse(train(file).err().contains("--half-life"));
  }

  @Test
  void aSlipOfTheKeyboardIsNamed() throws IOException {
    IntBinaryOperator slip = (u, i) -> u == 3 && i == 4 ? 5_000_000 : 1 + (u * i) % 5;
    Run run = train(ratings("slip.csv", "rating", slip));
    String note =
        "slip.csv:28: user 3, item 4: 5000000 is far outside the other values, which are from 1 to 5;"
            + " it counts as 5";
    assertTrue(run.err().contains(note), run.err());
    Path more = ratings("more.csv", "rating", (u, i) -> u == 3 && i == 4 ? -99 : 5);
    Path model = folder.resolve("model");
    run = Run.of("update", model.toString(), more.toString(), "-o", model.toString());
    assertTrue(run.err().contains("more.csv:28: user 3, item 4: -99 is far"), run.err());
    run = Run.of("evaluate", folder.resolve("slip.csv").toString(), "--sweeps", "1");
    assertTrue(run.err().contains("slip.csv:28: user 3"), run.err());
  }
}
