package io.github.lanefactor.model;

/**
 * The weights of the model sigmoid(U·Mᵀ + bu + bm + bg), with the ids they belong to. The arrays
 * are the caller's own: nothing here copies them.
 *
 * @param userIds n user ids
 * @param itemIds m item ids
 * @param factors k, the number of factors
 * @param u user factors, n×k row by row
 * @param m item factors, m×k row by row
 * @param bu n user biases
 * @param bm m item biases
 * @param bg the global bias
 */
public record Weights(
    String[] userIds,
    String[] itemIds,
    int factors,
    float[] u,
    float[] m,
    float[] bu,
    float[] bm,
    float bg) {

  /**
   * @throws IllegalArgumentException if the lengths do not fit together
   */
  public Weights {
    int n = userIds.length;
    int items = itemIds.length;
    if (factors < 1
        || u.length != n * factors
        || m.length != items * factors
        || bu.length != n
        || bm.length != items) {
      throw new IllegalArgumentException(
          "weights do not fit: %d users, %d items, %d factors, but U %d, M %d, bu %d, bm %d"
              .formatted(n, items, factors, u.length, m.length, bu.length, bm.length));
    }
  }
}
