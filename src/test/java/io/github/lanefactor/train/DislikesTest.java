package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.NaiveGradients;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.objective.Aging;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Targets;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What ratings say: likes, dislikes, counts, and slips of the keyboard. */
class DislikesTest {
  private static final double ALL = Double.NEGATIVE_INFINITY;

  /** Twelve users and as many items of two kinds; who likes one dislikes the other. */
  private static Ratings tastes(double like, double dislike) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int user = 0; user < 12; user++) {
      for (int item = 0; item < 12; item++) {
        if ((user + item) % 3 > 0) {
          double rating = user % 2 == item % 2 ? like : dislike;
          builder.rating(Integer.toString(user), Integer.toString(item), rating);
        }
      }
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({
    "RANKING, 5, 1",
    "RANKING, 5, 0.5",
    "RANKING, 1, 0",
    "RANKING, 1, -1",
    "RANKING, 10, -10",
    "SCALED, 5, 1",
    "SCALED, 5, 0.5",
    "SCALED, 1, 0",
    "SCALED, 1, -1",
    "SCALED, 10, -10",
    "RATING, 5, 1",
    "RATING, 1, 0",
    "RATING, 1, -1",
    "RATING, 10, -10"
  })
  void theKindThatIsDislikedIsNeverFirst(Objective objective, double like, double dislike) {
    for (int seed = 1; seed <= 3; seed++) {
      Ratings ratings = tastes(like, dislike);
      FactorModel model = Trainer.ranking().objective(objective).seed(seed).train(ratings).model();
      for (int user = 0; user < 12; user++) {
        int first = first(model, ratings, user);
        String ids = "user " + ratings.catalogue().userId(user) + ", item " + first;
        int kind = Integer.parseInt(ratings.catalogue().itemId(first)) % 2;
        assertEquals(Integer.parseInt(ratings.catalogue().userId(user)) % 2, kind, ids);
      }
    }
  }

  /** The best of what a user has not rated. */
  private static int first(FactorModel model, Ratings ratings, int user) {
    int best = -1;
    for (int item = 0; item < ratings.items(); item++) {
      boolean better = best < 0 || model.output(user, item) > model.output(user, best);
      best = !ratings.contains(user, item) && better ? item : best;
    }
    return best;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void anItemThatMostDislikeIsNobodysFirst(int seed) {
    Random random = new Random(seed);
    RatingsBuilder builder = new RatingsBuilder();
    for (int user = 0; user < 40; user++) {
      for (int item = 0; item < 30; item++) {
        boolean worst = item == 7;
        if (worst ? random.nextDouble() < 0.8 : random.nextDouble() < 0.25) {
          double rating = worst ? 0.5 : (4 + random.nextInt(7)) / 2.0;
          builder.rating(Integer.toString(user), Integer.toString(item), rating);
        }
      }
    }
    Ratings ratings = builder.build();
    FactorModel model = Trainer.ranking().seed(seed).train(ratings).model();
    int worst = ratings.catalogue().item("7");
    for (int user = 0; user < ratings.users(); user++) {
      assertTrue(first(model, ratings, user) != worst, "user " + user);
    }
  }

  /** One more dislike, and all else equal, neither the user nor their kin see the item rise. */
  @Property(tries = 30)
  void aDislikeNeverRaisesItsItem(@ForAll long seed) {
    Random random = new Random(seed);
    RatingsBuilder less = new RatingsBuilder();
    RatingsBuilder more = new RatingsBuilder();
    int user = random.nextInt(15);
    int item = random.nextInt(10);
    for (int u = 0; u < 15; u++) {
      for (int i = 0; i < 10; i++) {
        boolean it = u == user && i == item;
        if (random.nextDouble() < 0.4 && !it) {
          int rating = 1 + random.nextInt(5);
          less.rating(u + "u", i + "i", rating);
          more.rating(u + "u", i + "i", rating);
        } else if (it) {
          more.rating(u + "u", i + "i", 1);
        }
      }
    }
    less.rating("extra", "0i", 5).rating("extra", item + "i", 4).rating("extra", "u", 1);
    more.rating("extra", "0i", 5).rating("extra", item + "i", 4).rating("extra", "u", 1);
    Ratings one = less.rating(user + "u", "u", 5).build();
    Ratings two = more.rating(user + "u", "u", 5).build();
    Trainer trainer = Trainer.ranking().factors(2).likedFrom(2).sweeps(300).tolerance(0).threads(1);
    FactorModel before = trainer.train(one).model();
    // From the same place, so that both end in the same valley.
    FactorModel after = trainer.init(before.weights()).train(two).model();
    int u = one.catalogue().user(user + "u");
    int i = one.catalogue().item(item + "i");
    assertTrue(
        after.output(u, i) <= before.output(u, i) + 1e-4,
        before.output(u, i) + " rose to " + after.output(u, i));
  }

  /** The loss that a training reports is that of the naive twin, whatever the ratings say. */
  @Property(tries = 60)
  void theLossIsThatOfTheNaiveTwin(
      @ForAll Objective objective,
      @ForAll SolverKind solver,
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 70) int items,
      @ForAll long seed) {
    Random random = new Random(seed);
    double[] scale =
        new double[][] {{1, 2, 3, 4, 5}, {-1, 1}, {0, 1}, {-10, -3, 0, 4, 10}}[random.nextInt(4)];
    RatingsBuilder builder = new RatingsBuilder();
    for (int u = 0; u < users; u++) {
      for (int i = 0; i < items; i++) {
        if (i == u % items || random.nextInt(4) == 0) {
          builder.rating("u" + u, "i" + i, scale[random.nextInt(scale.length)]);
        }
      }
    }
    Ratings ratings = builder.build();
    Trainer trainer = Trainer.ranking().objective(objective).solver(solver).factors(3).threads(2);
    FactorModel start = trainer.sweeps(0).steps(0).train(ratings).model();
    double loss =
        trainer.init(start.weights()).sweeps(1).steps(1).train(ratings).history().get(0).loss();
    Cells cells = Targets.of(ratings, CellRule.of(start.settings()), Aging.NONE).cells();
    double expected = new NaiveGradients(cells, factors(start)).loss / cells.counted();
    assertEquals(expected, loss, 1e-5 * expected + 1e-9);
  }

  private static Factors factors(FactorModel model) {
    Weights w = model.weights();
    Factors factors = new Factors(w.catalogue().users(), w.catalogue().items(), w.factors());
    System.arraycopy(w.u(), 0, factors.u, 0, factors.u.length);
    System.arraycopy(w.m(), 0, factors.m, 0, factors.m.length);
    System.arraycopy(w.bu(), 0, factors.bu, 0, factors.users);
    System.arraycopy(w.bm(), 0, factors.bm, 0, factors.items);
    factors.bg = w.bg();
    return factors;
  }

  private static Feedback feedback(Objective objective, double... values) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int p = 0; p < 80; p++) {
      builder.rating("u" + p % 9, "i" + p, values[p % values.length]);
    }
    return Trainer.ranking().objective(objective).settings(builder.build()).feedback();
  }

  @Test
  void whatIsLikedFollowsFromTheScale() {
    Objective ranking = Objective.RANKING;
    assertEquals(ALL, feedback(ranking, 1).likedFrom());
    assertEquals(ALL, feedback(ranking, 4, 5).likedFrom());
    assertEquals(2, feedback(ranking, 1, 2, 3, 4, 5).likedFrom());
    assertEquals(1.5, feedback(ranking, 0.5, 1, 1.5, 2, 5).likedFrom());
    assertEquals(3, feedback(ranking, 1, 2, 3, 7, 10).likedFrom());
    assertEquals(1, feedback(ranking, 0, 1).likedFrom());
    assertEquals(1, feedback(ranking, -1, 1).likedFrom());
    assertEquals(1, feedback(ranking, -1, 0, 1).likedFrom());
    assertEquals(0.5, feedback(ranking, -10, -0.5, 0.5, 10).likedFrom());
    assertEquals(-3, feedback(ranking, -5, -4, -1).likedFrom());
    assertEquals(0, feedback(ranking, -1).likedFrom());
    assertEquals(2, feedback(Objective.SCALED, 1, 2, 5).likedFrom());
    assertEquals(ALL, feedback(ranking, 1, 3, 1, 2, 1, 700, 5, 40).likedFrom());
    assertEquals(10 / 3.0, feedback(ranking, 1, 2, 5, 3).typical(), 1e-12);
  }

  @Test
  void longTailsAreCounts() {
    Objective ranking = Objective.RANKING;
    assertEquals(Values.COUNTS, feedback(ranking, 1, 3, 1, 2, 1, 700, 5, 40).values());
    assertEquals(Values.COUNTS, feedback(ranking, 0.2, 3.5, 1, 700, 5, 40).values());
    assertEquals(1, feedback(ranking, 0, 3, 1, 2, 1, 700, 5, 40).likedFrom());
    assertEquals(Values.RATINGS, feedback(ranking, -1, 3, 1, 2, 1, 700, 5, 40).values());
    assertEquals(Values.RATINGS, feedback(ranking, 100, 70, 50, 1).values());
    assertEquals(Values.RATINGS, feedback(ranking, 1000, 700, 500, 1).values());
    assertEquals(Values.RATINGS, feedback(Objective.RATING, 1, 3, 1, 2, 700, 5, 40).values());
    Ratings counts = new RatingsBuilder().rating("a", "x", 3).rating("b", "x", -1).build();
    Trainer trainer = Trainer.ranking().values(Values.COUNTS);
    refused("counts of at least 0, found -1", () -> trainer.train(counts));
    refused("found rating", () -> trainer.objective(Objective.RATING).train(counts));
  }

  private static void refused(String part, Runnable what) {
    InputException e = assertThrows(InputException.class, what::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  /** A slip of the keyboard counts as the highest rating: the model is the same to the last bit. */
  @ParameterizedTest
  @CsvSource({"RANKING, 5", "SCALED, 5", "RATING, 5"})
  void aSlipOfTheKeyboardChangesNothing(Objective objective, double meant) {
    Ratings right = withOne(meant);
    Ratings wrong = withOne(5_000_000);
    Trainer trainer = Trainer.ranking().objective(objective).sweeps(3);
    FactorModel expected = trainer.train(right).model();
    FactorModel found = trainer.train(wrong).model();
    assertEquals(expected.settings(), found.settings());
    for (int user = 0; user < right.users(); user++) {
      for (int item = 0; item < right.items(); item++) {
        assertEquals(expected.output(user, item), found.output(user, item));
      }
    }
  }

  private static Ratings withOne(double rating) {
    RatingsBuilder builder = new RatingsBuilder().rating("u3", "i4", rating);
    Random random = new Random(1);
    for (int u = 0; u < 20; u++) {
      for (int i = 0; i < 15; i++) {
        if (random.nextInt(3) == 0 && !(u == 3 && i == 4)) {
          builder.rating("u" + u, "i" + i, 1 + random.nextInt(5));
        }
      }
    }
    return builder.build();
  }

  @Test
  void trainingOnReadsValuesAsTheModelDid() {
    Ratings ratings = tastes(5, 1);
    FactorModel first =
        Trainer.ranking().likedFrom(3).dislikedWeight(4).sweeps(2).train(ratings).model();
    Ratings liked = ratings.filter(p -> ratings.ratingAt(p) == 5);
    Feedback next = Trainer.ranking().startFrom(first).settings(liked).feedback();
    assertEquals(3, next.likedFrom());
    assertEquals(4, next.dislikedWeight());
    assertEquals(ALL, Trainer.seedRecipe().startFrom(first).settings(liked).feedback().likedFrom());
    assertEquals(
        2, Trainer.ranking().startFrom(first).likedFrom(2).settings(liked).feedback().likedFrom());
  }
}
