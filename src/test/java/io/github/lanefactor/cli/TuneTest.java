package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TuneTest {
  @TempDir private Path folder;
  private Path ratings;

  @BeforeEach
  void writeData() throws IOException {
    ratings = folder.resolve("ratings.csv");
    Files.writeString(ratings, EvaluateTest.lines(0, 40));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ranking", "rating", "scaled"})
  void ranksTheTrialsBestFirst(String objective) {
    JsonObject json =
        Run.ok("tune", ratings, "--objective", objective, "--trials", 4, "--json")
            .json()
            .getAsJsonObject();
    boolean rating = objective.equals("rating");
    assertEquals(rating ? "rmse" : "ndcg@10", json.get("metric").getAsString());
    JsonArray trials = json.getAsJsonArray("trials");
    assertEquals(5, trials.size());
    double lastScore = rating ? 0 : 1;
    int lastParts = 3;
    int defaults = 0;
    for (JsonElement element : trials) {
      JsonObject trial = element.getAsJsonObject();
      int parts = trial.get("parts").getAsInt();
      double score = trial.get("score").getAsDouble();
      assertTrue(parts <= lastParts, json.toString());
      if (parts == lastParts) {
        assertTrue(rating ? score >= lastScore : score <= lastScore, json.toString());
      }
      lastParts = parts;
      lastScore = score;
      JsonObject settings = trial.getAsJsonObject("settings");
      defaults += settings.size() == 0 ? 1 : 0;
      assertTrue(settings.size() == 0 || settings.has("observed-weight") != rating);
    }
    assertEquals(1, defaults);
    assertEquals(3, trials.get(0).getAsJsonObject().get("parts").getAsInt());
  }

  @Test
  void theCommandTrainsTheBest() throws IOException {
    Path items = folder.resolve("film list.csv");
    Files.writeString(items, "movieId,title,genres\n1,Alien (1979),Horror\n");
    Run run =
        Run.ok(
            "tune", ratings, "--items", items, "--l2", 0.2, "--trials", 3, "--seed", 4, "--json");
    JsonObject json = run.json().getAsJsonObject();
    JsonObject best = json.getAsJsonArray("trials").get(0).getAsJsonObject();
    JsonObject settings = best.getAsJsonObject("settings");
    assertFalse(settings.has("l2"));
    String command = json.get("command").getAsString();
    String start = "lanefactor train " + ratings + " --items '" + items + "' --l2 0.2 --seed 4 ";
    assertTrue(command.startsWith(start), command);
    assertTrue(command.endsWith(" -o model.h5"), command);
    Path model = folder.resolve("model.h5");
    String rest = command.substring(start.length()).replace("model.h5", model.toString());
    Object[] train = {"train", ratings, "--items", items, "--l2", 0.2, "--seed", 4};
    Run.ok(Stream.of(train, rest.split(" ")).flatMap(Arrays::stream).toArray());
    FactorModel trained = ModelFile.read(model);
    assertEquals("0.2", trained.settings().describe().get("l2"));
    for (String name : settings.keySet()) {
      assertEquals(
          settings.get(name).getAsDouble(),
          Double.parseDouble(trained.settings().describe().get(name.replace('-', ' '))),
          name);
    }
  }

  @Test
  void theThreadsChangeNothing() {
    String one = Run.ok("tune", ratings, "--trials", 5, "--threads", 1).out();
    assertEquals(table(one), table(Run.ok("tune", ratings, "--trials", 5, "--threads", 3).out()));
  }

  private static List<String> table(String out) {
    return out.lines().takeWhile(line -> !line.isEmpty()).toList();
  }

  @Test
  void theTableHasAColumnForEachSetting() {
    List<String> lines = Run.ok("tune", ratings, "--trials", 2, "--solver", "rmsprop").lines();
    assertTrue(
        lines
            .get(0)
            .matches(
                " +NDCG@10 +parts +factors +observed-weight +l2 +l2-exponent +learning-rate +steps"),
        lines.get(0));
    assertTrue(lines.get(1).matches("1 +0\\.\\d{4} +3 .*"), lines.get(1));
    assertEquals(
        1, lines.stream().filter(line -> line.matches("\\d .* default( +default){5}")).count());
    assertTrue(lines.get(5).startsWith("To train the best"), lines.toString());
    assertTrue(lines.get(6).startsWith("lanefactor train "), lines.toString());
  }

  @Test
  void wrongArgumentsAreRefused() {
    Run.of("tune", ratings, "--recipe", "seed").assertRefused(Main.USAGE, "--recipe standard");
    Run.of("tune", ratings, "--trials", 0).assertRefused(Main.USAGE, "trials of at least 1");
    Run.of("tune", ratings, "--l2", -1).assertRefused(Main.USAGE, "expected l2 from 0");
    Run.of(
            "tune",
            ratings,
            "--factors",
            3,
            "--observed-weight",
            2,
            "--l2",
            1,
            "--l2-exponent",
            1,
            "--sweeps",
            3)
        .assertRefused(Main.USAGE, "found all of them given");
  }
}
