package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  @Provide
  Arbitrary<List<String>> rows() {
    return Grids.rows();
  }

  /** Coarse random scores, so that there are ties. */
  private static float[][] randomScores(Split split, Random random) {
    float[][] scores = new float[split.train().users()][split.train().items()];
    for (float[] row : scores) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(13) / 2f;
      }
    }
    return scores;
  }

  private static Scorer table(float[][] scores) {
    return (user, out) -> System.arraycopy(scores[user], 0, out, 0, out.length);
  }

  private static void assertClose(Map<String, Double> expected, Evaluation actual) {
    assertEquals(new ArrayList<>(expected.keySet()), new ArrayList<>(actual.metrics().keySet()));
    expected.forEach((name, value) -> assertEquals(value, actual.get(name), 1e-12, name));
  }

  @Test
  void rankingHandWorked() {
    Split split =
        Grids.split(
            "5..e.", // u1000: trained on i0, tested with i3
            "45ab.", // u1001: trained on i0 and i1, tested with i2 and i3
            "3....", // no test rating: left out
            "1.e.."); // u1003: trained on i0, tested with i2
    Scorer scorer =
        table(
            new float[][] {
              {9, 2, 2, 1, 0}, // i0 is known: shows i1, i2 (a tie), misses i3
              {9, 9, 3, 1, 2}, // shows i2, i4: one of two
              {9, 9, 9, 9, 9},
              {9, 0, 1, 0, 2} // shows i4, i2
            });
    Evaluation result = new Evaluator(split).cutoff(2).ranking(scorer);
    double log3 = Math.log(3) / Math.log(2);
    Map<String, Double> expected = new LinkedHashMap<>();
    expected.put("ndcg@2", (0 + 1 / (1 + 1 / log3) + 1 / log3) / 3);
    expected.put("precision@2", (0 + 0.5 + 0.5) / 3);
    expected.put("recall@2", (0 + 0.5 + 1) / 3);
    expected.put("map@2", (0 + 0.5 + 0.5) / 3);
    expected.put("mrr@2", (0 + 1 + 0.5) / 3);
    expected.put("hit_rate@2", 2 / 3.0);
    expected.put("coverage@2", 3 / 5.0); // i1, i2 and i4 are shown
    // Of four users one knows i1; nobody knows i2 or i4, which counts as one: 2 bits each.
    expected.put("novelty@2", 2.0);
    expected.put("users", 3.0);
    assertClose(expected, result);
  }

  @Test
  void relevanceFromARatingHandWorked() {
    // Of u1000 only i2 is liked; u1001 likes nothing that is tested and is left out.
    Split split = Grids.split("5ae..", "4b...");
    Scorer scorer = (user, out) -> System.arraycopy(new float[] {9, 8, 7, 6, 5}, 0, out, 0, 5);
    Evaluator evaluator = new Evaluator(split).cutoff(2);
    assertEquals(1, evaluator.ranking(scorer).get("recall@2"));
    Evaluation liked = evaluator.relevantFrom(4).ranking(scorer);
    assertEquals(Math.log(2) / Math.log(3), liked.get("ndcg@2"), 1e-15);
    assertEquals(0.5, liked.get("precision@2"));
    assertEquals(1, liked.get("users"));
    assertEquals(
        new Evaluator(split).ratings(scorer), new Evaluator(split).relevantFrom(5).ratings(scorer));
  }

  @Test
  void aThresholdThatNothingReachesIsRefused() {
    for (float rating : new float[] {5.5f, Float.NaN}) {
      Evaluator evaluator = new Evaluator(Grids.split("5ae"));
      InputException e = assertThrows(InputException.class, () -> evaluator.relevantFrom(rating));
      assertEquals(
          "expected test ratings of at least " + rating + ", found 1.0 to 5.0", e.getMessage());
    }
  }

  @Test
  void noveltyHandWorked() {
    // i0 is known to 4 of 4 users, i1 to 2, i2 to 1: 0, 1 and 2 bits; u1003 is shown i1 and i2.
    Split split = Grids.split("55.", "5.5", "55.", "5e.");
    Evaluation result = new Evaluator(split).ranking(Baselines.popularity(split.train()));
    assertEquals(1.5, result.get("novelty@10"), 1e-15);
    assertEquals(2 / 3.0, result.get("coverage@10"), 1e-15);
  }

  @Test
  void ratingsHandWorked() {
    Split split = Grids.split("24a.", "..be", "4...");
    Scorer scorer = table(new float[][] {{0, 0, 1.5f, 0}, {0, 0, 3.5f, 9}, {0, 0, 0, 0}});
    // The training ratings run from 2 to 4, so 1.5 counts as 2 and 9 as 4: errors 1, 1.5 and -1.
    Evaluation result = new Evaluator(split).ratings(scorer);
    assertEquals(Math.sqrt((1 + 2.25 + 1) / 3), result.get("rmse"), 1e-15);
    assertEquals(3.5 / 3, result.get("mae"), 1e-15);
    assertEquals(List.of("rmse", "mae"), List.copyOf(result.metrics().keySet()));
  }

  @Property(tries = 300)
  void agreesWithTheTwin(
      @ForAll("rows") List<String> rows,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 16) int cutoff,
      @ForAll @IntRange(min = 0, max = 5) int relevantFrom) {
    Split split = Grids.split(rows);
    float[][] scores = randomScores(split, random);
    Evaluator evaluator = new Evaluator(split).cutoff(cutoff).threads(1);
    Map<String, Double> expected = twin(split, scores, cutoff, relevantFrom);
    if (expected.get("users") == 0) {
      assertThrows(InputException.class, () -> evaluator.relevantFrom(relevantFrom));
      return;
    }
    evaluator.relevantFrom(relevantFrom);
    Evaluation result = evaluator.ranking(table(scores)).and(evaluator.ratings(table(scores)));
    assertClose(expected, result);
    result.metrics().forEach((name, value) -> assertTrue(value >= 0, name));
  }

  /** Every definition once more, straight from its formula, over a full sort. */
  private static Map<String, Double> twin(
      Split split, float[][] scores, int cutoff, float relevantFrom) {
    Ratings train = split.train();
    Ratings test = split.test();
    String[] names = {"ndcg", "precision", "recall", "map", "mrr", "hit_rate"};
    double[] sums = new double[names.length];
    double novelty = 0;
    double squares = 0;
    double absolutes = 0;
    int users = 0;
    Set<Integer> shown = new HashSet<>();
    for (int u = 0; u < test.users(); u++) {
      Set<Integer> wanted = new HashSet<>();
      for (int p = test.start(u); p < test.start(u + 1); p++) {
        if (test.ratingAt(p) >= relevantFrom) {
          wanted.add(test.itemAt(p));
        }
        double error = clip(scores[u][test.itemAt(p)], train) - test.ratingAt(p);
        squares += error * error;
        absolutes += Math.abs(error);
      }
      if (wanted.isEmpty()) {
        continue;
      }
      users++;
      int[] all = sorted(scores[u], train, u);
      int length = Math.min(cutoff, all.length);
      double dcg = 0;
      double ideal = 0;
      double precisions = 0;
      double reciprocal = 0;
      int hits = 0;
      double information = 0;
      for (int place = 1; place <= cutoff; place++) {
        if (place <= wanted.size()) {
          ideal += Math.log(2) / Math.log(place + 1);
        }
        if (place <= length) {
          int item = all[place - 1];
          shown.add(item);
          int known = Math.max(1, train.itemCounts()[item]);
          information -= Math.log((double) known / train.users()) / Math.log(2);
          if (wanted.contains(item)) {
            hits++;
            dcg += Math.log(2) / Math.log(place + 1);
            precisions += (double) hits / place;
            reciprocal = Math.max(reciprocal, 1.0 / place);
          }
        }
      }
      sums[0] += dcg / ideal;
      sums[1] += (double) hits / cutoff;
      sums[2] += (double) hits / wanted.size();
      sums[3] += precisions / Math.min(cutoff, wanted.size());
      sums[4] += reciprocal;
      sums[5] += hits > 0 ? 1 : 0;
      novelty += information / length;
    }
    Map<String, Double> twin = new LinkedHashMap<>();
    for (int v = 0; v < names.length; v++) {
      twin.put(names[v] + "@" + cutoff, sums[v] / users);
    }
    twin.put("coverage@" + cutoff, (double) shown.size() / train.items());
    twin.put("novelty@" + cutoff, novelty / users);
    twin.put("users", (double) users);
    twin.put("rmse", Math.sqrt(squares / test.size()));
    twin.put("mae", absolutes / test.size());
    return twin;
  }

  private static double clip(double prediction, Ratings train) {
    double low = Double.MAX_VALUE;
    double high = -Double.MAX_VALUE;
    for (int p = 0; p < train.size(); p++) {
      low = Math.min(low, train.ratingAt(p));
      high = Math.max(high, train.ratingAt(p));
    }
    return prediction < low ? low : prediction > high ? high : prediction;
  }

  @Property(tries = 300)
  void knowingTheTestRatingsIsPerfect(
      @ForAll("rows") List<String> rows, @ForAll @IntRange(min = 1, max = 16) int cutoff) {
    Split split = Grids.split(rows);
    Ratings test = split.test();
    Scorer oracle =
        (user, out) -> {
          for (int i = 0; i < out.length; i++) {
            int p = test.position(user, i).orElse(-1);
            out[i] = p < 0 ? -1 : test.ratingAt(p);
          }
        };
    Evaluation result = new Evaluator(split).cutoff(cutoff).threads(1).ranking(oracle);
    for (String name : List.of("ndcg@", "map@", "mrr@", "hit_rate@")) {
      assertEquals(1, result.get(name + cutoff), name);
    }
  }

  @Property(tries = 300)
  void theNumberOfThreadsChangesNoBit(
      @ForAll("rows") List<String> rows,
      @ForAll Random random,
      @ForAll @IntRange(min = 2, max = 8) int threads) {
    Split split = Grids.split(rows);
    Scorer scorer = table(randomScores(split, random));
    Evaluator one = new Evaluator(split).threads(1);
    Evaluator many = new Evaluator(split).threads(threads);
    assertEquals(one.ranking(scorer), many.ranking(scorer));
    assertEquals(one.ratings(scorer), many.ratings(scorer));
  }

  @Property(tries = 300)
  void theOrderOfUsersDoesNotMatter(@ForAll("rows") List<String> rows, @ForAll Random random) {
    Split split = Grids.split(rows);
    float[][] scores = randomScores(split, random);
    List<Integer> order = new ArrayList<>();
    for (int u = 0; u < rows.size(); u++) {
      order.add(u);
    }
    Collections.shuffle(order, random);
    Split shuffled = Grids.split(order.stream().map(rows::get).toList());
    float[][] shuffledScores = order.stream().map(u -> scores[u]).toArray(float[][]::new);
    assertClose(
        new Evaluator(split).threads(1).ranking(table(scores)).metrics(),
        new Evaluator(shuffled).threads(1).ranking(table(shuffledScores)));
  }

  @Test
  void aScoreThatIsNotANumberIsAnError() {
    Split split = Grids.split("5a..", "5.a.", "5..a");
    Scorer scorer = (user, out) -> out[2] = user == 0 ? 1 : Float.NaN;
    for (int threads = 1; threads <= 3; threads++) {
      Evaluator evaluator = new Evaluator(split).threads(threads);
      for (ArithmeticException e :
          List.of(
              assertThrows(ArithmeticException.class, () -> evaluator.ranking(scorer)),
              assertThrows(ArithmeticException.class, () -> evaluator.ratings(scorer)))) {
        assertEquals("the score of user u1001 and item i2 is not a number", e.getMessage());
      }
    }
  }

  @Test
  void infiniteScoresAreScores() {
    Split split = Grids.split("5a..");
    Scorer scorer =
        (user, out) -> {
          out[1] = Float.NEGATIVE_INFINITY;
          out[2] = Float.POSITIVE_INFINITY;
          out[3] = Float.NEGATIVE_INFINITY;
        };
    assertEquals(0.5, new Evaluator(split).ranking(scorer).get("mrr@10"));
  }

  @Test
  void aCutoffBeyondAllItemsTakesNoRoom() {
    Split split = Grids.split("5a.b");
    Evaluation result =
        new Evaluator(split).cutoff(Integer.MAX_VALUE).ranking(Baselines.popularity(split.train()));
    assertEquals(1, result.get("recall@" + Integer.MAX_VALUE));
    assertEquals(2.0 / Integer.MAX_VALUE, result.get("precision@" + Integer.MAX_VALUE));
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    Evaluator evaluator = new Evaluator(Grids.split("5a"));
    assertThrows(InputException.class, () -> evaluator.cutoff(0));
    assertThrows(InputException.class, () -> evaluator.threads(0));
  }

  /** All items that the user did not rate, best first, by sorting them. -0 and 0 are equal. */
  private static int[] sorted(float[] scores, Ratings rated, int user) {
    return IntStream.range(0, scores.length)
        .filter(i -> !rated.contains(user, i))
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer i) -> -(scores[i] + 0.0)).thenComparingInt(i -> i))
        .mapToInt(i -> i)
        .toArray();
  }
}
