package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir private Path folder;

  @Test
  void showsWhatTheBundledSampleGives() throws IOException {
    Path plot = folder.resolve("loss.svg");
    Run run =
        Run.ok(
            "demo", "--recipe", "seed", "--steps", 21, "--log-every", 5, "-n", 4, "--plot", plot);
    List<String> lines = run.lines();
    assertTrue(lines.get(0).startsWith("bundled sample (simulated ratings"), lines.get(0));
    assertEquals(5, lines.stream().filter(line -> line.startsWith("step: ")).count());
    assertEquals(3, lines.stream().filter(line -> line.startsWith("Films like ")).count());
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("Films like ")) {
        assertTrue(lines.get(i + 4).matches("-?\\d\\.\\d{5} .+"), lines.get(i + 4));
        assertEquals("", lines.get(i + 5));
      }
    }
    int rated = lines.indexOf("What user 1 rated best (the prediction in brackets):");
    assertTrue(lines.get(rated + 4).matches("\\d\\.\\d \\(-?\\d\\.\\d\\) .+"), run.out());
    int recommended = lines.indexOf("What user 1 might like:");
    assertEquals(
        List.of("", "The loss curve is drawn in " + plot + "."),
        lines.subList(recommended + 5, lines.size()));
    assertTrue(lines.get(recommended + 4).matches("\\d\\.\\d .+"), run.out());
    assertTrue(Files.readString(plot).contains("<svg"));
  }

  /** What the README shows of the demo is what the demo prints. */
  @Test
  void theReadmeTellsTheTruth() throws IOException {
    String readme = Files.readString(Path.of("README.md"));
    String shown = readme.split("(?s)<!-- demo: shortened.*?```\\n|```\\n<!-- demo: end")[1];
    List<String> printed = Run.ok("demo").lines();
    shown
        .lines()
        .filter(line -> !line.equals("…"))
        .forEach(line -> assertTrue(printed.contains(line), line));
  }

  @Test
  void jsonIsOneObject() {
    JsonObject demo =
        Run.ok("demo", "--recipe", "seed", "--steps", 3, "-n", 2, "--json")
            .json()
            .getAsJsonObject();
    assertTrue(demo.get("data").getAsString().contains("simulated ratings"));
    assertEquals(2, demo.getAsJsonArray("history").size());
    assertEquals(3, demo.getAsJsonObject("similar").size());
    assertEquals(2, demo.getAsJsonArray("rated").size());
    assertEquals(2, demo.getAsJsonArray("recommended").size());
  }

  @Test
  void modelsOfTheSampleSayThatItIsSimulated() {
    Path model = folder.resolve("m.h5");
    Run train = Run.ok("train", "-o", model, "--recipe", "seed", "--steps", 2);
    assertTrue(train.err().contains("simulated"), train.err());
    for (String command : List.of("similar", "recommend", "rated")) {
      Run run = Run.ok(command, model, 1, "--json");
      assertTrue(run.err().contains("simulated"), run.err());
    }
    assertTrue(Run.ok("info", model).out().contains("simulated"));
  }
}
