package io.github.lanefactor.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressedRowsTest {
  /** Parts of 3 users, of whom the second has no rating, and 4 items; some of them spoilt. */
  private static Ratings rows(String spoilt) {
    String[] userIds = {"a", "b", spoilt.equals("user ids") ? "a" : "c"};
    String[] itemIds = {"p", "q", "r", spoilt.equals("item ids") ? "q" : "s"};
    String[] titles = spoilt.equals("titles") ? new String[3] : new String[] {"P", "", "R", "S"};
    String[] genres = spoilt.equals("genres") ? new String[5] : new String[] {"", "x|y", "", "z"};
    int[] start =
        switch (spoilt) {
          case "first" -> new int[] {1, 2, 2, 3};
          case "order" -> new int[] {0, 3, 2, 3};
          case "last" -> new int[] {0, 2, 2, 2};
          case "users" -> new int[] {0, 2, 3};
          case "beyond" -> new int[] {0, 4, 4, 3};
          default -> new int[] {0, 2, 2, 3};
        };
    int[] item = {1, spoilt.equals("again") ? 1 : 3, 0};
    if (spoilt.equals("range")) {
      item[1] = 4;
    } else if (spoilt.equals("negative")) {
      item[2] = -1;
    }
    float[] rating = spoilt.equals("ratings") ? new float[2] : new float[] {5, 4, 3};
    rating[0] = spoilt.equals("finite") ? Float.NaN : rating[0];
    long[] time = spoilt.equals("times") ? new long[4] : new long[] {7, 8, 9};
    return Ratings.ofRows(
        Catalogue.of(userIds, itemIds, titles, genres),
        IntBuffer.wrap(start),
        IntBuffer.wrap(item),
        FloatBuffer.wrap(rating),
        LongBuffer.wrap(time));
  }

  @Test
  void giveTheRatingsTheySay() {
    Ratings ratings = rows("nothing");
    assertEquals("3 users, 4 items, 3 ratings", ratings.toString());
    assertEquals(2, ratings.start(1));
    assertEquals(2, ratings.start(2));
    assertEquals(4, ratings.ratingAt(ratings.position(0, 3).orElseThrow()));
    assertEquals(9, ratings.timeAt(ratings.position(2, 0).orElseThrow()));
    assertEquals(2, ratings.catalogue().user("c"));
    assertEquals(3, ratings.catalogue().item("s"));
    assertEquals("q", ratings.catalogue().title(1));
    assertEquals("[x, y]", ratings.catalogue().genres(1).toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user ids",
        "item ids",
        "titles",
        "genres",
        "first",
        "order",
        "last",
        "users",
        "beyond",
        "again",
        "range",
        "negative",
        "ratings",
        "finite",
        "times"
      })
  void refuseWhatDoesNotFit(String spoilt) {
    assertThrows(InputException.class, () -> rows(spoilt));
  }
}
