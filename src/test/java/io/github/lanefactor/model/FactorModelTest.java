package io.github.lanefactor.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.RandomModels;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model of two users, three items and two factors. */
class FactorModelTest {
  private static final float[] U = {1, 2, -1, 0.5f};
  private static final float[] M = {1, 0, 0, 1, 3, -1};
  private static final float[] BU = {0.25f, -0.5f};
  private static final float[] BM = {0.1f, 0.2f, -0.3f};
  private static final float[] SCALE = {5, 4, 3};

  private static final Ratings RATINGS =
      new RatingsBuilder()
          .rating("u", "a", 4)
          .rating("u", "b", 1)
          .rating("v", "b", 3)
          .rating("v", "c", 5)
          .rating("u", "c", 5)
          .build();

  private static Weights weights(Catalogue catalogue) {
    return new Weights(catalogue, 2, U, M, BU, BM, 0.75f);
  }

  private static Settings settings(int factors) {
    return RandomModels.settings(Recipe.STANDARD, Objective.RATING, factors);
  }

  private static FactorModel model() {
    return new FactorModel(
        weights(RATINGS.catalogue()),
        settings(2),
        SCALE,
        RatingStatistics.of(RATINGS),
        Optional.of(RATINGS),
        Origin.UNKNOWN);
  }

  @Test
  void numbersStandWhereTheyBelong() {
    FactorModel model = model();
    assertEquals(2, model.factors());
    assertEquals(0.5f, model.userFactor(1, 1));
    assertEquals(-1f, model.userFactor(1, 0));
    assertEquals(3f, model.itemFactor(2, 0));
    assertEquals(1f, model.itemFactor(1, 1));
    assertEquals(-0.5f, model.userBias(1));
    assertEquals(-0.3f, model.itemBias(2));
    assertEquals(0.75f, model.globalBias());
    assertEquals(3f, model.scale(2));
    assertEquals(1f * 3 - 2, model.dot(0, 2));
    double z = 1 + 0.25 - 0.3f + 0.75;
    assertEquals(1 / (1 + Math.exp(-z)), model.output(0, 2), 1e-12);
    assertEquals(Objective.RATING, model.objective());
    assertSame(RATINGS.catalogue(), model.catalogue());
    assertEquals(RatingStatistics.of(RATINGS), model.statistics());
    assertEquals(RATINGS, model.history().orElseThrow());
  }

  @Test
  void weightsAreCopies() {
    float[] u = U.clone();
    Weights weights = new Weights(RATINGS.catalogue(), 2, u, M, BU, BM, 0.75f);
    u[0] = 99;
    weights.u()[1] = 99;
    weights.m()[1] = 99;
    weights.bu()[1] = 99;
    weights.bm()[1] = 99;
    assertArrayEquals(U, weights.u());
    assertArrayEquals(M, weights.m());
    assertArrayEquals(BU, weights.bu());
    assertArrayEquals(BM, weights.bm());
    assertEquals(0.75f, weights.bg());
    assertEquals(2, weights.factors());
    assertSame(RATINGS.catalogue(), weights.catalogue());
  }

  @Test
  void weightsHaveTheirLengths() {
    Catalogue of = RATINGS.catalogue();
    float[] five = new float[5];
    assertThrows(IllegalArgumentException.class, () -> new Weights(of, 2, five, M, BU, BM, 0));
    assertThrows(IllegalArgumentException.class, () -> new Weights(of, 2, U, five, BU, BM, 0));
    assertThrows(IllegalArgumentException.class, () -> new Weights(of, 2, U, M, five, BM, 0));
    assertThrows(IllegalArgumentException.class, () -> new Weights(of, 2, U, M, BU, five, 0));
    float[] none = {};
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new Weights(of, 0, none, none, BU, BM, 0));
    assertEquals(
        "weights do not fit: 2 users, 3 items, 0 factors, but U 0, M 0, bu 2, bm 3",
        e.getMessage());
  }

  @Test
  void partsAreOfTheSameUsersAndItems() {
    Weights weights = weights(RATINGS.catalogue());
    RatingStatistics statistics = RatingStatistics.of(RATINGS);
    Optional<Ratings> none = Optional.empty();
    Ratings others = new RatingsBuilder().rating("x", "a", 1).rating("y", "b", 2).build();
    Ratings moreUsers =
        new RatingsBuilder().rating("x", "a", 1).rating("y", "b", 2).rating("z", "c", 2).build();
    for (RatingStatistics wrong :
        List.of(RatingStatistics.of(others), RatingStatistics.of(moreUsers))) {
      assertThrows(
          IllegalArgumentException.class,
          () -> new FactorModel(weights, settings(2), SCALE, wrong, none, Origin.UNKNOWN));
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new FactorModel(weights, settings(2), BU, statistics, none, Origin.UNKNOWN));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FactorModel(weights, settings(3), SCALE, statistics, none, Origin.UNKNOWN));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new FactorModel(
                weights, settings(2), SCALE, statistics, Optional.of(others), Origin.UNKNOWN));
    assertThrows(
        IllegalArgumentException.class,
        () -> with(model(), new FeaturePrior(List.of(Feature.given("x")), 3, new float[4])));
  }

  @Test
  void oneThingChangesAtATime() {
    FactorModel model = model();
    assertEquals(Optional.empty(), model.withoutHistory().history());
    assertEquals(model.statistics(), model.withoutHistory().statistics());
    Ratings fewer = RATINGS.filter(p -> p > 0);
    FactorModel other = model.withHistory(fewer);
    assertSame(fewer, other.history().orElseThrow());
    assertEquals(RatingStatistics.of(fewer), other.statistics());
    Origin origin = Origin.UNKNOWN.withData("r.csv");
    assertEquals(origin, model.withOrigin(origin).origin());
    assertEquals(Origin.UNKNOWN, model.origin());
    FeaturePrior prior = new FeaturePrior(List.of(Feature.given("x")), 2, new float[3]);
    assertSame(prior, with(model, prior).withoutHistory().itemPrior().orElseThrow());
    assertEquals(Optional.empty(), model.itemPrior());
    for (FactorModel each :
        List.of(model.withoutHistory(), other, model.withOrigin(origin), with(model, prior))) {
      assertSame(model.weights(), each.weights());
      assertSame(model.settings(), each.settings());
      assertEquals(4f, each.scale(1));
    }
  }

  private static FactorModel with(FactorModel model, FeaturePrior ofItems) {
    return model.withPriors(Optional.empty(), Optional.of(ofItems));
  }

  private static final Feature LOUD = Feature.given("loud");
  private static final Feature LONG = Feature.given("long");
  private static final FeaturePrior PRIOR =
      new FeaturePrior(List.of(LOUD, LONG), 2, new float[] {1, 2, 3, 10, 20, 30});

  @Test
  void aPriorPlacesByFeatures() {
    Features features = Features.of(List.of("loud", "long"), new float[] {1, 0, 0.5f, 2});
    assertArrayEquals(new float[] {1, 2, 3}, PRIOR.place(features, 0));
    assertArrayEquals(new float[] {20.5f, 41, 61.5f}, PRIOR.place(features, 1));
    assertEquals(2, PRIOR.factors());
    assertEquals(20f, PRIOR.coefficient(1, 1));
    assertEquals(3f, PRIOR.coefficient(0, 2));
    assertEquals(List.of(LOUD, LONG), PRIOR.features());
    assertTrue(PRIOR.isGiven());
    assertEquals("features", PRIOR.describe());
    PRIOR.coefficients()[0] = 99;
    assertArrayEquals(new float[] {1, 2, 3, 10, 20, 30}, PRIOR.coefficients());
    List<Feature> known =
        List.of(
            new Feature(Feature.Kind.CONSTANT, "", "constant", 1, 1),
            new Feature(Feature.Kind.VALUE, "genres", "War", 0.5, 1),
            new Feature(Feature.Kind.VALUE, "genres", "Noir", 0.5, 1),
            new Feature(Feature.Kind.NUMBER, "year", "year", 1990, 10),
            new Feature(Feature.Kind.NUMBER_SQUARED, "year", "year²", 1990, 10));
    FeaturePrior catalogued = new FeaturePrior(known, 1, new float[10]);
    assertFalse(catalogued.isGiven());
    assertEquals("genres and year", catalogued.describe());
    List<Feature> nothing = List.of();
    assertThrows(IllegalArgumentException.class, () -> new FeaturePrior(nothing, 1, new float[0]));
    assertThrows(IllegalArgumentException.class, () -> new FeaturePrior(known, 1, new float[9]));
  }

  @Test
  void itemsThatComeLaterStandWhereTheirFeaturesSay() {
    FactorModel model = with(model(), PRIOR);
    Catalogue more = Catalogue.of(new String[0], new String[] {"d", "e"});
    Features features = Features.of(List.of("loud", "long"), new float[] {1, 0, 0.5f, 2});
    FactorModel larger = model.withItems(more, features);
    assertEquals(5, larger.catalogue().items());
    assertEquals("e", larger.catalogue().itemId(4));
    for (int item = 0; item < 3; item++) {
      assertEquals(model.output(1, item), larger.output(1, item));
      assertEquals(model.scale(item), larger.scale(item));
      assertEquals(model.statistics().itemCount(item), larger.statistics().itemCount(item));
    }
    assertEquals(2f, larger.itemFactor(3, 1));
    assertEquals(20.5f, larger.itemFactor(4, 0));
    assertEquals(61.5f, larger.itemBias(4));
    assertEquals(5f, larger.scale(4)); // the largest of the others
    assertEquals(0, larger.statistics().itemCount(4));
    assertEquals(3, larger.statistics().userCount(0));
    assertEquals(model.statistics().mean(), larger.statistics().mean());
    assertEquals(RATINGS.size(), larger.history().orElseThrow().size());
    assertEquals(5, larger.history().orElseThrow().items());
    assertEquals(Optional.of(PRIOR), larger.itemPrior());
  }

  @Test
  void itemsThatCannotBePlacedAreRefused() {
    FactorModel model = with(model(), PRIOR);
    Catalogue more = Catalogue.of(new String[0], new String[] {"d", "e"});
    Features one = Features.of(List.of("loud", "long"), new float[] {1, 0});
    InputException e = assertThrows(InputException.class, () -> model.withItems(more, one));
    assertEquals(
        "expected the features loud, long of 2 items, found loud, long of 1", e.getMessage());
    Features others = Features.of(List.of("loud"), new float[] {1, 0});
    e = assertThrows(InputException.class, () -> model.withItems(more, others));
    assertTrue(e.getMessage().endsWith("found loud of 2"), e.getMessage());
    e = assertThrows(InputException.class, () -> model.withItems(more)); // no catalogue has them
    assertTrue(e.getMessage().contains("\"loud\""), e.getMessage());
    e = assertThrows(InputException.class, () -> model().withItems(more));
    assertEquals(
        "expected a model that was trained with features of items, found one without",
        e.getMessage());
  }

  @Test
  void statisticsAreThoseOfTheRatings() {
    RatingStatistics statistics = RatingStatistics.of(RATINGS);
    assertEquals(1f, statistics.lowest());
    assertEquals(5f, statistics.highest());
    assertEquals(3.6, statistics.mean(), 1e-12);
    assertEquals(List.of(3, 2), List.of(statistics.userCount(0), statistics.userCount(1)));
    assertEquals(List.of(1, 2), List.of(statistics.itemCount(0), statistics.itemCount(2)));
    assertEquals(2, statistics.users());
    assertEquals(3, statistics.items());
    assertEquals("ratings from 1.0 to 5.0, 3.6 on average", statistics.toString());
    RatingStatistics none = RatingStatistics.of(RATINGS.filter(p -> false));
    assertEquals(Float.POSITIVE_INFINITY, none.lowest());
    assertEquals(Float.NEGATIVE_INFINITY, none.highest());
    assertEquals(0, none.mean());
    int[] users = {3, 2};
    int[] items = {1, 2, 2};
    assertEquals(statistics, new RatingStatistics(1, 5, statistics.mean(), users, items));
    assertEquals(statistics.hashCode(), RatingStatistics.of(RATINGS).hashCode());
    for (RatingStatistics other :
        List.of(
            new RatingStatistics(0, 5, statistics.mean(), users, items),
            new RatingStatistics(1, 4, statistics.mean(), users, items),
            new RatingStatistics(1, 5, 3, users, items),
            new RatingStatistics(1, 5, statistics.mean(), new int[] {2, 2}, items),
            new RatingStatistics(1, 5, statistics.mean(), users, new int[] {1, 2, 1}))) {
      assertNotEquals(statistics, other);
    }
    assertNotEquals(
        statistics.hashCode(), RatingStatistics.of(RATINGS.filter(p -> p > 0)).hashCode());
  }
}
