package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.eval.Baselines;
import io.github.lanefactor.eval.Evaluation;
import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluateTest {
  private static final Path SHARED = Path.of("../shared/data/ml-latest-small");

  @TempDir private Path folder;
  private Path ratings;
  private Path items;

  @BeforeEach
  void writeData() throws IOException {
    ratings = folder.resolve("ratings.csv");
    items = folder.resolve("movies.csv");
    Files.writeString(ratings, lines(0, 40));
    Files.writeString(items, "movieId,title,genres\n1,Alien (1979),Horror\n99,Nobody's,\n");
  }

  /** Users of three tastes and what they rated. */
  static String lines(int fromUser, int toUser) {
    StringBuilder lines = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int u = fromUser; u < toUser; u++) {
      for (int i = 0; i < 30; i++) {
        if (u % 3 == i % 3 ? (u * 5 + i) % 7 > 1 : (u * i + u) % 11 == 0) {
          lines.append("%d,%d,%s,%d%n".formatted(u, i, u % 3 == i % 3 ? 5 : 2, 1000 + i * u % 37));
        }
      }
    }
    return lines.toString();
  }

  private static void assertMetrics(Evaluation expected, JsonObject actual) {
    expected
        .metrics()
        .forEach((name, value) -> assertEquals(value, actual.get(name).getAsDouble(), name));
  }

  @Test
  void printsWhatTheApiMeasures() {
    Split split = Split.holdout(read(), 0.3, 9);
    Evaluator evaluator = new Evaluator(split);
    Recommender model =
        Recommender.of(Trainer.ranking().factors(4).seed(2).train(split.train()).model());
    Run run =
        Run.ok(
            "evaluate",
            ratings,
            "--holdout",
            0.3,
            "--split-seed",
            9,
            "--factors",
            4,
            "--seed",
            2,
            "--json");
    JsonObject json = run.json().getAsJsonObject();
    assertMetrics(evaluator.ranking(model::scores), json);
    assertTrue(json.get("seconds").getAsDouble() > 0);
    assertMetrics(
        evaluator.ranking(Baselines.popularity(split.train())), json.getAsJsonObject("popularity"));
    assertFalse(json.has("rmse"));
    assertFalse(json.has("biases"));
    assertEquals(ratings.toString(), json.get("data").getAsString());
  }

  @Test
  void relevanceFromARating() {
    Split split = Split.holdout(read(), 0.2, 1);
    Evaluator evaluator = new Evaluator(split).relevantFrom(4);
    Run run = Run.ok("evaluate", ratings, "--relevant-from", 4, "--sweeps", 2, "--json");
    JsonObject json = run.json().getAsJsonObject();
    assertMetrics(
        evaluator.ranking(Baselines.popularity(split.train())), json.getAsJsonObject("popularity"));
    Recommender model = Recommender.of(Trainer.ranking().sweeps(2).train(split.train()).model());
    assertMetrics(evaluator.ranking(model::scores), json);
  }

  @Test
  void ratingModelsAreMeasuredAgainstBiases() {
    Split split = Split.holdout(read(), 0.2, 1);
    Run run =
        Run.ok(
            "evaluate", ratings, "--objective", "rating", "--factors", 3, "--threads", 1, "--json");
    JsonObject json = run.json().getAsJsonObject();
    Evaluation biases = new Evaluator(split).ratings(Baselines.biases(split.train()));
    assertMetrics(biases, json.getAsJsonObject("biases"));
    assertTrue(json.get("rmse").getAsDouble() < 2, json.toString());
    assertTrue(json.get("mae").getAsDouble() <= json.get("rmse").getAsDouble());
    assertTrue(json.get("ndcg@10").getAsDouble() > 0);
  }

  @Test
  void theTableIsAlignedAndNamesTheMetrics() {
    List<String> lines = Run.ok("evaluate", ratings, "--objective", "rating").lines();
    List<String> names = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      names.add(line.split(" {2,}")[0]);
    }
    assertEquals(
        List.of(
            "NDCG@10",
            "precision@10",
            "recall@10",
            "MAP@10",
            "MRR@10",
            "hit rate@10",
            "coverage@10",
            "novelty@10",
            "users tested",
            "RMSE",
            "MAE",
            "seconds to train"),
        names);
    assertTrue(lines.get(0).matches(" +model +popularity +biases"), lines.get(0));
    int end = lines.get(0).indexOf("model") + "model".length();
    for (String line : lines.subList(1, lines.size())) {
      assertTrue(Character.isDigit(line.charAt(end - 1)), line);
      assertTrue(line.length() == end || line.charAt(end) == ' ', line);
    }
    assertTrue(lines.get(10).matches("RMSE +\\d\\.\\d{4} +\\d\\.\\d{4}"), lines.get(10));
  }

  @Test
  void foldsGiveMeans() {
    List<Evaluation> popularity = new ArrayList<>();
    for (Split split : Split.folds(read(), 3, 1)) {
      popularity.add(new Evaluator(split).ranking(Baselines.popularity(split.train())));
    }
    Run run = Run.ok("evaluate", ratings, "--folds", 3, "--sweeps", 2, "--json");
    assertMetrics(
        Evaluation.mean(popularity), run.json().getAsJsonObject().getAsJsonObject("popularity"));
    assertTrue(run.err().contains("fold 3 of 3: "), run.err());
  }

  @Test
  void byTimeTestsWithTheNewest() {
    Split split = Split.byTime(read(), 0.25, 4);
    Run run =
        Run.ok("evaluate", ratings, "--by-time", 0.25, "--split-seed", 4, "--sweeps", 2, "--json");
    assertMetrics(
        new Evaluator(split).ranking(Baselines.popularity(split.train())),
        run.json().getAsJsonObject().getAsJsonObject("popularity"));
  }

  @Test
  void aTestFileOfItsOwn() throws IOException {
    Path train = folder.resolve("a.csv");
    Path test = folder.resolve("b.csv");
    List<String> all = lines(0, 40).lines().skip(1).toList();
    StringBuilder a = new StringBuilder("userId,movieId,rating\n");
    StringBuilder b = new StringBuilder("userId,movieId,rating\n");
    for (int l = 0; l < all.size(); l++) {
      String row = all.get(l).substring(0, all.get(l).lastIndexOf(',')) + "\n";
      (l % 4 == 0 ? b : a).append(row);
      if (l == 3 || l == 5) {
        b.append(row); // in both
      }
    }
    Files.writeString(train, a);
    Files.writeString(test, b.append(b.toString().lines().toList().get(1)).append("\n"));
    Run run = Run.ok("evaluate", "--train", train, "--test", test, "--items", items, "--json");
    assertTrue(run.err().contains("note: 2 test ratings left out"), run.err());
    assertTrue(run.err().contains(test + ": "), run.err());
    assertTrue(run.err().contains("note: 1 ratings joined"), run.err());
    assertTrue(run.err().contains("rated items are not in the items file"), run.err());
    RatingsReader reader = new RatingsReader().items(items);
    Split split = Split.of(reader.read(train), reader.read(test));
    assertMetrics(
        new Evaluator(split).ranking(Baselines.popularity(split.train())),
        run.json().getAsJsonObject().getAsJsonObject("popularity"));
  }

  @Test
  void validationKeepsTheBestSweep() {
    Run run = Run.ok("evaluate", ratings, "--validation", 0.2, "--sweeps", 20, "--json");
    assertTrue(run.json().getAsJsonObject().get("ndcg@10").getAsDouble() > 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--train a.csv | expected both --train and --test",
        "--test a.csv | expected both --train and --test",
        "RATINGS --train a.csv --test b.csv | expected RATINGS or --train and --test",
        "--train a.csv --test b.csv --folds 3 | expected no --holdout, --folds, --by-time or --new-users",
        "RATINGS --folds 3 --holdout 0.2 | expected one of --holdout, --folds, --by-time and --new-users",
        "RATINGS --validation 1.5 | expected a share of the ratings between 0 and 1",
        "RATINGS --recipe cake | expected recipe",
        "--train gone.csv --test gone.csv | gone.csv",
      })
  void wrongArgumentsAreRefused(String args, String reason) {
    List<Object> words = new ArrayList<>(List.of("evaluate"));
    for (String word : args.split(" ")) {
      words.add(word.equals("RATINGS") ? ratings : word);
    }
    Run.of(words.toArray()).assertRefused(Main.USAGE, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "--holdout, 1.5",
    "--folds, 1",
    "--by-time, 0",
    "--relevant-from, 5.5",
    "--relevant-from, NaN"
  })
  void numbersOutOfRangeAreRefused(String option, String value) {
    Run run = Run.of("evaluate", ratings, option, value);
    assertEquals(Main.USAGE, run.code());
    assertEquals("", run.out());
    assertTrue(run.err().contains("\nlanefactor: expected "), run.err());
  }

  @Test
  void aTrainingThatDivergesIsAFailure() {
    Run run =
        Run.of(
            "evaluate",
            ratings,
            "--solver",
            "rmsprop",
            "--learning-rate",
            "1e6",
            "--rho",
            1,
            "--epsilon",
            "1e-37",
            "--steps",
            50);
    assertEquals(Main.FAILURE, run.code(), run.err());
    assertEquals("", run.out());
    assertTrue(run.err().contains("\nlanefactor: the loss is "), run.err());
  }

  /** The figures that independent code found on this split. */
  @Test
  void latestSmall() {
    Assumptions.assumeTrue(Files.exists(SHARED), "no MovieLens data in " + SHARED);
    Path holdout = SHARED.resolve("holdout");
    Run run =
        Run.ok(
            "evaluate",
            "--train",
            holdout.resolve("train.csv"),
            "--test",
            holdout.resolve("test.csv"),
            "--items",
            SHARED.resolve("movies.csv"),
            "--json");
    JsonObject json = run.json().getAsJsonObject();
    Map<String, Double> expected =
        Map.of("ndcg@10", 0.187528, "precision@10", 0.158785, "recall@10", 0.070498);
    expected.forEach(
        (name, value) ->
            assertEquals(value, json.getAsJsonObject("popularity").get(name).getAsDouble(), 1e-6));
    assertTrue(json.get("ndcg@10").getAsDouble() > 0.345, json.toString());
    assertEquals(609, json.get("users").getAsDouble());
  }

  private Ratings read() {
    return new RatingsReader().read(ratings);
  }

  @Test
  void aTestFileOfStrangersIsRefusedAndOfSomeIsNoted() throws IOException {
    Path a = Files.writeString(folder.resolve("known.csv"), lines(0, 30));
    Path b = Files.writeString(folder.resolve("strangers.csv"), "userId,movieId,rating\nx,y,3\n");
    Run refused = Run.of("evaluate", "--train", a, "--test", b);
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("expected ratings by users and of items"), refused.err());
    String known = Files.readAllLines(a).get(1);
    String user = known.substring(0, known.indexOf(','));
    StringBuilder more = new StringBuilder("userId,movieId,rating\nx,y,3\n");
    for (int i = 0; i < 40; i++) {
      more.append(user).append(',').append(i).append(",3\n");
    }
    Files.writeString(b, more);
    Run run = Run.ok("evaluate", "--train", a, "--test", b, "--sweeps", 1);
    assertTrue(run.err().contains("test ratings are of users or items that"), run.err());
  }
}
