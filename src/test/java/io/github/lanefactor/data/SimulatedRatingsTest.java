package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.eval.Baselines;
import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.support.Draws;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Simulated ratings have exactly the sizes asked for, long tails and tastes. */
class SimulatedRatingsTest {
  @TempDir private Path folder;

  record Sizes(int users, int items, int ratings, long seed) {
    SimulatedRatings simulation() {
      return new SimulatedRatings(users, items, ratings).seed(seed);
    }
  }

  /** From one rating a user or item to every cell. */
  @Provide
  Arbitrary<Sizes> sizes() {
    Arbitrary<Integer> side = Arbitraries.integers().between(1, 70);
    return Combinators.combine(
            side, side, Arbitraries.longs(), Arbitraries.integers().between(0, 9))
        .as(
            (users, items, seed, full) -> {
              int least = Math.max(users, items);
              return new Sizes(users, items, least + (users * items - least) * full / 9, seed);
            });
  }

  @Property(tries = 200)
  void sizesAreExactAndNoPairOccursTwice(@ForAll("sizes") Sizes sizes) {
    Ratings ratings = sizes.simulation().ratings();
    assertEquals(sizes.users(), ratings.users());
    assertEquals(sizes.items(), ratings.items());
    assertEquals(sizes.ratings(), ratings.size());
    assertEquals(0, ratings.duplicates());
    assertTrue(Arrays.stream(ratings.itemCounts()).allMatch(count -> count > 0));
    for (int p = 0; p < ratings.size(); p++) {
      double halves = 2 * ratings.ratingAt(p);
      assertTrue(halves >= 1 && halves <= 10 && halves == Math.rint(halves));
    }
  }

  @Test
  void whatIsWrittenReadsAsTheSame() throws IOException {
    SimulatedRatings simulation = new SimulatedRatings(40, 30, 300).seed(5);
    Path plain = folder.resolve("ratings.csv");
    Path packed = folder.resolve("packed.csv.gz");
    Path items = folder.resolve("movies.csv");
    simulation.write(plain);
    simulation.write(packed);
    simulation.writeItems(items);
    Ratings made = simulation.ratings();
    for (Path file : new Path[] {plain, packed}) {
      Ratings read = new RatingsReader().items(items).read(file);
      assertEquals(made.toString(), read.toString());
      assertEquals(made.catalogue().itemAt(2), read.catalogue().itemAt(2));
      for (int p = 0; p < made.size(); p++) {
        assertEquals(made.itemAt(p), read.itemAt(p));
        assertEquals(made.ratingAt(p), read.ratingAt(p));
        assertEquals(made.timeAt(p), read.timeAt(p));
      }
    }
    assertEquals(0x1f, Files.readAllBytes(packed)[0]);
    byte[] before = Files.readAllBytes(plain);
    new SimulatedRatings(40, 30, 300).seed(5).write(plain);
    assertArrayEquals(before, Files.readAllBytes(plain));
    simulation.seed(6).write(plain);
    assertFalse(Arrays.equals(before, Files.readAllBytes(plain)));
  }

  /** Benchmarks cite these data by their sizes: whoever makes them anew gets the same bytes. */
  @Test
  void theBytesStayAsTheyWere() throws IOException, NoSuchAlgorithmException {
    Path file = folder.resolve("ratings.csv");
    new SimulatedRatings(300, 200, 9000).write(file);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
    assertEquals(
        "40de0da45290cfc46d72e8f974a5b08004fb067027fbaa593255cf2ceb6cf88d",
        new BigInteger(1, digest).toString(16));
  }

  @Test
  void fewItemsAndUsersHaveMostOfTheRatings() {
    Ratings ratings = new SimulatedRatings(2000, 1000, 60_000).ratings();
    int[] counts = ratings.itemCounts();
    Arrays.sort(counts);
    long top = Arrays.stream(counts, 900, 1000).sum();
    assertTrue(top > 0.5 * ratings.size(), () -> "the top tenth of the items has " + top);
    assertTrue(counts[500] < 0.35 * ratings.size() / 1000, () -> "the median is " + counts[500]);
    int[] sizes = new int[ratings.users()];
    Arrays.setAll(sizes, u -> ratings.start(u + 1) - ratings.start(u));
    Arrays.sort(sizes);
    long active = Arrays.stream(sizes, 1800, 2000).sum();
    assertTrue(active > 0.35 * ratings.size(), () -> "the top tenth of the users has " + active);
    assertTrue(sizes[1000] < 0.6 * ratings.size() / 2000, () -> "the median is " + sizes[1000]);
  }

  /** What users rate, and how, follows from their tastes: models find more than popularity. */
  @Test
  void thereIsSomethingToLearn() {
    Split split = Split.holdout(new SimulatedRatings(600, 2000, 50_000).ratings(), 0.2, 1);
    Evaluator evaluator = new Evaluator(split);
    Recommender ranking =
        Recommender.of(Trainer.ranking().factors(16).train(split.train()).model());
    double ndcg = evaluator.ranking(ranking::scores).metrics().get("ndcg@10");
    double popularity =
        evaluator.ranking(Baselines.popularity(split.train())).metrics().get("ndcg@10");
    assertTrue(ndcg > 1.3 * popularity, () -> ndcg + " beside " + popularity);
    Recommender rating = Recommender.of(Trainer.rating().factors(8).train(split.train()).model());
    double rmse = evaluator.ratings(rating::scores).metrics().get("rmse");
    double biases = evaluator.ratings(Baselines.biases(split.train())).metrics().get("rmse");
    assertTrue(rmse < 0.98 * biases, () -> rmse + " beside " + biases);
  }

  /** One draw after the other, or one draw for all that is left: the same distribution. */
  @Test
  void bothWaysOfDrawingAreOne() {
    int[][] counts = new int[2][12];
    int users = 20_000;
    SimulatedItems items = new SimulatedItems(12, 40, new Draws(7));
    for (int seed = 0; seed < users; seed++) {
      int[] item = new int[4];
      new SimulatedUser(items, seed).choose(item, 0, new int[12], 1);
      count(counts[0], item);
      new SimulatedUser(items, seed).chooseAmongRest(item, 0, new int[12], 1);
      count(counts[1], item);
    }
    for (int i = 0; i < 12; i++) {
      double deviation = Math.sqrt(2 * counts[0][i] * (1 - counts[0][i] / (double) users));
      assertEquals(counts[0][i], counts[1][i], 5 * deviation, "item " + i);
    }
    int least = Arrays.stream(counts[0]).min().orElseThrow();
    assertTrue(Arrays.stream(counts[0]).max().orElseThrow() > 2 * least);
  }

  private static void count(int[] counts, int[] items) {
    assertEquals(items.length, Arrays.stream(items).distinct().count());
    for (int item : items) {
      counts[item]++;
    }
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    for (int[] s :
        new int[][] {{0, 1, 1}, {1, 0, 1}, {3, 2, 2}, {2, 3, 2}, {3, 2, 7}, {1, 1, -1}}) {
      assertThrows(InputException.class, () -> new SimulatedRatings(s[0], s[1], s[2]));
    }
    assertThrows(
        InputException.class, () -> new SimulatedRatings(2, 2, 4).write(folder.resolve("no/such")));
  }
}
