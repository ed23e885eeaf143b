package io.github.lanefactor.model;

import io.github.lanefactor.ratings.Catalogue;

/**
 * The weights of the model sigmoid(U·Mᵀ + bu + bm + bg), and the users and items they belong to.
 * Immutable: arrays are copied on the way in and on the way out.
 */
public final class Weights {
  final Catalogue catalogue;
  final int factors;
  final float[] u;
  final float[] m;
  final float[] bu;
  final float[] bm;
  final float bg;

  /**
   * @param catalogue n users and m items
   * @param factors k, the number of factors, ≥ 1
   * @param u user factors, n×k row by row
   * @param m item factors, m×k row by row
   * @param bu n user biases
   * @param bm m item biases
   * @param bg the global bias
   * @throws IllegalArgumentException if the lengths do not fit together
   */
  public Weights(
      Catalogue catalogue, int factors, float[] u, float[] m, float[] bu, float[] bm, float bg) {
    int n = catalogue.users();
    int items = catalogue.items();
    if (factors < 1
        || u.length != (long) n * factors
        || m.length != (long) items * factors
        || bu.length != n
        || bm.length != items) {
      throw new IllegalArgumentException(
          "weights do not fit: %d users, %d items, %d factors, but U %d, M %d, bu %d, bm %d"
              .formatted(n, items, factors, u.length, m.length, bu.length, bm.length));
    }
    this.catalogue = catalogue;
    this.factors = factors;
    this.u = u.clone();
    this.m = m.clone();
    this.bu = bu.clone();
    this.bm = bm.clone();
    this.bg = bg;
  }

  /** The users and items, one per row. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /** k, the number of factors. */
  public int factors() {
    return factors;
  }

  /** U, the user factors: n×k, row by row, in a new array. */
  public float[] u() {
    return u.clone();
  }

  /** M, the item factors: m×k, row by row, in a new array. */
  public float[] m() {
    return m.clone();
  }

  /** The n user biases, in a new array. */
  public float[] bu() {
    return bu.clone();
  }

  /** The m item biases, in a new array. */
  public float[] bm() {
    return bm.clone();
  }

  /** The global bias. */
  public float bg() {
    return bg;
  }
}
