package io.github.lanefactor.objective;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.Objective;

/**
 * L2 by row: Σ ρθ² is added to the objective Σ w(σ − x)², where a row's ρ grows with the number c
 * of its observed cells, and its bias has a share of ρ. Where all cells count, those of disliked
 * items are left out of c: a further one then never weakens what speaks against its item.
 *
 * @param users ρ for the factors of each user
 * @param items ρ for the factors of each item
 * @param biasShare how much of ρ is on the bias
 */
public record Ridge(float[] users, float[] items, float biasShare) {
  /**
   * How ρ grows on either side.
   *
   * @param users factor for users: ρ = users·(c + offset)^userExponent
   * @param userExponent exponent for users
   * @param items factor for items
   * @param itemExponent exponent for items
   * @param offset added to each count, so that rows with few cells are held harder than in
   *     proportion: thin data then need no settings of their own
   * @param biasShare how much of ρ is on the bias
   */
  public record Growth(
      double users,
      double userExponent,
      double items,
      double itemExponent,
      double offset,
      double biasShare) {

    /**
     * What an objective makes of L2 and its exponent. Where all cells count, items have a smaller
     * factor than users and half the exponent: every user has m cells to learn from, but an item
     * with few ratings has little.
     */
    public static Growth of(Objective objective, double l2, double exponent) {
      return switch (objective) {
        case RANKING -> new Growth(l2, exponent, 0.45 * l2, exponent / 2, 20, 0.1);
        case SCALED -> new Growth(l2, exponent, 0.4 * l2, exponent / 2, 5, 0.02);
        case RATING -> new Growth(l2, exponent, l2, exponent, 5, 0.6);
      };
    }

    /** ρ of a user with so many cells that count. */
    public float user(int cells) {
      return Ridge.of(cells, users, userExponent, offset);
    }
  }

  /** ρ for every row of {@code cells}. */
  public static Ridge of(Cells cells, Growth growth) {
    int[] userCounts = new int[cells.users()];
    int[] itemCounts = new int[cells.items()];
    for (int user = 0; user < cells.users(); user++) {
      for (int p = cells.start()[user]; p < cells.start()[user + 1]; p++) {
        if (cells.missingWeight() == 0 || cells.targetAt(p) > 0) {
          userCounts[user]++;
          itemCounts[cells.itemAt(p)]++;
        }
      }
    }
    return new Ridge(
        of(userCounts, growth.users(), growth.userExponent(), growth.offset()),
        of(itemCounts, growth.items(), growth.itemExponent(), growth.offset()),
        (float) growth.biasShare());
  }

  private static float of(int count, double factor, double exponent, double offset) {
    return (float) (factor * StrictMath.pow(count + offset, exponent));
  }

  private static float[] of(int[] counts, double factor, double exponent, double offset) {
    float[] ridge = new float[counts.length];
    for (int i = 0; i < counts.length; i++) {
      ridge[i] = of(counts[i], factor, exponent, offset);
    }
    return ridge;
  }
}
