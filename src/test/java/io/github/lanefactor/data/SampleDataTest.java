package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The bundled sample is what its README says. */
class SampleDataTest {
  private static final Path BUNDLED = Path.of("data/sample/ratings.csv");

  private static final Set<String> GENRES =
      Set.of(
          ("Action Adventure Animation Children Comedy Crime Documentary Drama Fantasy Film-Noir"
                  + " Horror IMAX Musical Mystery Romance Sci-Fi Thriller War Western")
              .split(" "));

  @Test
  void theGeneratorMakesTheBundledRatings() throws IOException {
    byte[] made = new SampleRatings().csv().getBytes(StandardCharsets.US_ASCII);
    Path copy = Path.of("target/sample/ratings.csv");
    if (!Arrays.equals(made, Files.readAllBytes(BUNDLED))) {
      Files.createDirectories(copy.getParent());
      Files.write(copy, made);
    }
    assertEquals(
        Files.readString(BUNDLED),
        new String(made, StandardCharsets.US_ASCII),
        () -> "the generator makes other ratings, see " + copy);
  }

  @Test
  void moreUsersDoNotChangeTheFirst() {
    String few = new SampleRatings().users(20).csv();
    assertTrue(new SampleRatings().users(40).csv().startsWith(few));
    assertNotEquals(few, new SampleRatings().users(20).seed(1).csv());
  }

  @Test
  void filmsHaveYearsAndMovieLensGenres() {
    Ratings ratings = SampleData.ratings();
    Set<String> titles = new HashSet<>();
    for (int i = 0; i < ratings.items(); i++) {
      String title = ratings.catalogue().title(i);
      assertTrue(titles.add(title), title + " is there twice");
      assertTrue(title.matches(".+ \\((19[2-9]\\d|20[012]\\d)\\)"), title);
      assertTrue(ratings.catalogue().genres(i).size() > 0, title);
      assertTrue(
          GENRES.containsAll(ratings.catalogue().genres(i)),
          title + " " + ratings.catalogue().genres(i));
    }
  }

  @Test
  void ratingsAreHalfStarsAndTheFolderReadsTheSame() {
    Ratings ratings = SampleData.ratings();
    assertEquals("500 users, 791 items, 26400 ratings", ratings.toString());
    assertEquals(List.of(0, 0), List.of(ratings.duplicates(), ratings.unlisted()));
    assertEquals(new RatingsReader().read(BUNDLED.getParent()).toString(), ratings.toString());
    for (int p = 0; p < ratings.size(); p++) {
      double halves = 2 * ratings.ratingAt(p);
      assertTrue(halves >= 1 && halves <= 10 && halves == Math.rint(halves));
    }
  }
}
