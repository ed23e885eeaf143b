package io.github.lanefactor.kernel;

import java.nio.IntBuffer;

/**
 * What each of the n×m cells should be: a target with a weight at the observed cells, 0 with {@code
 * missingWeight} at all others. Observed cells are sorted by user, then by item.
 *
 * @param users n
 * @param items m
 * @param start n+1 positions: those of user u are {@code start[u]} to {@code start[u + 1] - 1}
 * @param item the item at each position
 * @param values the target and the weight at each position
 * @param missingWeight the weight of a cell that is not observed, at least 0
 */
public record Cells(
    int users, int items, int[] start, IntBuffer item, CellValues values, float missingWeight) {

  /**
   * Cells from arrays.
   *
   * @param target the target at each position
   * @param weight the weight at each position, above 0; null if every weight is 1
   */
  public Cells(
      int users,
      int items,
      int[] start,
      int[] item,
      float[] target,
      float[] weight,
      float missingWeight) {
    this(
        users,
        items,
        start,
        IntBuffer.wrap(item),
        CellValues.of(item.length, p -> target[p], weight == null ? null : p -> weight[p]),
        missingWeight);
  }

  /** The number of observed cells. */
  public int size() {
    return start[users];
  }

  /**
   * How many cells count: all, or only the observed ones if the others have weight 0; at least 1.
   */
  public double counted() {
    return missingWeight > 0 ? (double) users * items : Math.max(1, size());
  }

  /** Whether every cell, observed or not, has weight 1. */
  public boolean uniform() {
    return values.unweighted() && missingWeight == 1;
  }

  /** The item at a position. */
  public int itemAt(int position) {
    return item.get(position);
  }

  /** The target at a position. */
  public float targetAt(int position) {
    return values.target(position);
  }

  /** The weight at a position. */
  public float weightAt(int position) {
    return values.weight(position);
  }

  /** The same cells with the items as rows and the users as columns. */
  public Cells transposed() {
    int[] starts = new int[items + 1];
    for (int p = 0; p < size(); p++) {
      starts[itemAt(p) + 1]++;
    }
    for (int i = 0; i < items; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    int[] user = new int[size()];
    CellValues moved = values.room(size());
    for (int u = 0; u < users; u++) {
      for (int p = start[u]; p < start[u + 1]; p++) {
        int at = next[itemAt(p)]++;
        user[at] = u;
        moved.put(at, values, p);
      }
    }
    return new Cells(items, users, starts, IntBuffer.wrap(user), moved, missingWeight);
  }
}
