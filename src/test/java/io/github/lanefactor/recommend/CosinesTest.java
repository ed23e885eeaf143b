package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.RandomModels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CosinesTest {
  /** Rated items and their k factors each, and what more is to be drawn from. */
  private record Items(int k, Ratings ratings, float[] m, Random random) {}

  /** More of them than factors, so that no direction is unused. */
  @Provide
  Arbitrary<Items> items() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 5),
            Arbitraries.integers().between(0, 40),
            Arbitraries.longs())
        .as(
            (k, more, seed) -> {
              Random random = new Random(seed);
              Ratings ratings = ratings(3 * k + more, random);
              return new Items(k, ratings, normal(ratings.items() * k, random), random);
            });
  }

  /** By its definition: mᵢᵀ(C + ε)⁻¹mⱼ over the lengths, inverted by elimination. */
  @Property(tries = 200)
  void isTheShrunkCosineOfWhitenedFactors(@ForAll("items") Items items) {
    int k = items.k;
    Ratings ratings = items.ratings;
    float[] m = items.m;
    Cosines cosines = Cosines.ofItems(model(ratings, k, m));
    double[][] inverse = inverse(moment(ratings, k, m));
    for (int i = 0; i < ratings.items(); i++) {
      for (int j = 0; j < ratings.items(); j++) {
        double lengths = Math.sqrt(form(inverse, k, m, i, i) * form(inverse, k, m, j, j));
        double trust = trust(ratings, j);
        double expected = form(inverse, k, m, i, j) / lengths * trust;
        assertEquals(expected, cosines.alike(i, j), 1e-6);
      }
    }
  }

  /** Turned or scaled factors, with which all predictions can stay the same, are as alike. */
  @Property(tries = 200)
  void doesNotDependOnTheirDirectionsAndLength(@ForAll("items") Items items) {
    int k = items.k;
    Ratings ratings = items.ratings;
    float[] m = items.m;
    float[] turned = m.clone();
    for (int l = 0; l + 1 < k; l++) {
      double angle = items.random.nextDouble() * 6;
      for (int i = 0; i < ratings.items(); i++) {
        double x = turned[i * k + l];
        double y = turned[i * k + l + 1];
        turned[i * k + l] = (float) (Math.cos(angle) * x - Math.sin(angle) * y);
        turned[i * k + l + 1] = (float) (Math.sin(angle) * x + Math.cos(angle) * y);
      }
    }
    for (int i = 0; i < turned.length; i++) {
      turned[i] *= 3;
    }
    Cosines before = Cosines.ofItems(model(ratings, k, m));
    Cosines after = Cosines.ofItems(model(ratings, k, turned));
    for (int i = 0; i < ratings.items(); i++) {
      for (int j = 0; j < ratings.items(); j++) {
        assertEquals(before.alike(i, j), after.alike(i, j), 1e-4);
      }
    }
  }

  /** All items in one direction, or none: the others are of no use, and do no harm. */
  @Property(tries = 50)
  void standsUnusedDirections(
      @ForAll @IntRange(min = 1, max = 200) int k, @ForAll boolean any, @ForAll long seed) {
    Random random = new Random(seed);
    Ratings ratings = ratings(20, random);
    float[] direction = any ? normal(k, random) : new float[k];
    float[] m = new float[20 * k];
    for (int i = 0; i < m.length; i++) {
      m[i] = direction[i % k] * (i / k % 2 == 0 ? 4 : -0.5f);
    }
    Cosines cosines = Cosines.ofItems(model(ratings, k, m));
    for (int j = 0; j < 20; j++) {
      double trust = trust(ratings, j);
      double expected = any ? (j % 2 == 0 ? trust : -trust) : 0;
      assertEquals(expected, cosines.alike(0, j), 1e-3);
    }
  }

  /** Twelve users; item 0 has a rating of each, every other item of one at least. */
  private static Ratings ratings(int items, Random random) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < items; i++) {
      int raters = i == 0 ? 12 : 1 + random.nextInt(12);
      for (int u = 0; u < raters; u++) {
        builder.rating("u" + u, "i" + i, 1);
      }
    }
    return builder.build();
  }

  private static FactorModel model(Ratings ratings, int k, float[] m) {
    int users = ratings.users();
    float[] ones = new float[ratings.items()];
    Arrays.fill(ones, 1);
    Weights weights =
        new Weights(
            ratings.catalogue(),
            k,
            new float[users * k],
            m,
            new float[users],
            new float[ratings.items()],
            0);
    Settings settings = RandomModels.settings(Recipe.STANDARD, Objective.RANKING, k);
    return RandomModels.of(ratings, settings, weights, ones);
  }

  private static float[] normal(int length, Random random) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  private static double trust(Ratings ratings, int item) {
    int raters = ratings.itemCounts()[item];
    return raters / (raters + 10.0);
  }

  private static double[][] moment(Ratings ratings, int k, float[] m) {
    double[][] c = new double[k][k];
    for (int p = 0; p < ratings.size(); p++) {
      for (int a = 0; a < k; a++) {
        for (int b = 0; b < k; b++) {
          c[a][b] += (double) m[ratings.itemAt(p) * k + a] * m[ratings.itemAt(p) * k + b];
        }
      }
    }
    double geometricMean = Math.pow(determinant(c), 1.0 / k);
    for (int l = 0; l < k; l++) {
      c[l][l] += 0.1 * geometricMean;
    }
    return c;
  }

  /** Laplace's expansion along the first row. */
  private static double determinant(double[][] a) {
    double sum = a.length == 1 ? a[0][0] : 0;
    for (int column = 0; a.length > 1 && column < a.length; column++) {
      double[][] minor = new double[a.length - 1][a.length - 1];
      for (int r = 1; r < a.length; r++) {
        for (int c = 0; c < minor.length; c++) {
          minor[r - 1][c] = a[r][c < column ? c : c + 1];
        }
      }
      sum += (column % 2 == 0 ? 1 : -1) * a[0][column] * determinant(minor);
    }
    return sum;
  }

  /** Gauss-Jordan elimination. */
  private static double[][] inverse(double[][] a) {
    int k = a.length;
    double[][] inverse = new double[k][k];
    for (int i = 0; i < k; i++) {
      inverse[i][i] = 1;
    }
    for (int pivot = 0; pivot < k; pivot++) {
      double divisor = a[pivot][pivot];
      for (int c = 0; c < k; c++) {
        a[pivot][c] /= divisor;
        inverse[pivot][c] /= divisor;
      }
      for (int row = 0; row < k; row++) {
        double factor = row == pivot ? 0 : a[row][pivot];
        for (int c = 0; c < k; c++) {
          a[row][c] -= factor * a[pivot][c];
          inverse[row][c] -= factor * inverse[pivot][c];
        }
      }
    }
    return inverse;
  }

  private static double form(double[][] matrix, int k, float[] m, int i, int j) {
    double sum = 0;
    for (int a = 0; a < k; a++) {
      for (int b = 0; b < k; b++) {
        sum += matrix[a][b] * m[i * k + a] * m[j * k + b];
      }
    }
    return sum;
  }
}
