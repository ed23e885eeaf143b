package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Draws;
import java.util.OptionalInt;

/** The weights that a training starts from. The same seed gives the same weights everywhere. */
final class Start {
  private Start() {}

  /** Draws weights. */
  @FunctionalInterface
  interface Random {
    /**
     * @param mean the mean target
     */
    Factors draw(int users, int items, int k, double mean, long seed);
  }

  /**
   * Glorot and Bengio's uniform start ("Understanding the difficulty of training deep feedforward
   * neural networks", 2010): ±√(6/(rows + k)) for both sides, biases 0.
   */
  static Factors glorot(int users, int items, int k, long seed) {
    Factors start = new Factors(users, items, k);
    Draws draws = new Draws(seed);
    uniform(start.u, Math.sqrt(6.0 / (users + k)), draws);
    uniform(start.m, Math.sqrt(6.0 / (items + k)), draws);
    return start;
  }

  private static void uniform(float[] weights, double limit, Draws draws) {
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) ((2 * draws.unit() - 1) * limit);
    }
  }

  /** Normal factors of deviation 0.1, biases 0, the global bias at the logit of {@code mean}. */
  static Factors normal(int users, int items, int k, double mean, long seed) {
    Factors start = new Factors(users, items, k);
    Draws draws = new Draws(seed);
    normal(start.u, draws);
    normal(start.m, draws);
    double inside = Math.min(Math.max(mean, 1e-6), 1 - 1e-6);
    start.bg = (float) StrictMath.log(inside / (1 - inside));
    return start;
  }

  /** Marsaglia's polar method, on StrictMath so that every machine draws the same. */
  private static void normal(float[] weights, Draws draws) {
    for (int i = 0; i < weights.length; i += 2) {
      double a;
      double b;
      double square;
      do {
        a = 2 * draws.unit() - 1;
        b = 2 * draws.unit() - 1;
        square = a * a + b * b;
      } while (square >= 1 || square == 0);
      double scale = 0.1 * Math.sqrt(-2 * StrictMath.log(square) / square);
      weights[i] = (float) (a * scale);
      if (i + 1 < weights.length) {
        weights[i + 1] = (float) (b * scale);
      }
    }
  }

  /**
   * Given weights, matched by id.
   *
   * @param others what users and items without given weights start from; null to refuse them
   * @throws InputException if weights are missing or have another number of factors
   */
  static Factors from(Weights weights, Ratings ratings, int k, Factors others) {
    if (weights.factors() != k) {
      throw new InputException(
          "expected start weights with " + k + " factors, found " + weights.factors());
    }
    Catalogue from = weights.catalogue();
    Catalogue to = ratings.catalogue();
    Factors start = others == null ? new Factors(to.users(), to.items(), k) : others;
    float[] u = weights.u();
    float[] bu = weights.bu();
    for (int user = 0; user < to.users(); user++) {
      OptionalInt row = row(from.findUser(to.userId(user)), others, "user", to.userId(user));
      if (row.isPresent()) {
        System.arraycopy(u, row.getAsInt() * k, start.u, user * k, k);
        start.bu[user] = bu[row.getAsInt()];
      }
    }
    float[] m = weights.m();
    float[] bm = weights.bm();
    for (int item = 0; item < to.items(); item++) {
      OptionalInt row = row(from.findItem(to.itemId(item)), others, "item", to.itemId(item));
      if (row.isPresent()) {
        System.arraycopy(m, row.getAsInt() * k, start.m, item * k, k);
        start.bm[item] = bm[row.getAsInt()];
      }
    }
    start.bg = weights.bg();
    return start;
  }

  private static OptionalInt row(OptionalInt row, Factors others, String kind, String id) {
    if (row.isEmpty() && others == null) {
      throw new InputException("expected start weights for " + kind + " " + id + ", found none");
    }
    return row;
  }
}
