package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fixed split of MovieLens latest-small, against figures worked out with NumPy. */
class HoldoutTest {
  private static final Path DATA = Path.of("../shared/data/ml-latest-small");

  private static Split split() throws IOException {
    assumeTrue(Files.exists(DATA), () -> "no MovieLens data at " + DATA.toAbsolutePath());
    return Split.of(read("holdout/train.csv"), read("holdout/test.csv"));
  }

  private static Ratings read(String file) throws IOException {
    RatingsBuilder builder = new RatingsBuilder();
    for (String line : lines("movies.csv")) {
      builder.item(line.substring(0, line.indexOf(',')), "", "");
    }
    for (String line : lines(file)) {
      String[] cells = line.split(",");
      builder.rating(cells[0], cells[1], Double.parseDouble(cells[2]), Long.parseLong(cells[3]));
    }
    return builder.build();
  }

  private static List<String> lines(String file) throws IOException {
    List<String> lines = Files.readAllLines(DATA.resolve(file));
    return lines.subList(1, lines.size());
  }

  @Test
  void popularityOnTheHoldout() throws IOException {
    Split split = split();
    assertEquals(610, split.train().users());
    assertEquals(9742, split.train().items());
    assertEquals(80726, split.train().size());
    assertEquals(20110, split.test().size());
    Evaluation popularity = new Evaluator(split).ranking(Baselines.popularity(split.train()));
    assertEquals(609, popularity.get("users"));
    assertEquals(0.187527584, popularity.get("ndcg@10"), 5e-10);
    assertEquals(0.158784893, popularity.get("precision@10"), 5e-10);
    assertEquals(0.070498058, popularity.get("recall@10"), 5e-10);
    assertEquals(0.106491531, popularity.get("map@10"), 5e-10);
    assertEquals(0.370181406, popularity.get("mrr@10"), 5e-10);
    assertEquals(0.607553366, popularity.get("hit_rate@10"), 5e-10);
    assertEquals(0.005645658, popularity.get("coverage@10"), 5e-10);
    assertEquals(1.658494408, popularity.get("novelty@10"), 5e-10);
  }

  @Test
  void biasesOnTheHoldout() throws IOException {
    Split split = split();
    Evaluation biases = new Evaluator(split).ratings(Baselines.biases(split.train()));
    // Scores are floats, hence the wider margin.
    assertEquals(0.875938810, biases.get("rmse"), 1e-8);
    assertEquals(0.678357957, biases.get("mae"), 1e-8);
  }
}
