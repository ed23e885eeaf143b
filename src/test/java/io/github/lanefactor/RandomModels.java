package io.github.lanefactor;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Origin;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Models of every shape with random weights, for tests of what reads and stores them. */
@SuppressWarnings("exports") // jqwik is there for tests alone
public final class RandomModels {
  private static final String[] WORDS = {
    "Alien", "Amélie", "Matrix, The", "Das Boot", "七人の侍", "", "a\"b,c", "Č", "  two  ", "🎬"
  };
  private static final String[] GENRES = {"", "Drama", "Comedy|Drama", "Sci-Fi|Action|Film-Noir"};

  private RandomModels() {}

  /** Models of one recipe and objective. */
  public static Arbitrary<FactorModel> of(Recipe recipe, Objective objective) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 30),
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(1, 9),
            Arbitraries.doubles().between(0, 0.9),
            Arbitraries.longs())
        .as((n, m, k, density, seed) -> model(recipe, objective, n, m, k, density, seed));
  }

  /** Models of all recipes and objectives. */
  public static Arbitrary<FactorModel> any() {
    return Combinators.combine(Arbitraries.of(Recipe.class), Arbitraries.of(Objective.class))
        .flatAs(RandomModels::of);
  }

  private static FactorModel model(
      Recipe recipe, Objective objective, int n, int m, int k, double density, long seed) {
    Random random = new Random(seed);
    Ratings ratings = ratings(n, m, density, random);
    int users = ratings.users();
    int items = ratings.items();
    float size = random.nextInt(3) == 0 ? 3 : 0.3f;
    Weights weights =
        new Weights(
            ratings.catalogue(),
            k,
            floats(users * k, size, random),
            floats(items * k, size, random),
            floats(users, size, random),
            floats(items, size, random),
            floats(1, 3, random)[0]);
    float[] scale = new float[items];
    Arrays.fill(scale, 5.25f);
    boolean aging = ratings.hasTimes() && random.nextBoolean();
    double halfLife = aging ? 30.5 : Double.POSITIVE_INFINITY;
    Settings settings = settings(recipe, objective, k, 1, 0, 1, halfLife);
    FactorModel model = of(ratings, settings, weights, scale);
    return model.withOrigin(origin(random));
  }

  /** A model with these ratings as its history; their range is the scale. */
  public static FactorModel of(Ratings ratings, Settings settings, Weights weights, float[] scale) {
    RatingStatistics statistics = RatingStatistics.of(ratings);
    return new FactorModel(
        weights,
        ratings.size() == 0 ? settings : on(statistics.lowest(), statistics.highest(), settings),
        scale,
        statistics,
        Optional.of(ratings),
        Origin.UNKNOWN);
  }

  private static Settings on(float lowest, float highest, Settings s) {
    Feedback f = s.feedback();
    Feedback feedback =
        new Feedback(f.values(), lowest, highest, f.likedFrom(), f.dislikedWeight(), f.typical());
    return new Settings(
        s.recipe(),
        s.objective(),
        s.solver(),
        s.factors(),
        s.steps(),
        s.observedWeight(),
        s.halfLife(),
        s.l2(),
        s.l2Exponent(),
        feedback,
        s.rmsprop(),
        s.seed(),
        s.givenStart());
  }

  /** Settings of which only these matter. */
  public static Settings settings(Recipe recipe, Objective objective, int factors) {
    return settings(recipe, objective, factors, 1, 0, 1, Double.POSITIVE_INFINITY);
  }

  /** Settings that an explanation computes with. */
  public static Settings settings(
      Recipe recipe,
      Objective objective,
      int factors,
      double observedWeight,
      double l2,
      double l2Exponent,
      double halfLife) {
    return new Settings(
        recipe,
        objective,
        SolverKind.RMSPROP,
        factors,
        7,
        observedWeight,
        halfLife,
        l2,
        l2Exponent,
        new Feedback(Values.RATINGS, 0.5f, 5, recipe == Recipe.SEED ? 0 : 2, 2, 3),
        new Settings.Rmsprop(1e-3, 0.9, 0.9, 1e-7),
        -5,
        true);
  }

  /** Every user and item has an id; some have no rating, and all may lose them. */
  private static Ratings ratings(int n, int m, double density, Random random) {
    boolean integers = random.nextBoolean();
    boolean times = random.nextBoolean();
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < m; i++) {
      String title = WORDS[random.nextInt(WORDS.length)];
      builder.item(id(i, integers), title, GENRES[random.nextInt(GENRES.length)]);
    }
    for (int u = 0; u < n; u++) {
      for (int i = 0; i < m; i++) {
        if (i == 0 || random.nextDouble() < density) {
          double rating = (1 + random.nextInt(10)) / 2.0;
          if (times) {
            builder.rating(id(u, integers), id(i, integers), rating, random.nextLong());
          } else {
            builder.rating(id(u, integers), id(i, integers), rating);
          }
        }
      }
    }
    double kept = random.nextInt(4) == 0 ? 0 : 0.8;
    return builder.build().filter(p -> random.nextDouble() < kept);
  }

  private static String id(int i, boolean integers) {
    return integers ? Long.toString(i * 1_000_000_007L - 3) : WORDS[i % WORDS.length] + i;
  }

  private static float[] floats(int length, float size, Random random) {
    float[] floats = new float[length];
    for (int i = 0; i < length; i++) {
      floats[i] = size * (float) random.nextGaussian();
    }
    return floats;
  }

  private static Origin origin(Random random) {
    Origin origin = Origin.UNKNOWN;
    if (random.nextBoolean()) {
      origin = origin.withData("a file, Č.csv");
    }
    if (random.nextBoolean()) {
      Origin.Validation done = new Origin.Validation(0.1, "ndcg@10", random.nextDouble());
      origin = origin.withValidation(done);
    }
    List<Origin.Loss> losses =
        IntStream.range(0, 1 + random.nextInt(9))
            .mapToObj(step -> new Origin.Loss(3 * step, random.nextDouble()))
            .toList();
    return random.nextBoolean() ? origin : new Origin(origin.data(), losses, origin.validation());
  }
}
