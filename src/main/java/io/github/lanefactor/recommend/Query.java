package io.github.lanefactor.recommend;

import io.github.lanefactor.ratings.InputException;

/** What a list should be like. Immutable. */
public final class Query {
  private final int n;

  private Query(int n) {
    this.n = n;
  }

  /**
   * The best n items.
   *
   * @throws InputException if n is below 1
   */
  public static Query top(int n) {
    if (n < 1) {
      throw new InputException("expected a list of at least 1 item, found " + n);
    }
    return new Query(n);
  }

  /** How many items at most. */
  public int n() {
    return n;
  }
}
