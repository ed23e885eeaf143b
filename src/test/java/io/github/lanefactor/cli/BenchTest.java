package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.lanefactor.kernel.Kernels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchTest {
  private static final List<String> SMALL =
      List.of("bench", "--users", "50", "--items", "70", "--factors", "3", "--seconds", "0.1");

  private static Run bench(String... more) {
    return Run.ok(Stream.concat(SMALL.stream(), List.of(more).stream()).toArray());
  }

  @Test
  void printsAnObjectForScripts() {
    Run run = bench("--density", "0.3", "--threads", "2", "--json");
    JsonObject result = run.json().getAsJsonObject();
    assertEquals(
        List.of(
            "jvm",
            "cpu",
            "kernel",
            "vectorBits",
            "users",
            "items",
            "density",
            "factors",
            "threads",
            "msPerStep",
            "msKernel",
            "gflops",
            "peakGflops",
            "peakShare"),
        List.copyOf(result.keySet()));
    assertEquals(50, result.get("users").getAsInt());
    assertEquals(70, result.get("items").getAsInt());
    assertEquals(0.3, result.get("density").getAsDouble());
    assertEquals(3, result.get("factors").getAsInt());
    assertEquals(2, result.get("threads").getAsInt());
    assertTrue(result.get("msPerStep").getAsDouble() > 0);
    assertTrue(run.err().contains("measuring"), run.err());
  }

  @Test
  void printsLinesForPeople() {
    List<String> lines = bench("--kernel", "scalar").lines();
    assertEquals(8, lines.size());
    assertEquals("kernel        scalar", lines.get(2));
    assertEquals("shape         50 users, 70 items, 12 % rated, 3 factors", lines.get(3));
    assertTrue(lines.get(5).matches("whole step +[0-9.]+ ms"), lines.get(5));
    assertTrue(lines.get(7).contains("% of the multiply-add peak of "), lines.get(7));
  }

  @ParameterizedTest
  @CsvSource({
    "--users,0,users of at least 1",
    "--items,-3,items of at least 1",
    "--factors,0,factors of at least 1",
    "--threads,0,threads of at least 1",
    "--density,1.5,density from 0",
    "--seconds,0,seconds from 0.1",
    "--kernel,gpu,'kernel auto, vector or scalar'",
    "--users,2000000000,at most a billion",
    "--users,many,--users"
  })
  void wrongValuesAreRefused(String option, String value, String reason) {
    Run.of("bench", option, value).assertRefused(Main.USAGE, reason);
  }

  @Test
  void aWrongSystemPropertyIsRefused() {
    Kernels.withProperty(
        "gpu", () -> Run.of("bench").assertRefused(Main.USAGE, "found gpu in lanefactor.kernel"));
  }

  @Test
  void servingTimesFitTogether() {
    JsonObject json =
        Run.ok(
                "bench",
                "--serving",
                "--items",
                700,
                "--users",
                40,
                "--factors",
                5,
                "--seconds",
                0.3,
                "--json")
            .json()
            .getAsJsonObject();
    assertEquals(700, json.get("items").getAsInt());
    for (String name : List.of("recommend", "similar", "foldIn")) {
      double p50 = json.get(name + "P50Micros").getAsDouble();
      assertTrue(p50 > 0 && p50 <= json.get(name + "P99Micros").getAsDouble(), json.toString());
    }
    assertTrue(json.get("allMicrosPerUser").getAsDouble() > 0, json.toString());
    assertTrue(json.get("readMicros").getAsDouble() > 0, json.toString());
    Run.of("bench", "--serving", "--model", "none").assertRefused(2, "none: no such file");
    Run.of("bench", "--serving", "--items", 0).assertRefused(2, "items of at least 1");
  }
}
