package io.github.lanefactor.objective;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AgingTest {
  private static final long DAY = 86_400;

  private static Ratings at(List<Long> times) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < times.size(); i++) {
      builder.rating("u" + i % 3, "i" + (1000 + i), 1 + i % 5, times.get(i));
    }
    return builder.build();
  }

  @Test
  void aWeightHalvesWithEveryHalfLife() {
    Ratings ratings = at(List.of(20 * DAY, 10 * DAY, -10 * DAY));
    Aging aging = Aging.of(ratings, 10);
    double[] shares = {1, 0.5, 0.125};
    for (int p = 0; p < 3; p++) {
      assertEquals(shares[p], aging.share(ratings, p), 1e-12);
    }
    assertEquals(0x1p-20, Aging.of(ratings, 0.001).share(ratings, 2));
    assertEquals(1, Aging.of(ratings, Double.POSITIVE_INFINITY).share(ratings, 2));
  }

  @Property(tries = 200)
  void theOlderTheLess(
      @ForAll @Size(min = 1, max = 20)
          List<@LongRange(min = -(1L << 60), max = 1L << 60) Long> times,
      @ForAll @DoubleRange(min = 0.01, max = 1e6) double days) {
    Ratings ratings = at(times);
    Aging aging = Aging.of(ratings, days);
    double largest = 0;
    for (int p = 0; p < ratings.size(); p++) {
      double share = aging.share(ratings, p);
      assertTrue(share >= 0x1p-20 && share <= 1, "share " + share);
      largest = Math.max(largest, share);
      for (int q = 0; q < ratings.size(); q++) {
        boolean older = ratings.timeAt(p) <= ratings.timeAt(q);
        assertTrue(!older || share <= aging.share(ratings, q));
      }
    }
    assertEquals(1, largest);
  }

  @Test
  void weightsOfCellsShrinkAndTargetsStay() {
    Ratings ratings = at(List.of(0L, 5 * DAY, 30 * DAY, 7 * DAY));
    for (Objective objective : Objective.values()) {
      CellRule rule = new CellRule(objective, 2, Feedback.allLiked(1, 5, 3));
      Aging aging = Aging.of(ratings, 6);
      Targets aged = Targets.of(ratings, rule, aging);
      Targets plain = Targets.of(ratings, rule, Aging.NONE);
      for (int p = 0; p < ratings.size(); p++) {
        double share = aging.share(ratings, p);
        assertEquals(
            plain.cells().weightAt(p) * share, aged.cells().weightAt(p), 1e-6 * share, "weight");
      }
      assertEquals(plain.mean(), aged.mean());
    }
    CellRule even = new CellRule(Objective.RATING, 1, Feedback.allLiked(1, 5, 3));
    assertTrue(Targets.of(ratings, even, Aging.NONE).cells().values().unweighted());
    assertEquals(0.5, Targets.of(ratings, even, Aging.of(ratings, 30)).cells().weightAt(0), 1e-7);
  }

  /** However old, a dislike weighs no less than a cell without a rating. */
  @Test
  void dislikesEndAsEmptyCells() {
    Feedback votes = new Feedback(Values.RATINGS, -1, 1, 1, 3, 2);
    CellRule rule = new CellRule(Objective.RANKING, 4, votes);
    assertEquals(3, rule.weight(-1, 1));
    assertEquals(2, rule.weight(-1, 0.5));
    assertEquals(1, rule.weight(-1, 0x1p-20), 1e-5);
    assertEquals(2, rule.weight(1, 0.5));
    Feedback light = new Feedback(Values.RATINGS, -1, 1, 1, 0.5, 2);
    assertEquals(0.25, new CellRule(Objective.RANKING, 4, light).weight(-1, 0.5));
  }

  /** Neither the newest nor the oldest: of the mean age of the others. */
  @Test
  void aRatingWithoutATimeIsOfMeanAge() {
    Ratings ratings = at(List.of(30 * DAY, Ratings.NO_TIME, 0L, 15 * DAY, Ratings.NO_TIME));
    Aging aging = Aging.of(ratings, 15);
    int unknown = 0;
    for (int p = 0; p < ratings.size(); p++) {
      long time = ratings.timeAt(p);
      unknown += time == Ratings.NO_TIME ? 1 : 0;
      double age = time == Ratings.NO_TIME ? 1 : 2 - time / (15.0 * DAY);
      assertEquals(Math.pow(2, -age), aging.share(ratings, p), 1e-12);
    }
    assertEquals(2, unknown);
    Ratings none = ratings.filter(p -> ratings.timeAt(p) == Ratings.NO_TIME);
    assertTrue(none.hasTimes());
    assertEquals(1, Aging.of(none, 15).share(none, 0));
    assertEquals(1, Aging.of(none, 15).share(none, 1));
  }

  @Test
  void ratingsWithoutTimesHaveNoHalfLife() {
    Ratings timeless = new RatingsBuilder().rating("a", "b", 3).build();
    InputException e = assertThrows(InputException.class, () -> Aging.of(timeless, 30));
    assertEquals("expected ratings with times for a half-life, found none", e.getMessage());
    assertEquals(1, Aging.of(timeless, Double.POSITIVE_INFINITY).share(timeless, 0));
  }
}
