package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.ratings.Ratings;
import java.util.stream.DoubleStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class BaselinesTest {
  @Provide
  Arbitrary<Ratings> ratings() {
    return Grids.ratings(1);
  }

  private static float[] scores(Scorer scorer, Ratings ratings, int user) {
    float[] out = new float[ratings.items()];
    scorer.scores(user, out);
    return out;
  }

  @Test
  void popularityCountsRatings() {
    Ratings ratings = Grids.ratings("1.5.", "2.4.", "3...");
    for (int u = 0; u < 3; u++) {
      assertArrayEquals(
          new float[] {3, 0, 2, 0}, scores(Baselines.popularity(ratings), ratings, u));
    }
  }

  @Test
  void biasesHandWorked() {
    // Mean 3. Item 0: (2 + 1) / (2 + 25); item 1: -2 / 26; item 2: -1 / 26; item 3: 0.
    Ratings ratings = Grids.ratings("51..", "4.2.", "....");
    double[] item = {3 / 27.0, -2 / 26.0, -1 / 26.0, 0};
    // User 0 is left with 5 - 3 - b0 and 1 - 3 - b1, user 1 with 4 - 3 - b0 and 2 - 3 - b2.
    double[] user = {(0 - item[0] - item[1]) / 12, (0 - item[0] - item[2]) / 12, 0};
    Scorer biases = Baselines.biases(ratings);
    for (int u = 0; u < 3; u++) {
      float[] scores = scores(biases, ratings, u);
      for (int i = 0; i < 4; i++) {
        assertEquals(3 + item[i] + user[u], scores[i], 1e-6);
      }
    }
  }

  @Property(tries = 300)
  void biasesFitBetterThanTheMean(@ForAll("ratings") Ratings ratings) {
    Scorer biases = Baselines.biases(ratings);
    double[] all = new double[ratings.size()];
    double squares = 0;
    for (int u = 0; u < ratings.users(); u++) {
      float[] scores = scores(biases, ratings, u);
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        all[p] = ratings.ratingAt(p);
        squares += Math.pow(scores[ratings.itemAt(p)] - all[p], 2);
      }
    }
    double mean = DoubleStream.of(all).average().orElseThrow();
    double meanSquares = DoubleStream.of(all).map(r -> Math.pow(r - mean, 2)).sum();
    assertEquals(true, squares <= meanSquares + 1e-5);
  }
}
