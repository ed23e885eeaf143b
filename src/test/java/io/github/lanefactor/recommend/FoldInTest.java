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
import org.junit.jupiter.params.provider.ValueSource;

class FoldInTest {
  /** Five tastes; a user likes most films of one and some of the next. */
  private static Ratings tastes() {
    return tastes(0, 0);
  }

  /**
   * @param like a rating of an item of one's taste, or 0 for 4 and 5 stars
   * @param dislike a rating of others, or 0 with {@code like} for fewer stars
   */
  private static Ratings tastes(double like, double dislike) {
    Random random = new Random(7);
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 200; i++) {
      builder.item("i" + i, "", "");
    }
    for (int u = 0; u < 150; u++) {
      for (int i = 0; i < 200; i++) {
        double odds = i % 5 == u % 5 ? 0.5 : i % 5 == (u + 1) % 5 ? 0.15 : 0.03;
        if (random.nextDouble() < odds * (1.5 - i / 200.0)) {
          boolean liked = odds > 0.4;
          int stars = liked ? 4 + random.nextInt(2) : 1 + random.nextInt(4);
          builder.rating("u" + u, "i" + i, like == 0 ? stars : liked ? like : dislike);
        }
      }
    }
    return builder.build();
  }

  @Test
  void aProfileOfAMapChecksEveryRating() {
    Map<String, Float> rated = new LinkedHashMap<>();
    rated.put("a", 4f);
    assertEquals(rated, Profile.of(rated).ratings());
    for (Float bad : new Float[] {null, Float.NaN, Float.POSITIVE_INFINITY}) {
      rated.put("b", bad);
      InputException e = assertThrows(InputException.class, () -> Profile.of(rated));
      assertEquals("expected a finite rating of item b, found " + bad, e.getMessage());
    }
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
    double common = common(recommender, ratings);
    assertTrue(common >= 9, common + " of 10 in common");
  }

  /** Of ten items that a user gets, how many they get who is folded in by the same ratings. */
  private static double common(Recommender recommender, Ratings ratings) {
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
    return common / ratings.users();
  }

  /** The same for votes up and down, on a scale through 0 and for plays. */
  @ParameterizedTest
  @ValueSource(strings = {"1 -1", "10 -7", "300 0", "5 1"})
  void dislikesFoldInAsTheyTrain(String likeAndDislike) {
    String[] values = likeAndDislike.split(" ");
    Ratings ratings = tastes(Double.parseDouble(values[0]), Double.parseDouble(values[1]));
    for (Objective objective : Objective.values()) {
      Trainer trainer = Trainer.ranking().objective(objective).factors(8).sweeps(20);
      FactorModel model = trainer.train(ratings).model();
      double common = common(Recommender.of(model), ratings);
      assertTrue(common >= 9, objective + ": " + common + " of 10 in common");
    }
  }

  /** A further dislike makes nobody like the item more; see docs/solver.md for why. */
  @ParameterizedTest
  @EnumSource(
      value = Objective.class,
      names = {"RANKING", "SCALED"})
  void aDislikeNeverRaisesItsItem(Objective objective) {
    Ratings ratings = tastes(1, -1);
    FactorModel model = Trainer.ranking().objective(objective).factors(8).train(ratings).model();
    Recommender recommender = Recommender.of(model);
    float[] before = new float[ratings.items()];
    float[] after = new float[ratings.items()];
    int fell = 0;
    for (int user = 0; user < ratings.users(); user += 5) {
      Profile profile = profile(ratings, user);
      recommender.scores(profile, before);
      for (int item = 0; item < ratings.items(); item += 9) {
        if (!ratings.contains(user, item)) {
          recommender.scores(profile.and("i" + item, -1), after);
          assertTrue(after[item] <= before[item] + 0.02, before[item] + " rose to " + after[item]);
          fell += after[item] < before[item] ? 1 : 0;
        }
      }
    }
    assertTrue(fell > 500, fell + " fell");
  }

  private record Item(String id) {}

  /** What is minimised, cell by cell: the specification. */
  private static double objective(
      FactorModel model, int[] items, float[] values, float[] u, float bias) {
    Settings s = model.settings();
    CellRule rule = CellRule.of(s);
    Ridge.Growth growth = Ridge.Growth.of(s.objective(), s.l2(), s.l2Exponent());
    int count = 0;
    for (float value : values) {
      count += rule.counts(value) ? 1 : 0;
    }
    double rho = growth.user(count);
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
