package io.github.lanefactor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the JDK's flight recorder gets to see, and that it costs nothing where it is off. */
class FlightRecorderTest {
  private static final Path SAMPLE = Path.of("data/sample");

  @TempDir Path folder;

  /** The events of one kind. */
  private static List<RecordedEvent> of(List<RecordedEvent> events, String kind) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("lanefactor." + kind))
        .toList();
  }

  @Test
  void eachKindOfWorkIsAnEvent() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Path recorded = folder.resolve("events.jfr");
    Training swept;
    Training stepped;
    Ratings ratings;
    try (Recording recording = new Recording()) {
      recording.start();
      ratings = new RatingsReader().read(SAMPLE);
      swept =
          Trainer.ranking()
              .sweeps(3)
              .tolerance(0)
              .checkpoint(folder.resolve("checkpoint"), 2)
              .train(ratings);
      stepped = Trainer.ranking().solver(SolverKind.RMSPROP).steps(4).logEvery(1).train(ratings);
      ModelFile.write(swept.model(), file);
      Recommender recommender = Recommender.of(ModelFile.read(file));
      String item = ratings.catalogue().itemId(0);
      recommender.recommend("1", Query.top(7));
      recommender.recommend(Profile.of(item, 4), Query.top(6));
      recommender.similarItems(item, Query.top(5));
      recommender.similarUsers("1", 4);
      recommender.scores(0, new float[ratings.items()]);
      recording.stop();
      recording.dump(recorded);
    }
    List<RecordedEvent> events =
        RecordingFile.readAllEvents(recorded).stream()
            .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
            .toList();
    checkLoads(of(events, "Load"), file, ratings.size());
    checkLosses(of(events, "Sweep"), swept, 3);
    checkLosses(of(events, "Step"), stepped, 4);
    checkSolves(of(events, "Solve"), of(events, "Sweep"), ratings);
    assertEquals(
        List.of(2L), of(events, "Checkpoint").stream().map(e -> e.getLong("steps")).toList());
    List<String> lists = new ArrayList<>();
    for (RecordedEvent score : of(events, "Score")) {
      lists.add(score.getString("list") + " " + score.getLong("listed"));
    }
    assertEquals(
        List.of(
            "recommend 7",
            "recommend to a profile 6",
            "similar items 5",
            "similar users 4",
            "all items 791"),
        lists);
  }

  private static void checkLoads(List<RecordedEvent> loads, Path model, int ratings) {
    assertEquals(2, loads.size());
    assertEquals(SAMPLE.resolve("ratings.csv").toString(), loads.get(0).getString("file"));
    assertEquals(model.toString(), loads.get(1).getString("file"));
    for (RecordedEvent load : loads) {
      assertEquals(ratings, load.getLong("ratings"));
    }
  }

  private static void checkLosses(List<RecordedEvent> events, Training training, int count) {
    assertEquals(count, events.size());
    for (int i = 0; i < count; i++) {
      assertEquals(i, events.get(i).getInt("number"));
      assertEquals(training.history().get(i).loss(), events.get(i).getDouble("loss"));
    }
  }

  /** Each sweep solves for users and then for items, within its time. */
  private static void checkSolves(
      List<RecordedEvent> solves, List<RecordedEvent> sweeps, Ratings ratings) {
    assertEquals(2 * sweeps.size(), solves.size());
    for (int i = 0; i < solves.size(); i++) {
      RecordedEvent solve = solves.get(i);
      RecordedEvent sweep = sweeps.get(i / 2);
      boolean users = i % 2 == 0;
      assertEquals(users ? "users" : "items", solve.getString("side"));
      assertEquals(users ? ratings.users() : ratings.items(), solve.getLong("rows"));
      assertFalse(solve.getStartTime().isBefore(sweep.getStartTime()));
      assertFalse(solve.getEndTime().isAfter(sweep.getEndTime()));
      assertFalse(solve.getDuration().isZero());
    }
  }

  /** Without a recording no event is loaded, and the recorder is not started to find that out. */
  @ParameterizedTest
  @ValueSource(strings = {"--limit-modules=java.base", "--add-modules=jdk.jfr"})
  void costsNothingWithoutARecording(String modules) throws Exception {
    Path log = folder.resolve("classes");
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                modules,
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                Work.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains(modules.contains("jfr") ? "recorder true" : "recorder false"), said);
    String loaded = Files.readString(log);
    assertTrue(loaded.contains(" io.github.lanefactor.support.Events "), said);
    assertFalse(loaded.contains("lanefactor.support.FlightEvents$"));
    assertFalse(loaded.contains("jdk.jfr.internal"));
  }

  /** Every kind of work, in a JVM of its own. */
  static final class Work {
    private Work() {}

    public static void main(String[] args) {
      Ratings ratings = new RatingsReader().read(SAMPLE);
      Trainer.ranking().solver(SolverKind.RMSPROP).factors(2).steps(1).train(ratings);
      FactorModel model = Trainer.ranking().factors(2).sweeps(1).train(ratings).model();
      Recommender.of(model).recommend("1", Query.top(1));
      System.out.println("recorder " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
    }
  }
}
