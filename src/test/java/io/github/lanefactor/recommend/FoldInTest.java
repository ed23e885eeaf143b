package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.ratings.UnknownIdException;
import io.github.lanefactor.train.Trainer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FoldInTest {
  /** Five tastes; a user likes most films of one and some of the next. */
  private static Ratings tastes() {
    Random random = new Random(7);
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 200; i++) {
      builder.item("i" + i, "", "");
    }
    for (int u = 0; u < 150; u++) {
      for (int i = 0; i < 200; i++) {
        double odds = i % 5 == u % 5 ? 0.5 : i % 5 == (u + 1) % 5 ? 0.15 : 0.03;
        if (random.nextDouble() < odds * (1.5 - i / 200.0)) {
          builder.rating(
              "u" + u, "i" + i, odds > 0.4 ? 4 + random.nextInt(2) : 1 + random.nextInt(4));
        }
      }
    }
    return builder.build();
  }

  private static Profile profile(Ratings ratings, int user) {
    Map<String, Float> rated = new LinkedHashMap<>();
    for (int p = ratings.start(user); p < ratings.start(user + 1); p++) {
      rated.put(ratings.catalogue().itemId(ratings.itemAt(p)), ratings.ratingAt(p));
    }
    return Profile.of(rated);
  }

  @ParameterizedTest
  @EnumSource(Objective.class)
  void aUserFoldedInGetsTheirOwnList(Objective objective) {
    Ratings ratings = tastes();
    FactorModel model =
        Trainer.ranking().objective(objective).factors(8).sweeps(20).train(ratings).model();
    Recommender recommender = Recommender.of(model);
    Query query = Query.top(10);
    double common = 0;
    for (int u = 0; u < ratings.users(); u++) {
      Set<Item> trained = new HashSet<>();
      for (ScoredItem s : recommender.recommend(ratings.catalogue().userId(u), query)) {
        trained.add(new Item(s.item().id()));
      }
      List<ScoredItem> folded = recommender.recommend(profile(ratings, u), query);
      assertEquals(10, folded.size());
      for (ScoredItem s : folded) {
        common += trained.contains(new Item(s.item().id())) ? 1 : 0;
      }
    }
    assertTrue(common / ratings.users() >= 9, common / ratings.users() + " of 10 in common");
  }

  private record Item(String id) {}

  /** What is minimised, cell by cell: the specification. */
  private static double objective(
      FactorModel model, int[] items, float[] values, float[] u, float bias) {
    Settings s = model.settings();
    CellRule rule = new CellRule(s.objective(), s.observedWeight(), model.statistics().mean());
    Ridge.Growth growth = Ridge.Growth.of(s.objective(), s.l2(), s.l2Exponent());
    double rho = growth.user(items.length);
    double sum = rho * (float) growth.biasShare() * bias * bias;
    for (float x : u) {
      sum += rho * x * x;
    }
    for (int i = 0; i < model.catalogue().items(); i++) {
      double z = bias + (double) model.itemBias(i) + model.globalBias();
      for (int l = 0; l < u.length; l++) {
        z += u[l] * model.itemFactor(i, l);
      }
      double sigma = 1 / (1 + Math.exp(-z));
      int place = Arrays.binarySearch(items, i);
      double weight = place >= 0 ? rule.weight(values[place]) : rule.missingWeight();
      double target = place >= 0 ? rule.target(values[place], model.scale(i)) : 0;
      sum += weight * (sigma - target) * (sigma - target);
    }
    return sum;
  }

  /** From where it ends, no small step in any direction helps much; nor does it end too early. */
  @ParameterizedTest
  @EnumSource(Objective.class)
  void itEndsNearTheMinimum(Objective objective) {
    Ratings ratings = tastes();
    FactorModel model = Trainer.ranking().objective(objective).factors(5).train(ratings).model();
    FoldIn foldIn = new FoldIn(model, StandardScoring.pack(model));
    Random random = new Random(3);
    for (int user = 0; user < ratings.users(); user += 7) {
      int from = ratings.start(user);
      int[] items = new int[ratings.start(user + 1) - from];
      float[] values = new float[items.length];
      for (int p = 0; p < items.length; p++) {
        items[p] = ratings.itemAt(from + p);
        values[p] = ratings.ratingAt(from + p);
      }
      float[] u = new float[5];
      float bias = foldIn.fold(items, values, u);
      double reached = objective(model, items, values, u, bias);
      double best = reached;
      for (int round = 0; round < 3000; round++) {
        float[] other = u.clone();
        for (int l = 0; l < other.length; l++) {
          other[l] += 0.15f * (float) random.nextGaussian();
        }
        float otherBias = bias + 0.15f * (float) random.nextGaussian();
        best = Math.min(best, objective(model, items, values, other, otherBias));
      }
      assertTrue(best > 0.97 * reached, "reached " + reached + ", near it " + best);
    }
  }

  @Test
  void newcomersAreAnsweredOrRefused() {
    FactorModel model = Trainer.ranking().factors(3).train(tastes()).model();
    Recommender recommender = Recommender.of(model);
    Catalogue catalogue = model.catalogue();
    Query query = Query.top(200);
    Profile liked = Profile.of("i0", 5).and("i5", 4).and("i0", 3);
    assertEquals(Map.of("i0", 3f, "i5", 4f), liked.ratings());
    List<ScoredItem> list = recommender.recommend(liked, query);
    assertEquals(catalogue.items() - 2, list.size());
    assertEquals(catalogue.items(), recommender.recommend(liked, query.withRated()).size());
    assertEquals(0, Integer.parseInt(list.get(0).item().id().substring(1)) % 5);
    assertEquals(List.of(), recommender.recommend(Profile.of(Map.of()), query));
    assertThrows(UnknownIdException.class, () -> recommender.recommend(Profile.of("x", 1), query));
    assertThrows(InputException.class, () -> Profile.of("i0", Float.NaN));
  }
}
