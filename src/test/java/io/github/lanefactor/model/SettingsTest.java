package io.github.lanefactor.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What settings, feedback and origins allow, and how people read them. */
class SettingsTest {
  private static final Feedback STARS = new Feedback(Values.RATINGS, 1, 5, 2, 2, 3);

  private static Settings settings(
      SolverKind solver, int factors, int steps, double[] numbers, Feedback feedback) {
    return new Settings(
        Recipe.STANDARD,
        Objective.RANKING,
        solver,
        factors,
        steps,
        numbers[0],
        numbers[1],
        numbers[2],
        numbers[3],
        feedback,
        new Settings.Rmsprop(1e-3, 0.9, 0.8, 1e-7),
        7,
        false);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0, 1e-9, 1e-9, 0, -3, true",
    "32, 8, 3, Infinity, 0.2, 1, true",
    "0, 8, 3, 1, 0, 1, false",
    "1, -1, 3, 1, 0, 1, false",
    "1, 1, 0, 1, 0, 1, false",
    "1, 1, Infinity, 1, 0, 1, false",
    "1, 1, NaN, 1, 0, 1, false",
    "1, 1, 3, 0, 0, 1, false",
    "1, 1, 3, NaN, 0, 1, false",
    "1, 1, 3, 1, -0.1, 1, false",
    "1, 1, 3, 1, Infinity, 1, false",
    "1, 1, 3, 1, 0, Infinity, false",
    "1, 1, 3, 1, 0, NaN, false",
  })
  void numbersHaveRanges(
      int factors, int steps, double weight, double halfLife, double l2, double power, boolean ok) {
    double[] numbers = {weight, halfLife, l2, power};
    if (ok) {
      assertEquals(
          steps, settings(SolverKind.GAUSS_NEWTON, factors, steps, numbers, STARS).steps());
    } else {
      InputException e =
          assertThrows(
              InputException.class,
              () -> settings(SolverKind.GAUSS_NEWTON, factors, steps, numbers, STARS));
      assertTrue(e.getMessage().startsWith("expected factors ≥ 1, steps ≥ 0"), e.getMessage());
      assertTrue(e.getMessage().contains("found " + factors + ", " + steps + ", " + weight));
    }
  }

  @Test
  void peopleReadWhatMatters() {
    Settings newton =
        settings(SolverKind.GAUSS_NEWTON, 32, 8, new double[] {3, 30.5, 0.2, 1}, STARS);
    assertEquals(
        "{recipe=standard, objective=ranking, solver=gauss-newton, factors=32, sweeps=8, observed"
            + " weight=3.0, half-life=30.5 days, l2=0.2, l2 exponent=1.0, values=ratings, liked"
            + " from=2.0, disliked weight=2.0, start=seed 7}",
        newton.describe().toString());
    Settings rmsprop =
        settings(
            SolverKind.RMSPROP,
            1,
            9,
            new double[] {3, Double.POSITIVE_INFINITY, 0, 1},
            Feedback.allLiked(1, 5, 3));
    assertEquals(
        "{recipe=standard, objective=ranking, solver=rmsprop, factors=1, steps=9, observed"
            + " weight=3.0, l2=0.0, l2 exponent=1.0, values=ratings, liked from=all, disliked"
            + " weight=1.0, learning rate=0.001, rho=0.9, momentum=0.8, epsilon=1.0E-7, start=seed"
            + " 7}",
        rmsprop.describe().toString());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 5, 2, 2, 3, true",
    "5, 5, -Infinity, 1e-9, 1e-9, true",
    "5, 4, 2, 2, 3, false",
    "NaN, 5, 2, 2, 3, false",
    "1, Infinity, 2, 2, 3, false",
    "1, 5, NaN, 2, 3, false",
    "1, 5, Infinity, 2, 3, false",
    "1, 5, 2, 0, 3, false",
    "1, 5, 2, Infinity, 3, false",
    "1, 5, 2, 2, 0, false",
    "1, 5, 2, 2, Infinity, false",
  })
  void feedbackHasRanges(
      float lowest, float highest, double liked, double weight, double typical, boolean ok) {
    if (ok) {
      new Feedback(Values.RATINGS, lowest, highest, liked, weight, typical);
    } else {
      assertThrows(
          InputException.class,
          () -> new Feedback(Values.RATINGS, lowest, highest, liked, weight, typical));
    }
  }

  @Test
  void aScaleEndsWhereItEnds() {
    for (float value : new float[] {0.5f, 1, 2, 5, 6}) {
      assertEquals(value >= 2, STARS.liked(value));
      assertEquals(value >= 1 && value <= 5, STARS.covers(value));
      assertEquals(Math.min(5, Math.max(1, value)), STARS.onScale(value));
    }
    assertFalse(STARS.allLiked());
    assertTrue(new Feedback(Values.RATINGS, 2, 5, 2, 2, 3).allLiked());
    assertEquals(
        new Feedback(Values.RATINGS, 1, 5, Double.NEGATIVE_INFINITY, 1, 3),
        Feedback.allLiked(1, 5, 3));
    assertEquals(1, Feedback.allLiked(-2, -1, -1.5).typical());
    Feedback none = Feedback.allLiked(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0);
    assertEquals(new Feedback(Values.RATINGS, 0, 0, Double.NEGATIVE_INFINITY, 1, 1), none);
  }

  @Test
  void anOriginSaysWhatIsKnown() {
    assertEquals("{}", Origin.UNKNOWN.describe().toString());
    Origin named = Origin.UNKNOWN.withData("r.csv");
    assertEquals("{data=r.csv}", named.describe().toString());
    Origin measured = named.withValidation(new Origin.Validation(0.1, "ndcg@10", 0.25));
    Origin all =
        new Origin(measured.data(), Optional.of(new Origin.Loss(3, 0.5)), measured.validation());
    assertEquals(
        List.of(
            "last step=3",
            "last loss=0.5",
            "validation=0.1",
            "validation ndcg@10=0.25",
            "data=r.csv"),
        all.describe().entrySet().stream().map(Object::toString).toList());
    assertEquals(all.last(), all.withData("x").withValidation(measured.validation().get()).last());
    assertEquals(Optional.of("x"), all.withData("x").data());
  }
}
