package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.train.DivergedException;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValidationTest {
  private final Ratings ratings = tastes(60, 40);

  /** Users and items of three tastes, with noise enough to overfit on. */
  static Ratings tastes(int users, int items) {
    Random random = new Random(7);
    RatingsBuilder builder = new RatingsBuilder();
    for (int u = 0; u < users; u++) {
      for (int i = 0; i < items; i++) {
        boolean likes = u % 3 == i % 3;
        if (random.nextDouble() < (likes ? 0.6 : 0.3)) {
          double rating = Math.max(1, Math.min(5, (likes ? 4 : 2) + random.nextInt(3) - 1));
          builder.rating(Integer.toString(u), Integer.toString(i), rating);
        }
      }
    }
    return builder.build();
  }

  private static Trainer trainer(Objective objective) {
    return Trainer.ranking().objective(objective).factors(4).l2(0.05).threads(1).sweeps(25);
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void keepsTheBestSweepOfThoseLookedAt(Objective objective) {
    List<Double> looks = new ArrayList<>();
    Training training =
        new Validation(0.2)
            .seed(3)
            .threads(2)
            .listener(looks::add)
            .train(trainer(objective).tolerance(0), ratings);
    Split split = Split.holdout(ratings, 0.2, 3);
    double kept = Validation.measure(training.model(), new Evaluator(split));
    double best = objective == Objective.RATING ? Collections.min(looks) : Collections.max(looks);
    assertEquals(best, kept);
    // It had learnt something, unless the start was good enough for data as small as this; and
    // patience ended it before the last sweep or after it.
    assertTrue(looks.indexOf(best) > 0 || objective == Objective.RANKING, looks.toString());
    assertTrue(looks.size() == 26 || looks.size() == looks.indexOf(best) + 4, looks.toString());
    // The sweep that was kept is the one that a training of as many sweeps ends with.
    Training same =
        trainer(objective).tolerance(0).sweeps(looks.indexOf(best)).train(split.train());
    assertArrayEquals(same.model().weights().u(), training.model().weights().u());
    assertEquals(Double.toString(best), settings(training, objective));
  }

  private static String settings(Training training, Objective objective) {
    return training.model().origin().describe().get("validation " + Validation.metric(objective));
  }

  @Test
  void stopsAfterThePatience() {
    List<Double> looks = new ArrayList<>();
    new Validation(0.2)
        .patience(1)
        .listener(looks::add)
        .train(trainer(Objective.RATING).tolerance(0).sweeps(200), ratings);
    assertTrue(looks.size() < 200, looks.toString());
    for (int l = 1; l < looks.size() - 1; l++) {
      assertTrue(looks.get(l) < looks.get(l - 1), looks.toString());
    }
    assertFalse(looks.get(looks.size() - 1) < looks.get(looks.size() - 2), looks.toString());
  }

  @Test
  void theModelKnowsAllRatings() {
    FactorModel model = new Validation(0.3).train(trainer(Objective.RANKING), ratings).model();
    assertSame(ratings, model.history().orElseThrow());
    assertEquals("0.3", model.origin().describe().get("validation"));
    Recommender recommender = Recommender.of(model);
    for (int u = 0; u < ratings.users(); u++) {
      for (ScoredItem scored :
          recommender.recommend(ratings.catalogue().userId(u), Query.top(100))) {
        assertTrue(!ratings.contains(u, ratings.catalogue().item(scored.item().id())));
      }
    }
  }

  @Test
  void theTrainerTrainsOnEverythingAfterwards() {
    Trainer trainer = trainer(Objective.RANKING).sweeps(3);
    new Validation(0.2).train(trainer, ratings);
    Training plain = trainer.train(ratings);
    assertEquals(4, plain.history().size());
    assertArrayEquals(
        trainer(Objective.RANKING).sweeps(3).train(ratings).model().weights().u(),
        plain.model().weights().u());
  }

  @Test
  void rmspropIsLookedAtEveryLoggedStep() {
    List<Double> looks = new ArrayList<>();
    Trainer trainer = trainer(Objective.RANKING).solver(SolverKind.RMSPROP);
    new Validation(0.2)
        .patience(100)
        .listener(looks::add)
        .train(trainer.steps(20).logEvery(5), ratings);
    assertEquals(5, looks.size()); // before steps 0, 5, 10, 15 and after the last
  }

  @Test
  void whatDivergedKnowsAllRatingsToo() {
    Trainer trainer =
        trainer(Objective.RANKING)
            .solver(SolverKind.RMSPROP)
            .learningRate(1e6)
            .rho(1)
            .epsilon(1e-37);
    DivergedException e =
        assertThrows(DivergedException.class, () -> new Validation(0.2).train(trainer, ratings));
    assertSame(ratings, e.lastGood().model().history().orElseThrow());
  }

  @Test
  void wrongValuesAreRefused() {
    for (double share : new double[] {0, 1, -1, Double.NaN}) {
      assertThrows(InputException.class, () -> new Validation(share));
    }
    assertThrows(InputException.class, () -> new Validation(0.1).patience(0));
    assertThrows(InputException.class, () -> new Validation(0.1).threads(0));
    Ratings few = ratings.filter(p -> p < 3);
    assertThrows(
        InputException.class, () -> new Validation(0.1).train(trainer(Objective.RANKING), few));
  }

  @Test
  void aSearchFindsSettingsThatATrainerTakes() {
    for (Objective objective : Objective.values()) {
      for (SolverKind solver : SolverKind.values()) {
        SearchSpace space = TrainerSearch.space(objective, solver).without("steps").without("none");
        assertFalse(space.names().contains("steps"));
        List<Trial> ranked =
            new Tuner(space)
                .trials(2)
                .threads(2)
                .lowerIsBetter(objective == Objective.RATING)
                .search(
                    TrainerSearch.parts(ratings, 0.1, 5),
                    TrainerSearch.score(
                        () -> Trainer.ranking().objective(objective).solver(solver).steps(10)));
        Trial best = ranked.get(0);
        assertEquals(space.names(), List.copyOf(best.settings().keySet()));
        Trainer trainer = Trainer.ranking().objective(objective).solver(solver).steps(10);
        Split first = Split.holdout(ratings, 0.1, 5);
        FactorModel model =
            TrainerSearch.apply(trainer, best.settings()).train(first.train()).model();
        assertEquals(best.scores().get(0), Validation.measure(model, new Evaluator(first)), 0.0);
        best.settings()
            .forEach((name, value) -> assertEquals(value, taken(model, name), 1e-12, name));
      }
    }
  }

  private static double taken(FactorModel model, String name) {
    return Double.parseDouble(model.settings().describe().get(name.replace('-', ' ')));
  }

  @Test
  void partsDifferButAreEquallyLarge() {
    List<Split> parts = TrainerSearch.parts(ratings, 0.1, 1);
    assertEquals(3, parts.size());
    long distinct =
        parts.stream()
            .map(
                part ->
                    IntStream.range(0, part.test().size()).mapToObj(part.test()::itemAt).toList())
            .distinct()
            .count();
    assertEquals(3, distinct);
    assertEquals(1, parts.stream().map(part -> part.test().size()).distinct().count());
  }
}
