package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Blocks on all processors give what reading row by row gives: the same ratings, or refusal. */
class PlainRatingsTest {
  private static final String[] ODD_IDS = {
    "\"7\"",
    " 7",
    "7 ",
    "a b",
    "é",
    "",
    "\"a\nb\"",
    "=\"7\"",
    "a\"b",
    "\t",
    "x'y",
    "#1",
    "\\",
    "a\r"
  };

  private static final String[] ODD_RATINGS = {
    "",
    "NaN",
    "1e3",
    "0x1p3",
    "3f",
    "+4",
    "-2.5",
    ".5",
    "5.",
    "3,5",
    " 4",
    "\"4\"",
    "4-",
    "--4",
    ".",
    "-",
    "1234567890.123456789",
    "0.1234567890123456",
    "123456789012345",
    "1..2",
    "-0",
    "1e99"
  };

  private static final String[] ODD_TIMES = {
    "", "-5", "1.5", "99999999999999999999", "999999999999999999", "2005-04-02", "-", "+7", "1e3"
  };

  /** Files of a few rows, few of which are odd, cut into blocks of any size. */
  @Property(tries = 500)
  void readsWhatRowByRowIsRead(
      @ForAll @IntRange(min = 8, max = 300) int block,
      @ForAll @IntRange(max = 40) int rows,
      @ForAll @IntRange(max = 3) int oddities,
      @ForAll long seed) {
    byte[] file = file(new Random(seed), rows, oddities).getBytes(StandardCharsets.UTF_8);
    for (int skipped = -1; skipped < 2; skipped++) {
      assertEquals(outcome(file, 0, skipped), outcome(file, block, skipped));
    }
  }

  private static String file(Random random, int rows, int oddities) {
    String separator = new String[] {",", ",", ",", ";", "\t", "::"}[random.nextInt(6)];
    boolean headed = random.nextBoolean() && !separator.equals("::");
    boolean timed = random.nextInt(3) > 0;
    boolean named = random.nextInt(4) == 0;
    String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
    StringBuilder text = new StringBuilder(random.nextInt(20) == 0 ? "\uFEFF" : "");
    if (headed) {
      text.append(String.join(separator, "userId", "movieId", "rating"));
      text.append(timed ? separator + "timestamp" : "").append(end);
    }
    for (int row = 0; row < rows; row++) {
      boolean odd = random.nextInt(rows) < oddities;
      String user = (named ? "u" : "") + (1 + random.nextInt(5));
      String item = (named ? "i" : "") + random.nextInt(8) * 977;
      String rating = (1 + random.nextInt(10)) / 2.0 + "";
      String time = 1_000_000_000 + random.nextInt(50) + "";
      String rowEnd = end;
      switch (odd ? random.nextInt(8) : -1) {
        case 0 -> user = ODD_IDS[random.nextInt(ODD_IDS.length)];
        case 1 -> item = ODD_IDS[random.nextInt(ODD_IDS.length)];
        case 2, 3 -> rating = ODD_RATINGS[random.nextInt(ODD_RATINGS.length)];
        case 4 -> time = ODD_TIMES[random.nextInt(ODD_TIMES.length)];
        case 5 ->
            rowEnd =
                new String[] {"", "\r", "\n\n", "\r\n\r\n", separator + "\n", " \n"}
                    [random.nextInt(6)];
        case 6 -> item = item + separator + item;
        case 7 -> rating = random.nextBoolean() ? "0" : "4" + separator + "4";
        default -> {}
      }
      text.append(String.join(separator, user, item, rating));
      text.append(timed ? separator + time : "");
      text.append(row == rows - 1 && random.nextBoolean() ? "" : rowEnd);
    }
    return text.toString();
  }

  /** All that there is to know of what comes of a file. */
  private static String outcome(byte[] file, int block, int skipped) {
    List<Source> source = List.of(new Source("ratings.csv", () -> new ByteArrayInputStream(file)));
    ReaderOptions options = new ReaderOptions();
    List<String> notes = new ArrayList<>();
    options.notes = notes::add;
    options.badRows = skipped;
    try {
      return Attempt.best(
              options,
              attempt -> {
                RatingsBuilder builder = new RatingsBuilder();
                RatingsFile.read(source, options, attempt, builder, block);
                return describe(builder.build(), attempt.findings());
              })
          + notes;
    } catch (InputException e) {
      return e.getMessage();
    }
  }

  private static String describe(Ratings ratings, Findings findings) {
    StringBuilder text = new StringBuilder();
    Catalogue catalogue = ratings.catalogue();
    for (int user = 0; user < ratings.users(); user++) {
      for (int p = ratings.start(user); p < ratings.start(user + 1); p++) {
        String itemId = catalogue.itemId(ratings.itemAt(p));
        text.append(catalogue.userId(user)).append(' ').append(itemId).append(' ');
        text.append(ratings.ratingAt(p)).append(' ');
        text.append(findings.place(catalogue.userId(user), itemId, ratings.ratingAt(p)));
        text.append(ratings.hasTimes() ? " " + ratings.timeAt(p) : "").append('\n');
      }
    }
    return text.append(ratings.items()).append(' ').append(ratings.duplicates()).toString();
  }

  private static PlainRatings.Prefix read(String text, int block, RatingsBuilder builder) {
    PlainLayout layout =
        new PlainLayout((byte) ',', false, 3, 0, 1, 2, -1, LongUnaryOperator.identity());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return PlainRatings.read(
        new ByteArrayInputStream(bytes), 1, layout, builder, block, (taken, before) -> {});
  }

  @Test
  void aPlainFileIsReadToItsEnd() {
    RatingsBuilder builder = new RatingsBuilder();
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (int i = 0; i < 5000; i++) {
      text.append(i / 50).append(',').append(i % 50).append(",0\n");
    }
    PlainRatings.Prefix prefix = read(text.toString(), 1000, builder);
    assertEquals(new PlainRatings.Prefix(5001, 5000, 5000, 0, true), prefix);
    assertEquals(100, builder.build().users());
  }

  /** What stands behind the odd row is left alone, and so are its ids. */
  @Test
  void stopsInFrontOfABlockThatIsNotPlain() {
    RatingsBuilder builder = new RatingsBuilder();
    String text =
        "user,item,rating\n" + "1,2,3.5\n".repeat(10) + "4,5,\"3\"\n" + "6,7,3\n".repeat(9);
    PlainRatings.Prefix prefix = read(text, 16, builder);
    assertEquals(new PlainRatings.Prefix(11, 10, 0, 2, false), prefix);
    Ratings ratings = builder.build();
    assertEquals(1, ratings.users());
    assertEquals(1, ratings.items());
  }

  @Test
  void aLineMayBeLongerThanABlock() {
    RatingsBuilder builder = new RatingsBuilder();
    String text = "user,item,rating\n1,2,3\n1," + "9".repeat(5000) + ",3\n";
    PlainRatings.Prefix prefix = read(text, 100, builder);
    assertEquals(2, prefix.lines());
    assertTrue(!prefix.whole());
  }
}
