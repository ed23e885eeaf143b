package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplainTest {
  @TempDir private Path folder;

  private Path train(Object... options) throws IOException {
    Path ratings = folder.resolve("ratings.csv");
    Path model = folder.resolve("m.h5");
    Files.writeString(ratings, EvaluateTest.lines(0, 40));
    Object[] args = new Object[options.length + 4];
    System.arraycopy(new Object[] {"train", ratings, "-o", model}, 0, args, 0, 4);
    System.arraycopy(options, 0, args, 4, options.length);
    Run.ok(args);
    return model;
  }

  @ParameterizedTest
  @CsvSource({"standard, ranking", "standard, rating", "standard, scaled", "seed, scaled"})
  void reasonsAreRatedItemsWithFallingWeights(String recipe, String objective) throws IOException {
    Path model = train("--recipe", recipe, "--objective", objective, "--steps", 50);
    Ratings ratings = ModelFile.read(model).history().orElseThrow();
    int user = ratings.catalogue().user("7");
    Run run = Run.ok("recommend", model, 7, "-n", 4, "--explain", "--json");
    int reasons = 0;
    for (JsonElement element : run.json().getAsJsonArray()) {
      double last = 1;
      for (JsonElement because : element.getAsJsonObject().getAsJsonArray("because")) {
        JsonObject reason = because.getAsJsonObject();
        int item = ratings.catalogue().item(reason.get("id").getAsString());
        assertTrue(ratings.contains(user, item), reason.toString());
        assertEquals(ratings.catalogue().title(item), reason.get("title").getAsString());
        double weight = reason.get("weight").getAsDouble();
        assertTrue(weight > 0 && weight <= last, run.out());
        last = weight;
        reasons++;
      }
      assertTrue(element.getAsJsonObject().has("score"));
    }
    assertTrue(reasons > 0 && reasons <= 12, run.out());
  }

  @Test
  void theListIsTheSameWithALineMorePerItem() throws IOException {
    Path model = train();
    List<String> plain = Run.ok("recommend", model, 7, "-n", 4).lines();
    List<String> explained = Run.ok("recommend", model, 7, "-n", 4, "--explain").lines();
    assertEquals(
        plain, explained.stream().filter(line -> !line.startsWith("      because of ")).toList());
    assertTrue(
        explained.get(1).matches(" {6}because of .+ \\d+ %(, .+ \\d+ %){0,2}"), explained.get(1));
  }

  @Test
  void scoresArePlainWithoutRatingsAndRatingsWithThem() throws IOException {
    Path ranking = train();
    for (JsonElement scored : Run.ok("recommend", ranking, 7, "--json").json().getAsJsonArray()) {
      double score = scored.getAsJsonObject().get("score").getAsDouble();
      assertTrue(score > 0 && score < 1, scored.toString());
    }
    Path rating = train("--objective", "rating");
    double most = 0;
    for (JsonElement scored : Run.ok("recommend", rating, 7, "--json").json().getAsJsonArray()) {
      double score = scored.getAsJsonObject().get("score").getAsDouble();
      assertTrue(score >= 2 && score <= 5, scored.toString());
      most = Math.max(most, score);
    }
    assertTrue(most > 2.5, "best predicted rating " + most);
    double error = 0;
    int count = 0;
    for (JsonElement rated : Run.ok("rated", rating, 7, "--json").json().getAsJsonArray()) {
      JsonObject object = rated.getAsJsonObject();
      error += Math.abs(object.get("rating").getAsDouble() - object.get("predicted").getAsDouble());
      count++;
    }
    assertTrue(error / count < 1, "mean error " + error / count);
    Run similar = Run.ok("similar", rating, 3);
    assertTrue(similar.err().contains("by cosine of whitened factors"), similar.err());
  }
}
