package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options that say how files are read reach the reader. */
class ColumnOptionsTest {
  @TempDir private Path folder;

  private Run train(String ratings, Object... options) throws IOException {
    Path file = Files.writeString(folder.resolve("r.csv"), ratings);
    Object[] args = new Object[options.length + 7];
    Object[] first = {
      "train", file, "-o", folder.resolve("m.safetensors"), "--steps", 1, "--force"
    };
    System.arraycopy(first, 0, args, 0, 7);
    System.arraycopy(options, 0, args, 7, options.length);
    return Run.of(args);
  }

  private String rated(String user) {
    return Run.ok("rated", folder.resolve("m.safetensors"), user).out();
  }

  @Test
  void columnsByNumber() throws IOException {
    Run run =
        train(
            "7;x;5;Heat;Crime\n8;x;3;Alien;Horror\n7;y;1;Heat;Crime\n",
            "--user-column",
            2,
            "--item-column",
            1,
            "--rating-column",
            3,
            "--title-column",
            4,
            "--genres-column",
            5,
            "--separator",
            "semicolon",
            "--no-header");
    assertEquals(0, run.code(), run.err());
    assertTrue(rated("x").contains("Heat (Crime)"), rated("x"));
  }

  @Test
  void columnsOfItems() throws IOException {
    Path items = Files.writeString(folder.resolve("i.csv"), "key|label\n7|Heat\n8|Alien\n");
    Run run =
        train(
            "1,7,5\n2,8,4\n1,8,3\n",
            "--items",
            items,
            "--item-id-column",
            "key",
            "--title-column",
            "label");
    assertEquals(0, run.code(), run.err());
    assertTrue(rated("1").contains("Heat"), rated("1"));
  }

  @Test
  void badRowsAndTimes() throws IOException {
    String rows = "user,item,rating,date\n1,7,5,2005-04-02\n1,8\n2,8,4,\n2,7,x,\n";
    train(rows).assertRefused(Main.USAGE, "r.csv:3: expected 4 fields as in the header");
    Run run = train(rows, "--skip-bad-rows");
    assertEquals(0, run.code(), run.err());
    assertTrue(run.err().contains("note: 2 malformed rows are left out, the first: "), run.err());
    assertTrue(run.err().contains("1 of 2 ratings have no time"), run.err());
    assertEquals(0, train(rows, "--skip-bad-rows", 2).code());
    train(rows, "--skip-bad-rows", 1)
        .assertRefused(Main.USAGE, "expected at most 1 malformed rows, found more, the first: ");
    // What follows need not be a number.
    assertEquals(
        0,
        Run.of(
                "train",
                "--skip-bad-rows",
                folder.resolve("r.csv"),
                "-o",
                folder.resolve("m.safetensors"))
            .code());
    Run timeless = train(rows, "--skip-bad-rows", "--no-time");
    assertFalse(timeless.err().contains("have no time"), timeless.err());
  }

  @Test
  void aNumberForNoRating() throws IOException {
    Run run = train("1,7,5\n1,8,99\n2,7,4\n2,9,3\n", "--missing", 99);
    assertTrue(run.err().contains("2 users, 2 items, 3 ratings"), run.err());
  }

  @Test
  void standardInput() {
    InputStream before = System.in;
    try {
      byte[] ratings = "1,7,5\n2,7,4\n2,9,3\n".getBytes(StandardCharsets.UTF_8);
      System.setIn(new ByteArrayInputStream(ratings));
      Run run = Run.ok("train", "-", "-o", folder.resolve("m.safetensors"), "--steps", 1);
      assertTrue(run.err().contains("standard input: 2 users, 2 items, 3 ratings"), run.err());
      assertTrue(Run.ok("info", folder.resolve("m.safetensors")).out().contains("standard input"));
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void optionsWithoutRatings() {
    for (String option : new String[] {"--no-header", "--separator=tab", "--skip-bad-rows"}) {
      Run.of("train", option, "-o", folder.resolve("m.safetensors"))
          .assertRefused(Main.USAGE, "expected RATINGS");
    }
  }
}
