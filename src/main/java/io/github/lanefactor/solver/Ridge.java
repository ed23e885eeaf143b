package io.github.lanefactor.solver;

import io.github.lanefactor.kernel.Cells;

/**
 * L2 by row: a row that was observed c times has its factors held by ρ = l2·(c + 1)^ν, and its bias
 * by a tenth of that, as the objective Σ w(σ − x)² + Σ ρθ².
 *
 * @param users ρ for the factors of each user
 * @param items ρ for the factors of each item
 */
public record Ridge(float[] users, float[] items) {
  /** How much less biases are held than factors. */
  public static final float BIAS = 0.1f;

  /** ρ for every row of {@code cells}. */
  public static Ridge of(Cells cells, double l2, double exponent) {
    int[] userCounts = new int[cells.users()];
    int[] itemCounts = new int[cells.items()];
    for (int user = 0; user < cells.users(); user++) {
      userCounts[user] = cells.start()[user + 1] - cells.start()[user];
    }
    for (int item : cells.item()) {
      itemCounts[item]++;
    }
    return new Ridge(of(userCounts, l2, exponent), of(itemCounts, l2, exponent));
  }

  private static float[] of(int[] counts, double l2, double exponent) {
    float[] ridge = new float[counts.length];
    for (int i = 0; i < counts.length; i++) {
      ridge[i] = (float) (l2 * StrictMath.pow(counts[i] + 1.0, exponent));
    }
    return ridge;
  }
}
