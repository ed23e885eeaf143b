package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.eval.Baselines;
import io.github.lanefactor.eval.Bootstrap;
import io.github.lanefactor.eval.Breakdown;
import io.github.lanefactor.eval.Comparison;
import io.github.lanefactor.eval.CountRange;
import io.github.lanefactor.eval.DetailedEvaluation;
import io.github.lanefactor.eval.Evaluation;
import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.Interval;
import io.github.lanefactor.eval.NewItems;
import io.github.lanefactor.eval.Scorer;
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
  void againstAnotherModelUserByUser() {
    Split split = Split.holdout(read(), 0.3, 9);
    Evaluator evaluator = new Evaluator(split);
    List<Breakdown> users = new ArrayList<>();
    for (int factors : new int[] {4, 7}) {
      Trainer trainer = Trainer.ranking().factors(factors).sweeps(3);
      Recommender model = Recommender.of(trainer.train(split.train()).model());
      users.add(evaluator.rankingInDetail(model::scores).users());
    }
    Object[] args = {
      "evaluate", ratings, "--holdout", 0.3, "--split-seed", 9, "--factors", 4, "--sweeps", 3
    };
    Run run = Run.ok(with(args, "--against", "--factors 7", "--json"));
    JsonObject json = run.json().getAsJsonObject();
    assertEquals("--factors 7", json.getAsJsonObject("against").get("options").getAsString());
    assertEquals(
        users.get(1).evaluation().get("ndcg@10"),
        json.getAsJsonObject("against").get("ndcg@10").getAsDouble());
    JsonObject difference = json.getAsJsonObject("differences").getAsJsonObject("against");
    new Bootstrap(9)
        .compare(List.of(users.get(0)), List.of(users.get(1)))
        .forEach((metric, c) -> assertComparison(c, difference.getAsJsonObject(metric)));
    assertFalse(json.getAsJsonObject("differences").has("popularity"));
    assertFalse(json.has("intervals"));

    List<String> lines = Run.ok(with(args, "--against", "--factors 7 --seed '1'")).lines();
    assertTrue(lines.get(0).matches(" +model +against +popularity"), lines.get(0));
    assertTrue(lines.contains("") && lines.get(11).isEmpty(), lines.toString());
    assertTrue(
        lines
            .get(12)
            .matches("model less against +difference \\(95 %\\) +users better off +worse off"),
        lines.get(12));
    String signed = "[+-]?\\d\\.\\d{4}";
    assertTrue(
        lines
            .get(13)
            .matches(
                "NDCG@10 +%s \\[%s, %s\\] +[\\d.]+ %% +[\\d.]+ %%"
                    .formatted(signed, signed, signed)),
        lines.get(13));
  }

  private static Object[] with(Object[] args, Object... more) {
    List<Object> all = new ArrayList<>(List.of(args));
    all.addAll(List.of(more));
    return all.toArray();
  }

  private static void assertComparison(Comparison expected, JsonObject actual) {
    assertEquals(expected.difference(), actual.get("difference").getAsDouble());
    assertInterval(expected.interval(), actual.getAsJsonArray("interval"));
    assertEquals(expected.better(), actual.get("better").getAsDouble());
    assertEquals(expected.worse(), actual.get("worse").getAsDouble());
  }

  private static void assertInterval(Interval expected, JsonArray actual) {
    assertEquals(expected.low(), actual.get(0).getAsDouble());
    assertEquals(expected.high(), actual.get(1).getAsDouble());
  }

  @Test
  void aModelAgainstItselfIsTheSame() {
    Run run = Run.ok("evaluate", ratings, "--sweeps", 2, "--against", "--sweeps 2", "--json");
    JsonObject ndcg =
        run.json()
            .getAsJsonObject()
            .getAsJsonObject("differences")
            .getAsJsonObject("against")
            .getAsJsonObject("ndcg@10");
    assertComparison(new Comparison(0, new Interval(0, 0), 0, 0), ndcg);
  }

  @Test
  void intervalsOfAllColumns() {
    List<Breakdown> folds = new ArrayList<>();
    for (Split split : Split.folds(read(), 3, 1)) {
      Scorer popularity = Baselines.popularity(split.train());
      folds.add(new Evaluator(split).rankingInDetail(popularity).users());
    }
    Object[] args = {"evaluate", ratings, "--folds", 3, "--sweeps", 2, "--intervals"};
    JsonObject json = Run.ok(with(args, "--json")).json().getAsJsonObject();
    JsonObject found = json.getAsJsonObject("popularity").getAsJsonObject("intervals");
    new Bootstrap(1)
        .intervals(folds)
        .forEach((metric, interval) -> assertInterval(interval, found.getAsJsonArray(metric)));
    assertTrue(json.getAsJsonObject("intervals").has("ndcg@10"));
    assertTrue(json.getAsJsonObject("differences").has("popularity"));
    List<String> lines = Run.ok(args).lines();
    assertTrue(lines.get(0).matches(" +model \\(95 %\\) +popularity \\(95 %\\)"), lines.get(0));
    assertTrue(
        lines.get(1).matches("NDCG@10( +0\\.\\d{4} \\[0.\\d{4}, 0.\\d{4}\\]){2}"), lines.get(1));
  }

  @Test
  void groupsOfUsersAndItems() {
    Split split = Split.holdout(read(), 0.2, 1);
    Ratings train = split.train();
    DetailedEvaluation popularity =
        new Evaluator(split).rankingInDetail(Baselines.popularity(train));
    Object[] args = {"evaluate", ratings, "--sweeps", 2, "--groups"};
    JsonObject groups =
        Run.ok(with(args, "--json")).json().getAsJsonObject().getAsJsonObject("groups");
    int[] counts = train.itemCounts();
    assertGroups(
        popularity.users().groups(u -> train.start(u + 1) - train.start(u)),
        groups.getAsJsonArray("users"),
        "users");
    assertGroups(
        popularity.items().groups(i -> counts[i]), groups.getAsJsonArray("items"), "items");
    assertTrue(
        groups
            .getAsJsonArray("users")
            .get(0)
            .getAsJsonObject()
            .getAsJsonObject("differences")
            .getAsJsonObject("popularity")
            .has("ndcg@10"));
    String text = Run.ok(args).out();
    assertTrue(text.contains("NDCG@10 of users, by their number of training ratings:"), text);
    assertTrue(text.contains("recall@10 of items, by their number of training ratings:"), text);
    assertTrue(text.contains("The share of lists that an item is in, by"), text);
  }

  private static void assertGroups(
      Map<CountRange, Breakdown> expected, JsonArray actual, String kind) {
    assertEquals(expected.size(), actual.size());
    int at = 0;
    for (CountRange range : expected.keySet()) {
      JsonObject group = actual.get(at++).getAsJsonObject();
      assertEquals(range.least(), group.getAsJsonArray("ratings").get(0).getAsInt());
      assertEquals(range.most(), group.getAsJsonArray("ratings").get(1).getAsInt());
      assertEquals(expected.get(range).size(), group.get(kind).getAsInt());
      JsonObject popularity = group.getAsJsonObject("popularity");
      expected
          .get(range)
          .evaluation()
          .metrics()
          .forEach(
              (metric, value) -> {
                if (Double.isNaN(value)) {
                  assertTrue(popularity.get(metric).isJsonNull(), metric);
                } else {
                  assertEquals(value, popularity.get(metric).getAsDouble(), metric);
                }
              });
    }
  }

  @Test
  void groupsOfPredictedRatings() {
    Run run =
        Run.ok("evaluate", ratings, "--objective", "rating", "--groups", "--intervals", "--json");
    JsonObject json = run.json().getAsJsonObject();
    JsonObject group =
        json.getAsJsonObject("groups").getAsJsonArray("users").get(0).getAsJsonObject();
    assertTrue(group.getAsJsonObject("biases").get("rmse").getAsDouble() > 0);
    assertTrue(json.getAsJsonObject("differences").getAsJsonObject("biases").has("rmse"));
    assertFalse(json.getAsJsonObject("differences").getAsJsonObject("biases").has("ndcg@10"));
    assertTrue(json.getAsJsonObject("differences").getAsJsonObject("popularity").has("ndcg@10"));
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
  void itemsNobodyHasRated() {
    List<Evaluation> genres = new ArrayList<>();
    List<Evaluation> random = new ArrayList<>();
    List<Evaluation> model = new ArrayList<>();
    for (int seed = 5; seed <= 6; seed++) {
      NewItems hidden = NewItems.of(read(), 0.3, seed);
      Ratings train = hidden.split().train();
      Recommender trained = Recommender.of(Trainer.ranking().sweeps(2).train(train).model());
      model.add(hidden.evaluator().ranking(trained::scores));
      random.add(hidden.evaluator().ranking(Baselines.random(seed)));
      genres.add(hidden.evaluator().ranking(Baselines.genrePopularity(train)));
    }
    Object[] args = {
      "evaluate", ratings, "--new-items", 0.3, "--split-seed", 5, "--repeats", 2, "--sweeps", 2
    };
    Run run = Run.ok(with(args, "--json"));
    JsonObject json = run.json().getAsJsonObject();
    assertMetrics(Evaluation.mean(model), json);
    assertMetrics(Evaluation.mean(random), json.getAsJsonObject("random"));
    assertMetrics(Evaluation.mean(genres), json.getAsJsonObject("genre_popularity"));
    assertFalse(json.has("popularity"));
    assertTrue(run.err().contains("draw 2 of 2: "), run.err());
    String header = Run.ok(with(args, "--groups", "--intervals")).lines().get(0);
    assertTrue(
        header.matches(" +model \\(95 %\\) +random \\(95 %\\) +genre popularity \\(95 %\\)"),
        header);
  }

  @Test
  void repeatsDrawTheSplitAnew() {
    List<Evaluation> popularity = new ArrayList<>();
    for (int seed = 1; seed <= 3; seed++) {
      Split split = Split.holdout(read(), 0.2, seed);
      popularity.add(new Evaluator(split).ranking(Baselines.popularity(split.train())));
    }
    Run run = Run.ok("evaluate", ratings, "--repeats", 3, "--sweeps", 1, "--json");
    assertMetrics(
        Evaluation.mean(popularity), run.json().getAsJsonObject().getAsJsonObject("popularity"));
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
  void aHalfLife() throws IOException {
    Split split = Split.byTime(read(), 0.25, 1);
    Trainer trainer = Trainer.ranking().sweeps(2).halfLife(0.002);
    Recommender model = Recommender.of(trainer.train(split.train()).model());
    Run run =
        Run.ok(
            "evaluate", ratings, "--by-time", 0.25, "--half-life", 0.002, "--sweeps", 2, "--json");
    assertMetrics(new Evaluator(split).ranking(model::scores), run.json().getAsJsonObject());
    Run people =
        Run.ok("evaluate", ratings, "--new-users", 0.2, "--half-life", 0.002, "--sweeps", 2);
    assertTrue(people.out().contains("trained"), people.out());
    Path timeless = folder.resolve("timeless.csv");
    Files.writeString(timeless, "userId,movieId,rating\n1,2,3\n1,3,3\n2,2,4\n");
    Run refused = Run.of("evaluate", timeless, "--half-life", 30);
    assertEquals(Main.USAGE, refused.code());
    assertTrue(
        refused.err().endsWith("--half-life: expected ratings with times, found none\n"),
        refused.err());
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
        "--train a.csv --test b.csv --folds 3 | expected no --holdout, --folds, --by-time, --new-users or --new-items",
        "--train a.csv --test b.csv --repeats 2 | expected no --repeats beside",
        "RATINGS --repeats 0 | expected --repeats of at least 1, found 0",
        "RATINGS --folds 3 --holdout 0.2 | expected one of --holdout, --folds, --by-time, --new-users and --new-items",
        "RATINGS --validation 1.5 | expected a share of the ratings between 0 and 1",
        "RATINGS --against --holdout_0.1 | --against: Unknown option",
        "RATINGS --against --factors_x | --against: Invalid value for option '--factors'",
        "RATINGS --against _ | --against: expected options of the training, found none",
        "RATINGS --against --recipe_cake | expected recipe",
        "RATINGS --recipe cake | expected recipe",
        "--train gone.csv --test gone.csv | gone.csv",
      })
  void wrongArgumentsAreRefused(String args, String reason) {
    List<Object> words = new ArrayList<>(List.of("evaluate"));
    for (String word : args.split(" ")) {
      words.add(word.equals("RATINGS") ? ratings : word.replace('_', ' '));
    }
    Run.of(words.toArray()).assertRefused(Main.USAGE, reason);
  }

  @ParameterizedTest
  @CsvSource({
    "--holdout, 1.5",
    "--folds, 1",
    "--by-time, 0",
    "--new-items, 1",
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
