package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConvergenceTest {
  @TempDir private Path folder;

  @Test
  void drawsACurveForEachWayOfTraining() throws IOException {
    Path ratings = folder.resolve("ratings.csv");
    Path plot = folder.resolve("loss.svg");
    Files.writeString(ratings, EvaluateTest.lines(0, 40));
    Run run =
        Run.ok("convergence", ratings, "-o", plot, "--seconds", 0.3, "--factors", 3, "--json");
    JsonObject json = run.json().getAsJsonObject();
    assertEquals(List.of("seed recipe", "RMSprop", "Gauss-Newton"), List.copyOf(json.keySet()));
    for (String name : json.keySet()) {
      JsonArray curve = json.getAsJsonArray(name);
      double first = curve.get(0).getAsJsonObject().get("loss").getAsDouble();
      JsonObject last = curve.get(curve.size() - 1).getAsJsonObject();
      assertTrue(last.get("loss").getAsDouble() < first, name + " " + curve);
      assertTrue(last.get("seconds").getAsDouble() < 5, name);
    }
    assertTrue(Files.readString(plot).contains("<svg"));
    String text = Run.ok("convergence", ratings, "-o", plot, "--seconds", 0.1).out();
    assertTrue(text.contains("Gauss-Newton"), text);
  }

  @Test
  void wrongArgumentsAreRefused() {
    Run.of("convergence", "-o", folder.resolve("loss.gif")).assertRefused(Main.USAGE, ".svg");
    Run.of("convergence", "-o", folder.resolve("loss.svg"), "--seconds", 0)
        .assertRefused(Main.USAGE, "more than 0 seconds");
    assertFalse(Files.exists(folder.resolve("loss.svg")));
  }
}
