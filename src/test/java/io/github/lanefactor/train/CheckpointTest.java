package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.OutputFile;
import io.github.lanefactor.train.Training.Ending.Kind;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A training that is broken off and resumed gives the model of one that was not. */
class CheckpointTest {
  private static final int STEPS = 9;

  @TempDir private Path folder;
  private final Ratings ratings = GoldenDigest.ratings(31, 47);

  private static Trainer trainer(Objective objective, SolverKind solver) {
    Trainer trainer = Trainer.ranking().objective(objective).solver(solver).factors(5);
    return trainer.steps(STEPS).sweeps(STEPS).logEvery(2).threads(2);
  }

  static Stream<Arguments> trainers() {
    return Stream.of(
        Arguments.of("ranking", trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON)),
        Arguments.of("rating", trainer(Objective.RATING, SolverKind.GAUSS_NEWTON)),
        Arguments.of("by steps", trainer(Objective.SCALED, SolverKind.RMSPROP)),
        Arguments.of("held", trainer(Objective.RANKING, SolverKind.RMSPROP).l2(0.1)),
        Arguments.of("seed", Trainer.seedRecipe().steps(STEPS).logEvery(4)),
        Arguments.of(
            "stalling", trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON).tolerance(0.02)),
        Arguments.of(
            "keeping the best",
            trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON)
                .keepBest(model -> -Math.abs(model.weights().bu()[3]), 3)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trainers")
  void aResumedTrainingGivesTheSameModel(String name, Trainer trainer) throws IOException {
    Training whole = trainer.train(ratings);
    for (int at : new int[] {0, 1, 5, STEPS - 1}) {
      for (boolean inside : new boolean[] {false, true}) {
        Path file = folder.resolve(at + "-" + inside);
        Training part = breakOff(trainer.copy().checkpoint(file, 2), at, inside);
        if (part.ending().kind() != Kind.CANCELLED) {
          continue; // it was over before
        }
        Trainer again = trainer.copy().threads(1).kernel("scalar").resume(file);
        assertSame(whole, again.train(ratings));
        // From a checkpoint that was made on the way there, too.
        Path second = folder.resolve("second");
        breakOff(trainer.copy().resume(file).checkpoint(second, 1), at + 1, inside);
        if (Files.exists(second)) { // else no step was left
          assertSame(whole, trainer.copy().resume(second).train(ratings));
          Files.delete(second);
        }
      }
    }
  }

  /** Ends a training from its listener, or in the middle of the step after that. */
  private Training breakOff(Trainer trainer, int at, boolean inside) {
    trainer.listener(
        (point, logged, total) -> {
          if (point.step() == at && inside) {
            Thread.currentThread().interrupt();
          }
          return point.step() != at || inside;
        });
    try {
      return trainer.train(ratings);
    } finally {
      Thread.interrupted();
    }
  }

  private static void assertSame(Training expected, Training actual) {
    Weights a = expected.model().weights();
    Weights b = actual.model().weights();
    assertArrayEquals(a.u(), b.u());
    assertArrayEquals(a.m(), b.m());
    assertArrayEquals(a.bu(), b.bu());
    assertArrayEquals(a.bm(), b.bm());
    assertEquals(a.bg(), b.bg());
    assertEquals(expected.ending(), actual.ending());
    assertEquals(losses(expected), losses(actual));
    assertEquals(expected.model().origin(), actual.model().origin());
    assertEquals(expected.model().settings(), actual.model().settings());
  }

  private static List<String> losses(Training training) {
    return training.history().stream().map(p -> p.step() + " " + p.loss()).toList();
  }

  @Test
  void timeGoesOnWhereItStood() {
    Path file = folder.resolve("c");
    Trainer trainer = trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON);
    Training part = breakOff(trainer.copy().checkpoint(file, Duration.ofNanos(1)), 3, false);
    Training rest = trainer.resume(file).train(ratings);
    double before = part.history().get(3).seconds();
    assertTrue(rest.history().get(4).seconds() > before);
  }

  @Test
  void otherDataAndSettingsAreRefused() {
    Path file = folder.resolve("c");
    Trainer trainer = trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON);
    breakOff(trainer.copy().checkpoint(file, 1), 3, false);
    Trainer again = trainer.copy().resume(file);
    refused("factors: 5 there, 6 here", again.copy().factors(6));
    refused("seed 1 there, seed 2 here", again.copy().seed(2));
    refused("tolerance", again.copy().tolerance(0.5));
    refused("target loss", again.copy().targetLoss(0.5));
    refused("validation", again.copy().keepBest(model -> 0, 1));
    FactorModel start = trainer.copy().sweeps(0).train(ratings).model();
    refused("start", again.copy().init(start.weights()));
    Ratings fewer = ratings.filter(position -> position != 17);
    InputException e = assertThrows(InputException.class, () -> again.train(fewer));
    assertTrue(e.getMessage().endsWith("is of another training: its data is not the same"));
  }

  private void refused(String why, Trainer trainer) {
    InputException e = assertThrows(InputException.class, () -> trainer.train(ratings));
    assertTrue(e.getMessage().contains("is of another training"), e.getMessage());
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  /** Whatever is cut off or changed: one clear refusal, and no absurd request for memory. */
  @Test
  void damagedFilesAreRefused() throws IOException {
    Path file = folder.resolve("c");
    Trainer trainer = trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON).factors(1);
    breakOff(trainer.copy().checkpoint(file, 1), 1, false);
    byte[] good = Files.readAllBytes(file);
    Trainer again = trainer.copy().resume(file);
    Random random = new Random(5);
    for (int round = 0; round < 300; round++) {
      byte[] bad = good.clone();
      if (round % 3 == 0) {
        bad = Arrays.copyOf(bad, random.nextInt(bad.length));
      } else {
        bad[random.nextInt(round % 3 == 1 ? 500 : bad.length)] ^= (byte) (1 + random.nextInt(255));
      }
      Files.write(file, bad);
      InputException e = assertThrows(InputException.class, () -> again.train(ratings));
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count());
    }
    String next = new String(good, 0, 24, StandardCharsets.ISO_8859_1);
    assertEquals("lanefactor checkpoint 1\n", next);
    good[22] = '7';
    Files.write(file, good);
    InputException e = assertThrows(InputException.class, () -> again.train(ratings));
    assertTrue(e.getMessage().endsWith("expected a checkpoint of version 1, found 7"));
    Files.delete(file);
    assertThrows(InputException.class, () -> again.train(ratings));
  }

  @Test
  void aCheckpointThatCannotBeWrittenEndsTheTraining() throws IOException {
    Path lost = Files.createDirectory(folder.resolve("lost"));
    Path file = lost.resolve("c");
    Trainer trainer = trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON).checkpoint(file, 1);
    trainer.listener(
        (point, logged, total) -> {
          if (point.step() == 3) {
            delete(file);
            delete(lost.resolve(".c.lock"));
            delete(lost);
          }
          return true;
        });
    InputException e = assertThrows(InputException.class, () -> trainer.train(ratings));
    assertTrue(e.getMessage().contains("expected a folder"), e.getMessage());
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void twoTrainingsDoNotShareAFile() throws IOException {
    Path file = folder.resolve("c");
    Trainer trainer = trainer(Objective.RANKING, SolverKind.GAUSS_NEWTON);
    Training[] inner = new Training[1];
    Trainer other = trainer.copy().checkpoint(file, 1);
    trainer.checkpoint(file, 1);
    trainer.listener(
        (point, logged, total) -> {
          assertThrows(InputException.class, () -> inner[0] = other.train(ratings));
          return true;
        });
    trainer.train(ratings);
    try (Closeable free = OutputFile.claim(file)) {
      assertTrue(Files.exists(file));
    }
    assertThrows(InputException.class, () -> trainer.checkpoint(file, 0));
    assertThrows(InputException.class, () -> trainer.checkpoint(file, Duration.ZERO));
  }
}
