package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.RandomModels;
import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.objective.Aging;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.objective.Targets;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Trainer;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  @Provide
  Arbitrary<FactorModel> models() {
    return RandomModels.any();
  }

  @Provide
  Arbitrary<FactorModel> ratingModels() {
    return Arbitraries.of(Recipe.class).flatMap(r -> RandomModels.of(r, Objective.RATING));
  }

  /** The normal equations solved in another way: by elimination on the whole matrix. */
  @Property(tries = 100)
  void contributionsAreTheTermsOfTheSolution(
      @ForAll("models") FactorModel random,
      @ForAll @DoubleRange(min = 1, max = 9) double weight,
      @ForAll @DoubleRange(min = 0.5, max = 3) double l2,
      @ForAll @DoubleRange(min = 0, max = 1) double exponent,
      @ForAll @DoubleRange(min = 1e13, max = 1e15) double days) {
    boolean times = random.history().orElseThrow().hasTimes(); // all over a long's range of seconds
    double halfLife = times ? days : Double.POSITIVE_INFINITY;
    FactorModel model = withSettings(random, weight, l2, exponent, halfLife);
    for (int user = 0; user < model.catalogue().users(); user++) {
      Explainer explainer = Explainer.ofUser(model, model.history().orElseThrow(), user);
      double[] rated = solve(model, user, weight, l2, exponent, true);
      for (int item = 0; item < model.catalogue().items(); item++) {
        double sum = 0;
        double size = 0;
        for (double contribution : explainer.contributions(item)) {
          sum += contribution;
          size += Math.abs(contribution);
        }
        double expected = 0;
        for (int l = 0; l < model.factors(); l++) {
          expected += rated[l] * model.itemFactor(item, l);
          size += Math.abs(rated[l] * model.itemFactor(item, l));
        }
        assertEquals(expected, sum, 1e-4 * size + 1e-9);
      }
    }
  }

  /** Where only rated cells count, nothing but the contributions makes the score. */
  @Property(tries = 100)
  void contributionsAddUpToTheWholeSolutionOfARatingModel(
      @ForAll("ratingModels") FactorModel random,
      @ForAll @DoubleRange(min = 0.5, max = 3) double l2) {
    FactorModel model = withSettings(random, 1, l2, 1, Double.POSITIVE_INFINITY);
    double[] rated = solve(model, 0, 1, l2, 1, true);
    double[] all = solve(model, 0, 1, l2, 1, false);
    for (int l = 0; l < all.length; l++) {
      assertEquals(all[l], rated[l], 1e-9 * (1 + Math.abs(all[l])));
    }
  }

  @Test
  void contributionsAddUpToTheScoreOfATrainedModel() {
    Ratings ratings = twoTastes();
    FactorModel model =
        Trainer.ranking()
            .objective(Objective.RATING)
            .factors(2)
            .l2(0.02)
            .sweeps(400)
            .tolerance(0)
            .threads(1)
            .train(ratings)
            .model();
    double largest = 0;
    for (int user = 0; user < ratings.users(); user++) {
      Explainer explainer = Explainer.ofUser(model, model.history().orElseThrow(), user);
      for (int item = 0; item < ratings.items(); item++) {
        double sum = 0;
        for (double contribution : explainer.contributions(item)) {
          sum += contribution;
        }
        assertEquals(model.dot(user, item), sum, 2e-3);
        largest = Math.max(largest, Math.abs(sum));
      }
    }
    assertTrue(largest > 0.05, "nothing was learnt: " + largest);
  }

  @Test
  void itemsOfTheSameTasteSpeakForEachOther() {
    Ratings ratings = twoTastes();
    for (Objective objective : List.of(Objective.RANKING, Objective.SCALED)) {
      FactorModel model =
          Trainer.ranking().objective(objective).factors(4).threads(1).train(ratings).model();
      // The first user likes even items and has rated a few odd ones, badly.
      Explainer explainer = Explainer.ofUser(model, ratings, 0);
      List<Reason> reasons = explainer.because("18", Query.top(3));
      assertTrue(!reasons.isEmpty() && reasons.size() <= 3, reasons.toString());
      double last = 1;
      double sum = 0;
      for (Reason reason : reasons) {
        assertTrue(ratings.contains(0, ratings.catalogue().item(reason.item().id())));
        assertTrue(reason.share() > 0 && reason.share() <= last + 1e-12, reasons.toString());
        last = reason.share();
        sum += last;
      }
      assertTrue(sum <= 1 + 1e-9, reasons.toString());
      assertEquals(0, Integer.parseInt(reasons.get(0).item().id()) % 2, objective + " " + reasons);
      assertEquals(
          1,
          explainer.because("18", Query.top(100)).stream().mapToDouble(Reason::share).sum(),
          1e-9);
    }
  }

  /** What a user disliked may speak for an item, but nobody wants to hear it. */
  @Property(tries = 50)
  void explanationsNameOnlyWhatWasLiked(@ForAll("models") FactorModel model) {
    Ratings ratings = model.history().orElseThrow();
    double likedFrom = model.settings().feedback().likedFrom();
    for (int user = 0; user < ratings.users(); user++) {
      Explainer explainer = Explainer.ofUser(model, ratings, user);
      for (int item = 0; item < ratings.items(); item++) {
        for (Reason reason : explainer.because(model.catalogue().itemId(item), Query.top(50))) {
          int named = model.catalogue().item(reason.item().id());
          float rating = ratings.ratingAt(ratings.position(user, named).orElseThrow());
          assertTrue(rating >= likedFrom, "named a rating of " + rating);
        }
      }
    }
  }

  /** Somebody new is explained as they are once the model has them as a user. */
  @Test
  void newcomersAreExplainedAsUsers() {
    for (Objective objective : Objective.values()) {
      FactorModel model =
          Trainer.ranking().objective(objective).factors(3).threads(1).train(twoTastes()).model();
      Profile profile = Profile.of("12", 5).and("2", 4).and("7", 1);
      RatingsBuilder more = new RatingsBuilder();
      profile.ratings().forEach((item, rating) -> more.rating("new", item, rating));
      FactorModel with = Recommender.of(model).withRatings(more.build());
      Explainer expected =
          Explainer.ofUser(with, with.history().orElseThrow(), with.catalogue().user("new"));
      Explainer actual = Recommender.of(model.withoutHistory()).explainer(profile);
      for (int item = 0; item < model.catalogue().items(); item++) {
        assertArrayEquals(expected.contributions(item), actual.contributions(item), 1e-12);
      }
      String reason = actual.because("18", Query.top(1)).get(0).item().id();
      assertEquals(0, Integer.parseInt(reason) % 2, objective + " " + reason);
    }
  }

  @Test
  void aRatedItemIsNotItsOwnReason() {
    Ratings ratings = twoTastes();
    FactorModel model = Trainer.ranking().factors(4).threads(1).train(ratings).model();
    String id = ratings.catalogue().itemId(ratings.itemAt(0));
    assertTrue(
        Explainer.ofUser(model, ratings, 0).because(id, Query.top(100)).stream()
            .noneMatch(r -> r.item().id().equals(id)));
  }

  /** Even users like even items and odd users odd ones; nobody has rated item 18 but a few. */
  private static Ratings twoTastes() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 20; i++) {
      builder.item(Integer.toString(i), "", "");
    }
    for (int u = 0; u < 30; u++) {
      for (int i = 0; i < 20; i++) {
        boolean likes = u % 2 == i % 2;
        boolean rates = likes ? (u * 7 + i * 3) % 5 != 0 : (u + i) % 7 == 0;
        if (rates && !(u == 0 && i == 18)) {
          builder.rating(Integer.toString(u), Integer.toString(i), likes ? 5 - (u + i) % 2 : 1);
        }
      }
    }
    return builder.build();
  }

  private static FactorModel withSettings(
      FactorModel model, double weight, double l2, double exponent, double halfLife) {
    float[] scale = new float[model.catalogue().items()];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = model.scale(i);
    }
    return RandomModels.of(
        model.history().orElseThrow(),
        RandomModels.settings(
            model.settings().recipe(),
            model.objective(),
            model.factors(),
            weight,
            l2,
            exponent,
            halfLife),
        model.weights(),
        scale);
  }

  /** A⁻¹ Σ cφ over the rated cells, or over all. */
  private static double[] solve(
      FactorModel model, int user, double w, double l2, double exponent, boolean ratedOnly) {
    Ratings ratings = model.history().orElseThrow();
    int size = model.factors() + 1;
    double[][] rows = new double[size][size + 1];
    Cells cells =
        Targets.of(
                ratings,
                CellRule.of(model.settings()),
                Aging.of(ratings, model.settings().halfLife()))
            .cells();
    Ridge ridge = Ridge.of(cells, Ridge.Growth.of(model.objective(), l2, exponent));
    for (int l = 0; l < size; l++) {
      rows[l][l] = ridge.users()[user] * (l == size - 1 ? ridge.biasShare() : 1);
    }
    for (int item = 0; item < ratings.items(); item++) {
      int position = ratings.position(user, item).orElse(-1);
      boolean rated = position >= 0;
      if (!rated && model.objective() == Objective.RATING) {
        continue;
      }
      double[] phi = new double[size];
      phi[size - 1] = 1;
      double personal = model.userBias(user);
      for (int l = 0; l < size - 1; l++) {
        phi[l] = model.itemFactor(item, l);
        personal += phi[l] * model.userFactor(user, l);
      }
      double z = personal + model.itemBias(item) + model.globalBias();
      double sigma = 1 / (1 + Math.exp(-z));
      double slope = sigma * (1 - sigma);
      double target = 0;
      if (rated) {
        boolean ranking = model.objective() == Objective.RANKING;
        boolean liked = ratings.ratingAt(position) >= model.settings().feedback().likedFrom();
        target = ranking ? 1 : ratings.ratingAt(position) / model.scale(item);
        target = liked || model.objective() == Objective.RATING ? target : 0;
      }
      double weight = rated ? cells.weightAt(position) : 1;
      for (int r = 0; r < size; r++) {
        for (int c = 0; c < size; c++) {
          rows[r][c] += weight * slope * slope * phi[r] * phi[c];
        }
        if (rated || !ratedOnly) {
          rows[r][size] += weight * slope * (target - sigma + slope * personal) * phi[r];
        }
      }
    }
    return eliminate(rows);
  }

  /** Gauss-Jordan on a positive definite matrix with the right-hand side as its last column. */
  private static double[] eliminate(double[][] rows) {
    int size = rows.length;
    for (int pivot = 0; pivot < size; pivot++) {
      for (int r = 0; r < size; r++) {
        double factor = r == pivot ? 0 : rows[r][pivot] / rows[pivot][pivot];
        for (int c = pivot; c <= size && r != pivot; c++) {
          rows[r][c] -= factor * rows[pivot][c];
        }
      }
    }
    double[] solution = new double[size];
    for (int r = 0; r < size; r++) {
      solution[r] = rows[r][size] / rows[r][r];
    }
    return solution;
  }
}
