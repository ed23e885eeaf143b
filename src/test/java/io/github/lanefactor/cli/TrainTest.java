package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainTest {
  @TempDir private Path folder;
  private Path ratings;
  private Path items;
  private Path model;

  @BeforeEach
  void writeData() throws IOException {
    ratings = folder.resolve("ratings.csv");
    items = folder.resolve("movies.csv");
    model = folder.resolve("m.h5");
    StringBuilder lines = new StringBuilder("userId,movieId,rating,timestamp\n");
    for (int u = 1; u <= 12; u++) {
      for (int i = u % 3 + 1; i <= 20; i += 3) {
        lines.append("%d,%d,%s,%d%n".formatted(u, i, 1 + (u + i) % 5, 1000 + u));
      }
    }
    Files.writeString(ratings, lines);
    Files.writeString(items, "movieId,title,genres\n1,Alien (1979),Horror|Sci-Fi\n99,Nobody's,\n");
  }

  @Test
  void printsTheLossesAndWritesTheFiles() throws IOException {
    Path history = folder.resolve("loss.csv");
    Path plot = folder.resolve("loss.png");
    Run run =
        Run.ok(
            "train",
            ratings,
            "--items",
            items,
            "-o",
            model,
            "--recipe",
            "seed",
            "--factors",
            4,
            "--steps",
            250,
            "--history",
            history,
            "--plot",
            plot);
    List<String> out = run.lines();
    List<String> csv = Files.readAllLines(history);
    assertEquals("step,loss", csv.get(0));
    assertEquals(
        List.of("0", "100", "200", "249"),
        csv.stream().skip(1).map(line -> line.split(",")[0]).toList());
    for (int i = 1; i < csv.size(); i++) {
      String[] columns = csv.get(i).split(",");
      String loss = String.format(Locale.ROOT, "%.6g", Double.parseDouble(columns[1]));
      assertEquals("step: " + columns[0] + ", loss: " + loss, out.get(i - 1));
    }
    assertEquals(5, out.size());
    assertTrue(
        out.get(4)
            .matches(
                "loss 0\\.\\d+ at step 249; 250 steps done in \\d+\\.\\d\\d s; model in " + model));
    assertTrue(run.err().contains("12 users, 21 items"), run.err());
    assertTrue(run.err().contains("note: 19 rated items are not in the items file"), run.err());
    assertEquals(1600, ImageIO.read(plot.toFile()).getWidth());
    FactorModel read = ModelFile.read(model);
    assertEquals(4, read.factors());
    assertEquals("Alien (1979)", read.catalogue().title(0));
    assertEquals(ratings.toString(), read.origin().data().orElseThrow());
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(5, files.count()); // no temporary file stays
    }
  }

  @Test
  void jsonIsOneObject() {
    Run run = Run.ok("train", ratings, "-o", model, "--recipe", "seed", "--steps", 30, "--json");
    JsonObject object = run.json().getAsJsonObject();
    assertEquals(model.toString(), object.get("model").getAsString());
    assertEquals(29, object.get("step").getAsInt());
    assertTrue(object.get("loss").getAsDouble() > 0);
    assertTrue(object.get("seconds").getAsDouble() > 0);
    assertTrue(run.err().contains("step: 29, loss: "), run.err());
  }

  @Test
  void stopsBelowTheTargetLoss() throws IOException {
    Path history = folder.resolve("loss.csv");
    Run.ok(
        "train",
        ratings,
        "-o",
        model,
        "--recipe",
        "seed",
        "--target-loss",
        0.15,
        "--log-every",
        7,
        "--history",
        history);
    List<String> csv = Files.readAllLines(history);
    String[] last = csv.get(csv.size() - 1).split(",");
    String[] before = csv.get(csv.size() - 2).split(",");
    assertTrue(Double.parseDouble(last[1]) < 0.15);
    assertTrue(Double.parseDouble(before[1]) >= 0.15);
    assertTrue(Integer.parseInt(last[0]) < 4999);
  }

  @Test
  void startsFromTheWeightsOfAnotherModel() {
    Path first = folder.resolve("first.h5");
    Run.ok("train", ratings, "-o", first, "--recipe", "seed", "--steps", 10, "--factors", 3);
    Run.ok("train", ratings, "-o", model, "--recipe", "seed", "--steps", 0, "--init", first);
    assertArrayEquals(ModelFile.read(first).weights().m(), ModelFile.read(model).weights().m());
    Run run = Run.of("train", ratings, "-o", model, "--init", first, "--factors", 4);
    assertEquals(Main.USAGE, run.code());
    assertTrue(run.err().contains("\nlanefactor: " + first + ": "), run.err());
  }

  @Test
  void otherColumnsAreNamedByOption() throws IOException {
    Path csv = folder.resolve("plays.csv");
    Files.writeString(csv, "who,what,stars\nann,x,1\nbob,y,2\nbob,y,3\n");
    Run run =
        Run.ok(
            "train",
            csv,
            "--user-column",
            "who",
            "--item-column",
            "what",
            "--rating-column",
            "stars",
            "-o",
            model,
            "--steps",
            3);
    assertTrue(run.err().contains("note: 1 ratings joined"), run.err());
    assertEquals(3, ModelFile.read(model).history().orElseThrow().ratingAt(1));
  }

  @ParameterizedTest
  @CsvSource({"standard, ranking, 17", "standard, rating, 17", "seed, scaled, 16"})
  void theDefaultsInHelpAreTheTrainers(String recipe, String objective, int count) {
    Path spelledOut = folder.resolve("spelled-out.h5");
    List<Object> args = new ArrayList<>(List.of("train", ratings, "-o", spelledOut));
    args.addAll(List.of("--recipe", recipe, "--objective", objective));
    Map<String, String> defaults = defaultsInHelp(List.of(recipe, objective, "default", "else"));
    defaults.keySet().removeAll(List.of("--recipe", "--objective"));
    assertEquals(count, defaults.size(), defaults.toString());
    defaults.forEach((option, value) -> args.addAll(List.of(option, value)));
    Run.ok(args.toArray());
    Run.ok("train", ratings, "-o", model, "--recipe", recipe, "--objective", objective);
    FactorModel expected = ModelFile.read(model);
    FactorModel actual = ModelFile.read(spelledOut);
    assertArrayEquals(expected.weights().u(), actual.weights().u());
    assertArrayEquals(expected.weights().bm(), actual.weights().bm());
    assertEquals(expected.settings(), actual.settings());
  }

  /** Per option the default that help tells, such as 5 of "(standard: 7, seed: 5)". */
  private static Map<String, String> defaultsInHelp(List<String> cases) {
    Map<String, String> defaults = new LinkedHashMap<>();
    Pattern option = Pattern.compile("([a-z0-9-]+)=[A-Z].*\\((.*)\\)\\.\\s*");
    for (String block : Run.ok("train", "--help").out().split("\n +(-\\w, )?--")) {
      Matcher matcher = option.matcher(block.replaceAll("\\s+", " "));
      if (matcher.matches()) {
        for (String one : matcher.group(2).split(", ")) {
          String[] parts = one.split(": ");
          if (cases.contains(parts[0]) && parts[1].matches("[\\w.-]+")) {
            defaults.putIfAbsent("--" + matcher.group(1), parts[1]);
          }
        }
      }
    }
    defaults.keySet().removeIf(name -> name.endsWith("-column"));
    return defaults;
  }

  @Test
  void aLossThatIsNotFiniteLeavesTheLastGoodWeights() throws IOException {
    Path history = folder.resolve("loss.csv");
    Run run =
        Run.of(
            "train",
            ratings,
            "-o",
            model,
            "--solver",
            "rmsprop",
            "--learning-rate",
            "1e6",
            "--rho",
            1,
            "--epsilon",
            "1e-37",
            "--log-every",
            1,
            "--history",
            history);
    assertEquals(Main.FAILURE, run.code(), run.err());
    String last = run.err().lines().reduce((a, b) -> b).orElse("");
    assertTrue(last.startsWith("lanefactor: "), last);
    assertTrue(last.endsWith("; the last good weights are in " + model), last);
    for (float weight : ModelFile.read(model).weights().u()) {
      assertTrue(Float.isFinite(weight));
    }
    List<String> csv = Files.readAllLines(history);
    assertTrue(
        csv.size() > 1 && csv.stream().noneMatch(line -> line.contains("NaN")), csv::toString);
  }

  @Test
  void aFailureLeavesAnOlderFileAsItWas() throws IOException {
    Files.writeString(model, "precious");
    Files.writeString(ratings, "userId,movieId,rating\n1,1,five\n");
    Run.of("train", ratings, "-o", model, "--force").assertRefused(Main.USAGE, "ratings.csv");
    assertEquals("precious", Files.readString(model));
  }
}
