package io.github.lanefactor.objective;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.RandomModels;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import org.junit.jupiter.api.Test;

/** Targets, scales and L2 of a few ratings, reckoned by hand. */
class TargetsTest {
  private static final Feedback STARS = new Feedback(Values.RATINGS, 1, 5, 2, 2, 3);

  /** Two users, two items; one rating is a dislike. */
  private static final Ratings RATINGS =
      new RatingsBuilder().rating("u", "a", 4).rating("u", "b", 1).rating("v", "a", 2).build();

  private static Targets of(Objective objective) {
    return Targets.of(RATINGS, new CellRule(objective, 3, STARS), Aging.NONE);
  }

  private static float[] targets(Targets targets) {
    float[] all = new float[targets.cells().size()];
    for (int p = 0; p < all.length; p++) {
      all[p] = targets.cells().targetAt(p);
    }
    return all;
  }

  @Test
  void rankingWantsOnesWhereLiked() {
    Targets ranking = of(Objective.RANKING);
    assertArrayEquals(new float[] {1, 0, 1}, targets(ranking));
    assertArrayEquals(new float[] {1, 1}, ranking.scale());
    assertEquals(2 / 4.0, ranking.mean()); // of all four cells
    assertArrayEquals(new int[] {0, 2, 3}, ranking.cells().start());
  }

  @Test
  void scaledWantsTheShareOfTheItemsLargest() {
    Targets scaled = of(Objective.SCALED);
    assertArrayEquals(new float[] {4, 0}, scaled.scale());
    assertArrayEquals(new float[] {1, 0, 0.5f}, targets(scaled));
    assertEquals(1.5 / 4, scaled.mean());
  }

  @Test
  void ratingWantsTheRating() {
    Targets rating = of(Objective.RATING);
    float span = 5 * 1.05f;
    assertArrayEquals(new float[] {span, span}, rating.scale());
    assertArrayEquals(new float[] {4 / span, 1 / span, 2 / span}, targets(rating));
    assertEquals((4 / span + 1 / span + 2 / span) / 3.0, rating.mean(), 1e-7); // of the rated
  }

  @Test
  void dislikesDoNotCountForL2() {
    Settings settings = RandomModels.settings(Recipe.STANDARD, Objective.RANKING, 2);
    CellRule rule = CellRule.of(settings);
    assertEquals(new CellRule(Objective.RANKING, 1, settings.feedback()), rule);
    assertTrue(rule.counts(2));
    assertFalse(rule.counts(1.5f));
    assertTrue(new CellRule(Objective.RATING, 1, STARS).counts(1));
    CellRule zero = new CellRule(Objective.SCALED, 1, new Feedback(Values.RATINGS, 0, 5, 0, 2, 3));
    assertFalse(zero.counts(0));
    Ridge ridge = Ridge.of(of(Objective.RANKING).cells(), Ridge.Growth.of(Objective.RANKING, 2, 1));
    assertArrayEquals(new float[] {2 * 21, 2 * 21}, ridge.users());
    assertArrayEquals(
        new float[] {(float) (0.9 * Math.sqrt(22)), (float) (0.9 * Math.sqrt(20))}, ridge.items());
    assertEquals(0.1f, ridge.biasShare());
    Ridge.Growth scaled = Ridge.Growth.of(Objective.SCALED, 2, 1);
    assertEquals(new Ridge.Growth(2, 1, 0.8, 0.5, 5, 0.02), scaled);
    assertEquals(2f * 8, scaled.user(3));
    assertEquals(
        new Ridge.Growth(2, 0.5, 2, 0.5, 5, 0.6), Ridge.Growth.of(Objective.RATING, 2, 0.5));
  }
}
