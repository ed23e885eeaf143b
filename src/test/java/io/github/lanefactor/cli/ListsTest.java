package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.lanefactor.RandomModels;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListsTest {
  private static final Path SHARED = Path.of("../shared");

  private static final List<String> SIMILAR =
      List.of(
          "1.00000 Batman & Robin (1997) (Action, Adventure, Fantasy, Thriller)",
          "0.92307 Last Temptation of Christ, The (1988) (Drama)",
          "0.89625 Rome, Open City (a.k.a. Open City) (Roma, città aperta) (1945) (Drama, War)",
          "0.88701 Café Society (2016) (Comedy, Drama, Romance)");
  private static final List<String> RECOMMENDED =
      List.of(
          "5.0 Miracle on 34th Street (1947) (Comedy, Drama)",
          "5.0 School of Rock (2003) (Comedy, Musical)",
          "5.0 Match Factory Girl, The (Tulitikkutehtaan tyttö) (1990) (Comedy, Drama)");
  private static final List<String> RATED =
      List.of(
          "5.0 (4.7) Seven (a.k.a. Se7en) (1995) (Mystery, Thriller)",
          "5.0 (4.7) Usual Suspects, The (1995) (Crime, Mystery, Thriller)",
          "5.0 (4.7) Bottle Rocket (1996) (Adventure, Comedy, Crime, Romance)");

  @TempDir private Path folder;

  /** 3 users and 4 items of 2 factors; the items' vectors are at 0, 45, 90 and 180 degrees. */
  private Path model(Recipe recipe, Objective objective, boolean integerIds) {
    RatingsBuilder builder = new RatingsBuilder();
    String id = integerIds ? "" : "tt";
    builder.item(id + "1", "Alien (1979)", "Horror|Sci-Fi");
    builder.item(id + "2", "Alien³ (1992)", "Horror");
    builder.item(id + "3", "Amélie (2001)", "Comedy|Romance");
    builder.item(id + "4", "Say \"Hi\" \\ <b>", "");
    for (String user : List.of("1", "2", "3")) {
      builder.rating(id + user, id + "1", 4.5).rating(id + user, id + "3", 3);
    }
    Ratings ratings = builder.build();
    float[] u = {1, 0, 0, 1, 1, 1};
    float[] m = {2, 0, 1, 1, 0, 0.5f, -1, 0};
    Weights weights = new Weights(ratings.catalogue(), 2, u, m, new float[3], new float[4], 0);
    float[] scale = {5, 5, 5, 5};
    Path file = folder.resolve(recipe + "-" + objective + "-" + integerIds + ".h5");
    ModelFile.write(
        RandomModels.of(ratings, RandomModels.settings(recipe, objective, 2), weights, scale),
        file);
    return file;
  }

  @Test
  void aSeedModelsLinesLookLikeThePosts() {
    Path model = model(Recipe.SEED, Objective.SCALED, true);
    assertEquals(
        List.of(
            "1.00000 Alien (1979) (Horror, Sci-Fi)",
            "0.50000 Alien³ (1992) (Horror)",
            "0.00000 Amélie (2001) (Comedy, Romance)"),
        Run.ok("similar", model, 1, "-n", 3).lines());
    // X̂ of item 2 is 1, 1, 2, of item 4 it is -1, 0, -1.
    assertEquals(
        List.of("5.0 Alien³ (1992) (Horror)", "0.0 Say \"Hi\" \\ <b>"),
        Run.ok("recommend", model, 3).lines());
    // X̂ of item 1 is 2, 0, 2, of item 3 it is 0, 0.5, 0.5.
    assertEquals(
        List.of(
            "4.5 (5.0) Alien (1979) (Horror, Sci-Fi)", "3.0 (0.0) Amélie (2001) (Comedy, Romance)"),
        Run.ok("rated", model, 1).lines());
  }

  @Test
  void otherModelsScoresAreCosinesAndTheirOwnScale() {
    Path ranking = model(Recipe.STANDARD, Objective.RANKING, true);
    Run similar = Run.ok("similar", ranking, 1);
    assertEquals(
        List.of(
            "0.00000 Alien³ (1992) (Horror)", // rated by nobody
            "0.00000 Amélie (2001) (Comedy, Romance)", // at a right angle
            "0.00000 Say \"Hi\" \\ <b>"), // rated by nobody
        similar.lines());
    assertTrue(similar.err().contains("by cosine of whitened factors"), similar.err());
    assertEquals(
        List.of("0.731 Alien³ (1992) (Horror)", "0.269 Say \"Hi\" \\ <b>"),
        Run.ok("recommend", ranking, 1).lines());
    Path rating = model(Recipe.STANDARD, Objective.RATING, true);
    assertEquals(
        List.of("3.7 Alien³ (1992) (Horror)", "3.0 Say \"Hi\" \\ <b>"), // 5σ(1), and 5σ(-1) < 3
        Run.ok("recommend", rating, 1).lines());
    assertEquals(
        "4.5 (4.4) Alien (1979) (Horror, Sci-Fi)", Run.ok("rated", rating, 1).lines().get(0));
  }

  @Test
  void jsonListsAreArraysOfObjects() {
    Path model = model(Recipe.SEED, Objective.SCALED, true);
    Run run = Run.ok("similar", model, 1, "--json");
    JsonArray similar = run.json().getAsJsonArray();
    assertEquals("", run.err());
    assertEquals(4, similar.size());
    JsonObject second = similar.get(1).getAsJsonObject();
    assertEquals(List.of("id", "title", "genres", "score"), List.copyOf(second.keySet()));
    assertTrue(second.get("id").getAsJsonPrimitive().isNumber());
    assertEquals(2, second.get("id").getAsInt());
    assertEquals("Alien³ (1992)", second.get("title").getAsString());
    assertEquals("[\"Horror\"]", second.get("genres").toString());
    assertEquals(0.5, second.get("score").getAsDouble());
    JsonObject odd = similar.get(3).getAsJsonObject();
    assertEquals("Say \"Hi\" \\ <b>", odd.get("title").getAsString());
    assertEquals("[]", odd.get("genres").toString());

    JsonArray recommended =
        Run.ok("recommend", model, 3, "--json", "-n", 1).json().getAsJsonArray();
    assertEquals(1, recommended.size());
    assertEquals(5, recommended.get(0).getAsJsonObject().get("score").getAsDouble());

    JsonObject rated =
        Run.ok("rated", model, 1, "--json").json().getAsJsonArray().get(0).getAsJsonObject();
    assertEquals(
        List.of("id", "title", "genres", "rating", "predicted"), List.copyOf(rated.keySet()));
    assertEquals(4.5, rated.get("rating").getAsDouble());
    assertEquals(5, rated.get("predicted").getAsDouble());
  }

  @Test
  void idsThatAreNoIntegersAreJsonStrings() {
    Path model = model(Recipe.SEED, Objective.SCALED, false);
    JsonObject first =
        Run.ok("similar", model, "tt1", "--json").json().getAsJsonArray().get(0).getAsJsonObject();
    assertEquals("tt1", first.get("id").getAsString());
    assertTrue(first.get("id").getAsJsonPrimitive().isString());
  }

  @Test
  void anItemIsFoundByTitleOrSuggested() {
    Path model = model(Recipe.SEED, Objective.SCALED, true);
    assertEquals(Run.ok("similar", model, 3).out(), Run.ok("similar", model, "amelie").out());
    Run none = Run.of("similar", model, "ameli poulain").assertRefused(2, "no item has the id");
    assertFalse(none.err().contains("Did you mean"), none.err());
    Run near = Run.of("similar", model, "amleie").assertRefused(2, "\"amleie\"");
    assertTrue(near.err().contains("Did you mean: Amélie (2001)?"), near.err());
    Run several = Run.of("similar", model, "ali");
    assertEquals(2, several.code());
    assertEquals("", several.out());
    assertEquals(
        List.of(
            "lanefactor: \"ali\" fits 2 items; ask for one by its id:",
            "       1  Alien (1979)",
            "       2  Alien³ (1992)"),
        several.err().lines().toList());
  }

  @Test
  void unknownUsersAndBadFilesAreRefused() throws Exception {
    Path model = model(Recipe.SEED, Objective.SCALED, true);
    for (String command : List.of("recommend", "rated")) {
      Run.of(command, model, 4).assertRefused(2, "no user has the id \"4\"; ids run from 1 to 3");
      Run.of(command, model, 1, "-n", 0).assertRefused(2, "at least 1 item, found 0");
      Run.of(command, folder.resolve("none.h5"), 1).assertRefused(2, "none.h5: no such file");
    }
    Path text = Files.writeString(folder.resolve("text.h5"), "text\n\n");
    Run.of("info", text).assertRefused(2, "text.h5: not a model file");
  }

  @Test
  void infoShowsTheShapeAndTheSettings() {
    Path model = model(Recipe.SEED, Objective.SCALED, true);
    List<String> lines = Run.ok("info", model).lines();
    assertTrue(lines.contains("users           3"), lines.toString());
    assertTrue(lines.contains("steps           7"), lines.toString());
    JsonObject json = Run.ok("info", model, "--json").json().getAsJsonObject();
    assertEquals("seed", json.get("recipe").getAsString());
    assertEquals(6, json.get("ratings").getAsInt());
    assertEquals(7, json.getAsJsonObject("settings").get("steps").getAsInt());
  }

  @Test
  void aModelWithoutItsHistoryListsEverything() throws IOException {
    Path ratings = Files.writeString(folder.resolve("r.csv"), EvaluateTest.lines(0, 40));
    Path whole = folder.resolve("whole.h5");
    Path bare = folder.resolve("bare.h5");
    Run.ok("train", ratings, "-o", whole, "--sweeps", 1);
    Run.ok("train", ratings, "-o", bare, "--sweeps", 1, "--no-history");
    assertTrue(bare.toFile().length() < whole.toFile().length());
    assertEquals(Run.ok("similar", whole, 3).out(), Run.ok("similar", bare, 3).out());
    int items = ModelFile.read(bare).catalogue().items();
    assertEquals(items, Run.ok("recommend", bare, 1, "-n", 9999).lines().size());
    assertTrue(Run.ok("recommend", whole, 1, "-n", 9999).lines().size() < items);
    Run.of("rated", bare, 1).assertRefused(2, "no history");
    Run.of("recommend", bare, 1, "--explain").assertRefused(2, "no history");
    assertTrue(Run.ok("info", bare).out().contains("left out"));
  }

  private static Weights titled(Weights w, Ratings ratings) {
    assertTrue(w.catalogue().numbersAlike(ratings.catalogue()));
    return new Weights(ratings.catalogue(), w.factors(), w.u(), w.m(), w.bu(), w.bm(), w.bg());
  }

  /** What numpy makes of the oracle's final weights by {@code docs/check_seed.py}. */
  @Test
  void theOraclesWeightsGiveNumpysLists() {
    Path data = SHARED.resolve("data/ml-latest-small");
    Path oracle = SHARED.resolve("oracle/seed-ml-latest-small/final.h5");
    assumeTrue(Files.isDirectory(data) && Files.exists(oracle), "needs " + data + ", " + oracle);
    Ratings ratings =
        new RatingsReader().items(data.resolve("movies.csv")).read(data.resolve("ratings.csv"));
    float[] scale = new float[ratings.items()];
    Arrays.fill(scale, 5);
    Path model = folder.resolve("oracle.h5");
    ModelFile.write(
        RandomModels.of(
            ratings,
            RandomModels.settings(Recipe.SEED, Objective.SCALED, 15),
            titled(ModelFile.readWeights(oracle), ratings),
            scale),
        model);
    assertEquals(SIMILAR, Run.ok("similar", model, "batman & robin", "-n", 4).lines());
    assertEquals(RECOMMENDED, Run.ok("recommend", model, 49, "-n", 3).lines());
    assertEquals(RATED, Run.ok("rated", model, 1, "-n", 3).lines());
  }
}
