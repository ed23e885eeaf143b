package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.Duplicates;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them: each kind is read right or refused, never read wrong. */
class FilesFromTheWildTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("r.csv"), text);
  }

  private static List<String> lines(Ratings ratings) {
    List<String> lines = new ArrayList<>();
    for (int u = 0; u < ratings.users(); u++) {
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        String time = ratings.hasTimes() ? " at " + ratings.timeAt(p) : "";
        lines.add(
            ratings.catalogue().userId(u)
                + " "
                + ratings.catalogue().itemId(ratings.itemAt(p))
                + " "
                + ratings.ratingAt(p)
                + time);
      }
    }
    return lines;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId,movieId,rating\n1,101,4\n2,7,3.5\n",
        "user_id,item_id,rating\n1,101,4\n2,7,3.5\n",
        "item;user;stars\n101;1;4\n7;2;3.5\n",
        "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"1\";\"101\";\"4\"\n\"2\";\"7\";\"3.5\"\n",
        "user_id,anime_id,rating\n1, \"101\", 4\n2, \"7\" ,3.5\n", // blanks about quotes
        "1,101,4\n2,7,3.5\n", // no header
        "2;7;3.5\n1;101;4\n",
      })
  void columnsGoByTheirCommonNamesOrPlaces(String text) throws IOException {
    Ratings ratings = new RatingsReader().read(file(text));
    assertEquals(List.of("1 101 4.0", "2 7 3.5"), lines(ratings));
  }

  @Test
  void whatAFileIsDoesNotDependOnTheOrderOfItsRows() throws IOException {
    String tabs = "u\tmy rating\t4\nv\tother\t3\n";
    String turned = "v\tother\t3\nu\tmy rating\t4\n";
    assertEquals(
        lines(new RatingsReader().read(file(tabs))), lines(new RatingsReader().read(file(turned))));
    Ratings named = new RatingsReader().headless().read(file("u,x,4\nv,y,3\n"));
    assertEquals(List.of("u x 4.0", "v y 3.0"), lines(named));
  }

  @Test
  void rowsWithoutRatingsAreEvents() throws IOException {
    Path clicks = file("user_id,item_id,timestamp\na,x,5\na,x,6\nb,y,7\n");
    assertEquals(List.of("a x 1.0 at 6", "b y 1.0 at 7"), lines(new RatingsReader().read(clicks)));
    assertEquals(
        List.of("a x 2.0 at 6", "b y 1.0 at 7"),
        lines(new RatingsReader().duplicates(Duplicates.SUM).read(clicks)));
    InputException e =
        assertThrows(
            InputException.class,
            () -> new RatingsReader().columns(null, null, "stars").read(clicks));
    assertTrue(e.getMessage().contains("the column stars"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"NEWEST, 2", "LAST, 4", "SUM, 9", "MEAN, 3", "MAX, 4"})
  void pairsRatedAgainBecomeWhatIsAskedFor(Duplicates kind, float expected) throws IOException {
    Path file = file("userId,movieId,rating,timestamp\n1,1,3,10\n1,1,2,30\n1,1,4,20\n");
    Ratings ratings = new RatingsReader().duplicates(kind).read(file);
    assertEquals(expected, ratings.ratingAt(0));
    assertEquals(2, ratings.duplicates());
  }

  @Test
  void aFullTableAsksWhatZerosAre() throws IOException {
    Path table = file("userId,movieId,rating\n1,1,5\n1,2,0\n1,3,0\n2,1,0\n2,2,4\n2,3,0\n");
    InputException e = assertThrows(InputException.class, () -> new RatingsReader().read(table));
    assertTrue(e.getMessage().contains("4 of 6 ratings are 0"), e.getMessage());
    assertTrue(e.getMessage().contains("--zeros missing"), e.getMessage());
    assertEquals(
        List.of("1 1 5.0", "2 2 4.0"), lines(new RatingsReader().zeros(Zeros.MISSING).read(table)));
    assertEquals(6, new RatingsReader().zeros(Zeros.RATING).read(table).size());
    Path few = file("userId,movieId,rating\n1,1,5\n1,2,0\n");
    assertEquals(2, new RatingsReader().read(few).size());
  }

  @Test
  void aFullTableAsksEvenIfFewAre0() throws IOException {
    String rows = "userId,movieId,rating\n1,1,5\n1,2,3\n2,1,%s\n2,2,4\n";
    Path table = file(rows.formatted(0));
    InputException e = assertThrows(InputException.class, () -> new RatingsReader().read(table));
    assertTrue(e.getMessage().contains("every user and item, 1 of 4"), e.getMessage());
    assertEquals(3, new RatingsReader().zeros(Zeros.MISSING).read(table).size());
    assertEquals(4, new RatingsReader().zeros(Zeros.RATING).read(table).size());
    assertEquals(4, new RatingsReader().read(file(rows.formatted(1))).size());
    assertEquals(5, new RatingsReader().read(file(rows.formatted(0) + "3,1,2\n")).size());
    Path through0 = file(rows.formatted(0).replace("1,2,3", "1,2,-3"));
    assertEquals(4, new RatingsReader().read(through0).size());
  }

  @ParameterizedTest
  @EnumSource(Zeros.class)
  void zerosAloneAreNeverTakenSilently(Zeros zeros) throws IOException {
    Path table = file("userId,movieId,rating\n1,1,0\n1,2,0\n");
    RatingsReader reader = new RatingsReader().zeros(zeros);
    if (zeros == Zeros.RATING) {
      assertEquals(2, reader.read(table).size());
    } else {
      assertThrows(InputException.class, () -> reader.read(table));
    }
  }

  @Test
  void titlesAndGenresAreMended() throws IOException {
    Path items = folder.resolve("items.csv");
    Files.writeString(items, "isbn,name,genre\n1,\"Two \n lines\",Drama||War| \n");
    Path ratings = file("user,isbn,rating\na,1,3\n");
    Ratings read = new RatingsReader().items(items).read(ratings);
    assertEquals("Two lines (Drama, War)", read.catalogue().itemAt(0).toString());
  }
}
