package io.github.lanefactor;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
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
    String[] userIds = new String[ratings.users()];
    Arrays.setAll(userIds, ratings::userId);
    String[] itemIds = new String[ratings.items()];
    Arrays.setAll(itemIds, ratings::itemId);
    float size = random.nextInt(3) == 0 ? 3 : 0.3f;
    Weights weights =
        new Weights(
            userIds,
            itemIds,
            k,
            floats(userIds.length * k, size, random),
            floats(itemIds.length * k, size, random),
            floats(userIds.length, size, random),
            floats(itemIds.length, size, random),
            floats(1, 3, random)[0]);
    float[] scale = new float[itemIds.length];
    Arrays.fill(scale, 5.25f);
    return new FactorModel(ratings, recipe, objective, weights, scale, settings(random));
  }

  /** Every user and item has an id; some have no rating, and all may lose them. */
  private static Ratings ratings(int n, int m, double density, Random random) {
    boolean integers = random.nextBoolean();
    boolean times = random.nextBoolean();
    RatingsBuilder builder = Ratings.builder();
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

  private static Map<String, String> settings(Random random) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      settings.put(WORDS[i], Double.toString(random.nextDouble()));
    }
    return settings;
  }
}
