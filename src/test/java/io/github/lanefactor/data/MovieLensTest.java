package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanefactor.ratings.Ratings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** MovieLens's own files, where they are at hand; they are not ours to bundle. */
class MovieLensTest {
  private static final Path FOLDER = Path.of("../shared/data/ml-latest-small");

  @BeforeEach
  void filesAreThere() {
    assumeTrue(Files.isDirectory(FOLDER), "needs MovieLens's ml-latest-small in " + FOLDER);
  }

  @Test
  void theFolderHoldsRatingsAndItems() {
    Ratings ratings = new RatingsReader().read(FOLDER);
    assertEquals("610 users, 9742 items, 100836 ratings", ratings.toString());
    assertEquals(0, ratings.duplicates());
    assertEquals(0, ratings.unlisted());
    assertTrue(ratings.catalogue().integerUserIds() && ratings.catalogue().integerItemIds());
    assertEquals("Toy Story (1995)", ratings.catalogue().title(0));
    assertEquals(
        List.of("Adventure", "Animation", "Children", "Comedy", "Fantasy"),
        ratings.catalogue().genres(0));
    assertEquals(
        "American President, The (1995)",
        ratings.catalogue().title(ratings.catalogue().item("11")));
    int p =
        ratings
            .position(ratings.catalogue().user("1"), ratings.catalogue().item("6"))
            .orElseThrow();
    assertEquals(4f, ratings.ratingAt(p));
    assertEquals(964982224L, ratings.timeAt(p));
  }

  @Test
  void theFileAloneHasTheRatedItemsOnly() {
    Ratings ratings = new RatingsReader().read(FOLDER.resolve("ratings.csv"));
    assertEquals("610 users, 9724 items, 100836 ratings", ratings.toString());
    assertEquals("193609", ratings.catalogue().title(ratings.items() - 1));
    assertFalse(ratings.catalogue().genres(0).contains("Comedy"));
  }

  @Test
  void theSplitHasTheSameItems() {
    RatingsReader reader = new RatingsReader().items(FOLDER.resolve("movies.csv"));
    Ratings train = reader.read(FOLDER.resolve("holdout/train.csv"));
    Ratings test = reader.read(FOLDER.resolve("holdout/test.csv"));
    assertEquals(100836, train.size() + test.size());
    assertEquals(9742, train.items());
    assertEquals(9742, test.items());
  }
}
