package io.github.lanefactor.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class CellRuleTest {
  private static final double ALL = Double.NEGATIVE_INFINITY;

  private static CellRule rule(Objective objective, Feedback feedback) {
    return new CellRule(objective, 3, feedback);
  }

  /** Whatever the scale, weights stay within a tenth and ten times the typical one. */
  @Property
  void weightsAndTargetsHaveBounds(
      @ForAll Objective objective,
      @ForAll @FloatRange(min = -1000, max = 1000) float one,
      @ForAll @FloatRange(min = -1000, max = 1000) float other,
      @ForAll @FloatRange(min = -2000, max = 2000) float rating,
      @ForAll @FloatRange(min = -1000, max = 1000) float likedFrom,
      @ForAll @FloatRange(min = 0.01f, max = 1000) float typical) {
    float low = Math.min(one, other);
    float high = Math.max(one, other);
    Feedback feedback = new Feedback(Values.RATINGS, low, high, likedFrom, 2, typical);
    CellRule rule = rule(objective, feedback);
    float scale = objective == Objective.RATING ? rule.span() : Math.max(0, rule.level(high));
    float target = rule.target(rating, scale);
    float weight = rule.weight(rating);
    assertTrue(target >= 0 && target <= 1, "target " + target);
    if (objective == Objective.RATING) {
      assertEquals(3, weight);
      float expected = Math.max(low, Math.min(high, rating));
      double found = rule.floor() + (double) target * rule.span();
      assertEquals(expected, found, 1e-5 * (1 + Math.abs(low) + Math.abs(high)));
    } else if (rating < likedFrom) {
      assertEquals(2, weight);
      assertEquals(0, target);
    } else {
      assertTrue(weight >= 0.3f && weight <= 30, "weight " + weight);
      assertTrue(rule.weight(rating + 1) >= weight, "a higher rating weighs less");
    }
  }

  @Test
  void countsWeighByTheirLogarithm() {
    double typical = 1 + Math.log(11);
    CellRule rule = rule(Objective.RANKING, new Feedback(Values.COUNTS, 1, 1000, ALL, 2, typical));
    assertEquals(3, rule.weight(10), 1e-6);
    assertEquals(3 * (1 + Math.log(101)) / typical, rule.weight(100), 1e-6);
    assertEquals(rule.weight(1000), rule.weight(5_000_000));
    assertEquals(1, rule.target(1, 1));
    CellRule scaled = rule(Objective.SCALED, rule.feedback());
    assertEquals(
        (1 + Math.log(11)) / (1 + Math.log(101)), scaled.target(10, scaled.level(100)), 1e-6);
  }

  @Test
  void votesAreLikedOrNot() {
    Feedback votes = new Feedback(Values.RATINGS, -1, 1, 1, 2, 2);
    CellRule ranking = rule(Objective.RANKING, votes);
    assertEquals(1, ranking.target(1, 1));
    assertEquals(3, ranking.weight(1));
    assertEquals(0, ranking.target(-1, 1));
    assertEquals(2, ranking.weight(-1));
    CellRule rating = rule(Objective.RATING, votes);
    assertEquals(0.05 / 2.1, rating.target(-1, rating.span()), 1e-6);
    assertEquals(2.05 / 2.1, rating.target(1, rating.span()), 1e-6);
    CellRule scaled = rule(Objective.SCALED, votes);
    assertEquals(1, scaled.target(1, 1));
    assertEquals(0, scaled.target(-1, 1));
    assertEquals(3, scaled.weight(1));
  }

  @Test
  void equalValuesHaveTheWholeWeight() {
    for (float value : new float[] {-1, 0, 1, 3}) {
      Feedback equal = new Feedback(Values.RATINGS, value, value, ALL, 2, 1);
      assertEquals(3, rule(Objective.RANKING, equal).weight(value));
    }
  }

  @Test
  void onlyPlainCellsGoWithoutWeights() {
    Ratings ratings = new RatingsBuilder().rating("a", "x", 1).rating("b", "x", 5).build();
    Feedback all = Feedback.allLiked(1, 5, 3);
    Feedback some = new Feedback(Values.RATINGS, 1, 5, 2, 2, 5);
    CellRule plain = new CellRule(Objective.SCALED, 1, all);
    CellRule weighed = new CellRule(Objective.SCALED, 1, some);
    assertTrue(Targets.of(ratings, plain, Aging.NONE).cells().values().unweighted());
    assertEquals(2, Targets.of(ratings, weighed, Aging.NONE).cells().weightAt(0));
    assertEquals(1, Targets.of(ratings, weighed, Aging.NONE).cells().weightAt(1));
    assertEquals(0, Targets.of(ratings, weighed, Aging.NONE).cells().targetAt(0));
    CellRule rating = new CellRule(Objective.RATING, 1, some);
    assertTrue(Targets.of(ratings, rating, Aging.NONE).cells().values().unweighted());
  }
}
