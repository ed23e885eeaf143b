package io.github.lanefactor.kernel;

/**
 * What each of the n×m cells should be: {@code target} with {@code weight} at the observed cells, 0
 * with {@code missingWeight} at all others. Observed cells are sorted by user, then by item.
 *
 * @param users n
 * @param items m
 * @param start n+1 positions: those of user u are {@code start[u]} to {@code start[u + 1] - 1}
 * @param item the item at each position
 * @param target the target at each position
 * @param weight the weight at each position, above 0; null if every weight is 1
 * @param missingWeight the weight of a cell that is not observed, at least 0
 */
public record Cells(
    int users,
    int items,
    int[] start,
    int[] item,
    float[] target,
    float[] weight,
    float missingWeight) {

  /**
   * How many cells count: all, or only the observed ones if the others have weight 0; at least 1.
   */
  public double counted() {
    return missingWeight > 0 ? (double) users * items : Math.max(1, item.length);
  }

  /** Whether every cell, observed or not, has weight 1. */
  public boolean uniform() {
    return weight == null && missingWeight == 1;
  }

  /** The weight at a position. */
  public float weightAt(int position) {
    return weight == null ? 1 : weight[position];
  }
}
