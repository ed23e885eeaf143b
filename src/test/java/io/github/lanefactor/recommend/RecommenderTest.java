package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.RandomModels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class RecommenderTest {
  private record Scored(int item, double score) {}

  private record Rated(int item, float rating, double predicted) {}

  private static List<Scored> recommend(Recommender recommender, int user, int n) {
    String id = recommender.catalogue().userId(user);
    return numbered(recommender, recommender.recommend(id, Query.top(n)));
  }

  private static List<Scored> similar(Recommender recommender, int item, int n) {
    String id = recommender.catalogue().itemId(item);
    return numbered(recommender, recommender.similarItems(id, Query.top(n)));
  }

  private static List<Scored> numbered(Recommender recommender, List<ScoredItem> list) {
    return list.stream()
        .map(s -> new Scored(recommender.catalogue().item(s.item().id()), s.score()))
        .toList();
  }

  private static List<Rated> rated(Recommender recommender, int user, int n) {
    Catalogue catalogue = recommender.catalogue();
    return recommender.rated(catalogue.userId(user), Query.top(n)).stream()
        .map(r -> new Rated(catalogue.item(r.item().id()), r.rating(), r.predicted()))
        .toList();
  }

  private static final Comparator<Scored> BEST_FIRST =
      Comparator.comparingDouble(Scored::score).reversed().thenComparingInt(Scored::item);

  @Provide
  Arbitrary<FactorModel> any() {
    return RandomModels.any();
  }

  @Provide
  Arbitrary<FactorModel> seed() {
    return RandomModels.of(Recipe.SEED, Objective.SCALED);
  }

  @Provide
  Arbitrary<FactorModel> rating() {
    return RandomModels.of(Recipe.STANDARD, Objective.RATING);
  }

  @Provide
  Arbitrary<FactorModel> ranking() {
    return RandomModels.of(Recipe.STANDARD, Objective.RANKING);
  }

  @Property(tries = 200)
  void seedScoresAreThePostsArithmeticOnTheWholeMatrix(@ForAll("seed") FactorModel model) {
    float[][] expected = postsPredictions(model);
    Recommender recommender = Recommender.of(model);
    float[] scores = new float[model.catalogue().items()];
    for (int u = 0; u < expected.length; u++) {
      recommender.scores(u, scores);
      for (int i = 0; i < scores.length; i++) {
        assertEquals(expected[u][i], scores[i], 0f);
      }
    }
  }

  /** As the post writes it, with numpy's float arithmetic: all of X̂, then its MinMaxScaler. */
  private static float[][] postsPredictions(FactorModel model) {
    int n = model.catalogue().users();
    int m = model.catalogue().items();
    float[][] x = new float[n][m];
    for (int i = 0; i < m; i++) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (int u = 0; u < n; u++) {
        float dot = 0;
        for (int l = 0; l < model.factors(); l++) {
          dot = Math.fma(model.userFactor(u, l), model.itemFactor(i, l), dot);
        }
        x[u][i] = dot - model.userBias(u) - model.itemBias(i) - model.globalBias();
        min = Math.min(min, x[u][i]);
        max = Math.max(max, x[u][i]);
      }
      float scale = max - min < 1.1920929e-6f ? 1 : 1 / (max - min);
      for (int u = 0; u < n; u++) {
        x[u][i] = 5 * (x[u][i] * scale + (0 - min * scale));
      }
    }
    return x;
  }

  @Property(tries = 200)
  void seedScoresSpanZeroToFivePerItem(@ForAll("seed") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    int n = model.catalogue().users();
    float[][] scores = new float[n][model.catalogue().items()];
    for (int u = 0; u < n; u++) {
      recommender.scores(u, scores[u]);
    }
    for (int i = 0; i < scores[0].length; i++) {
      int item = i;
      float min = (float) IntStream.range(0, n).mapToDouble(u -> scores[u][item]).min().orElse(9);
      float max = (float) IntStream.range(0, n).mapToDouble(u -> scores[u][item]).max().orElse(9);
      assertEquals(0, min, 2e-3f);
      assertEquals(n == 1 ? 0 : 5, max, 2e-3f); // one user alone is the minimum: scale 1
    }
  }

  @Property(tries = 200)
  void recommendGivesTheBestOfWhatIsNotRated(
      @ForAll("any") FactorModel model, @ForAll @IntRange(min = 1, max = 50) int n) {
    Recommender recommender = Recommender.of(model);
    Ratings ratings = model.history().orElseThrow();
    float[] scores = new float[ratings.items()];
    for (int u = 0; u < ratings.users(); u++) {
      int user = u;
      recommender.scores(user, scores);
      List<Integer> unrated =
          IntStream.range(0, ratings.items())
              .filter(i -> !ratings.contains(user, i))
              .boxed()
              .toList();
      List<Scored> list = recommend(recommender, user, n);
      boolean nothing =
          model.settings().recipe() != Recipe.SEED && ratings.start(u) == ratings.start(u + 1);
      assertEquals(nothing ? 0 : Math.min(n, unrated.size()), list.size());
      if (nothing) {
        continue;
      }
      assertTrue(list.stream().allMatch(s -> unrated.contains(s.item())));
      float worst = list.isEmpty() ? 0 : scores[list.get(list.size() - 1).item()];
      List<Integer> listed = list.stream().map(Scored::item).toList();
      assertTrue(
          unrated.stream().allMatch(i -> listed.contains(i) || scores[i] <= worst),
          "something better was left out");
      for (int r = 1; r < list.size(); r++) {
        assertTrue(list.get(r - 1).score() >= list.get(r).score());
        boolean tied = scores[listed.get(r - 1)] == scores[listed.get(r)];
        boolean clamped = model.objective() == Objective.RATING;
        assertTrue(
            !tied || clamped || listed.get(r - 1) < listed.get(r), "tie: lower number first");
      }
    }
  }

  @Property(tries = 100)
  void similarOfASeedModelIsDotProductsOverTheFirst(@ForAll("seed") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    int m = model.catalogue().items();
    for (int item = 0; item < m; item++) {
      List<Scored> dots = new ArrayList<>();
      for (int i = 0; i < m; i++) {
        dots.add(new Scored(i, itemDot(model, item, i)));
      }
      dots.sort(BEST_FIRST);
      double first = dots.get(0).score();
      List<Scored> expected =
          dots.stream().limit(7).map(s -> new Scored(s.item(), s.score() / first)).toList();
      assertEquals(expected, similar(recommender, item, 7));
    }
  }

  @Property(tries = 100)
  void similarListsAllOthersBestFirst(@ForAll("ranking") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    int m = model.catalogue().items();
    for (int item = 0; item < m; item++) {
      int itself = item;
      List<Scored> list = similar(recommender, item, m);
      assertEquals(model.statistics().itemCount(item) == 0 ? 0 : m - 1, list.size());
      assertEquals(list.stream().sorted(BEST_FIRST).toList(), list);
      assertTrue(list.stream().noneMatch(s -> s.item() == itself));
      assertTrue(list.stream().allMatch(s -> Math.abs(s.score()) <= 1), list::toString);
    }
  }

  private static double itemDot(FactorModel model, int i, int j) {
    double sum = 0;
    for (int l = 0; l < model.factors(); l++) {
      sum += (double) model.itemFactor(i, l) * model.itemFactor(j, l);
    }
    return sum;
  }

  /** The score of similar items is the dot product of directions, times c/(c + 10). */
  @Property(tries = 100)
  void directionsAreWhatItemsAreComparedBy(@ForAll("ranking") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    float[] directions = recommender.itemDirections();
    int k = model.factors();
    for (int i = 0; i < model.catalogue().items(); i++) {
      for (Scored s : similar(recommender, i, 1000)) {
        double dot = 0;
        for (int l = 0; l < k; l++) {
          dot += (double) directions[i * k + l] * directions[s.item() * k + l];
        }
        double count = model.statistics().itemCount(s.item());
        assertEquals(s.score(), dot * count / (count + 10), 1e-5);
      }
    }
  }

  @Property(tries = 100)
  void ratingModelsPredictWithinTheRangeOfTheRatings(@ForAll("rating") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    for (int u = 0; u < model.catalogue().users(); u++) {
      for (Scored s : recommend(recommender, u, 1000)) {
        assertEquals(predictedRating(model, u, s.item()), s.score(), 1e-4);
      }
    }
  }

  private static double predictedRating(FactorModel model, int user, int item) {
    Ratings ratings = model.history().orElseThrow();
    DoubleSummaryStatistics known =
        IntStream.range(0, ratings.size()).mapToDouble(ratings::ratingAt).summaryStatistics();
    double prediction = model.output(user, item) * model.scale(item);
    return Math.min(known.getMax(), Math.max(known.getMin(), prediction));
  }

  @Property(tries = 100)
  void rankingModelsShowTheModelsOwnScore(@ForAll("ranking") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    for (int u = 0; u < model.catalogue().users(); u++) {
      for (Scored s : recommend(recommender, u, 1000)) {
        assertEquals(model.output(u, s.item()), s.score(), 1e-5);
      }
    }
  }

  @Property(tries = 200)
  void ratedListsTheUsersRatingsBestFirst(
      @ForAll("any") FactorModel model, @ForAll @IntRange(min = 1, max = 50) int n) {
    Recommender recommender = Recommender.of(model);
    Ratings ratings = model.history().orElseThrow();
    float[] scores = new float[ratings.items()];
    for (int u = 0; u < ratings.users(); u++) {
      recommender.scores(u, scores);
      List<Rated> list = rated(recommender, u, n);
      assertEquals(Math.min(n, ratings.start(u + 1) - ratings.start(u)), list.size());
      for (Rated rated : list) {
        assertEquals(
            ratings.ratingAt(ratings.position(u, rated.item()).orElseThrow()), rated.rating());
        if (model.settings().recipe() == Recipe.SEED) {
          assertEquals(scores[rated.item()], rated.predicted());
        } else if (model.objective() == Objective.RATING) {
          assertEquals(predictedRating(model, u, rated.item()), rated.predicted(), 1e-4);
        } else {
          assertEquals(model.output(u, rated.item()), rated.predicted(), 1e-5);
        }
      }
      for (int r = 1; r < list.size(); r++) {
        Rated a = list.get(r - 1);
        Rated b = list.get(r);
        assertTrue(a.rating() > b.rating() || (a.rating() == b.rating() && a.item() < b.item()));
      }
    }
  }

  @Property(tries = 20)
  void severalThreadsMayShareOne(@ForAll("any") FactorModel model) {
    Recommender shared = Recommender.of(model);
    Recommender own = Recommender.of(model);
    List<List<Scored>> together =
        IntStream.range(0, model.catalogue().users())
            .parallel()
            .mapToObj(u -> recommend(shared, u, 5))
            .toList();
    List<List<Scored>> alone =
        IntStream.range(0, model.catalogue().users()).mapToObj(u -> recommend(own, u, 5)).toList();
    assertEquals(alone, together);
  }

  @Property(tries = 20)
  void aListOfNothingIsRefused(
      @ForAll("any") FactorModel model, @ForAll @IntRange(min = -9, max = 0) int n) {
    Recommender recommender = Recommender.of(model);
    assertThrows(InputException.class, () -> similar(recommender, 0, n));
    assertThrows(InputException.class, () -> recommend(recommender, 0, n));
    assertThrows(InputException.class, () -> rated(recommender, 0, n));
  }
}
