package io.github.lanefactor.eval;

/**
 * The ranking metrics for one user's list, with binary relevance. See {@code docs/evaluation.md}
 * for the formulas and their sources.
 */
final class RankingMetrics {
  /** The names of the values that {@link #of} returns, in order. */
  static final String[] NAMES = {"ndcg", "precision", "recall", "map", "mrr", "hit_rate"};

  private static final double LOG_2 = StrictMath.log(2);

  private final int cutoff;
  private final double[] discount;
  private final double[] idealDcg;

  /**
   * @param cutoff the length of a full list
   * @param items the number of items
   */
  RankingMetrics(int cutoff, int items) {
    this.cutoff = cutoff;
    int longest = Math.min(cutoff, items);
    discount = new double[longest];
    idealDcg = new double[longest + 1];
    for (int r = 0; r < longest; r++) {
      discount[r] = 1 / log2(r + 2);
      idealDcg[r + 1] = idealDcg[r] + discount[r];
    }
  }

  /** The binary logarithm, the same to the last bit on every JVM. */
  static double log2(double x) {
    return StrictMath.log(x) / LOG_2;
  }

  /**
   * Measures one list.
   *
   * @param relevant for each rank of the list, best first, whether the item there is a test item
   * @param testItems the user's number of test items, at least 1
   * @return a value for each of {@link #NAMES}, between 0 and 1
   */
  double[] of(boolean[] relevant, int testItems) {
    int ideal = Math.min(cutoff, testItems);
    double dcg = 0;
    double precisions = 0;
    double firstHit = 0;
    int hits = 0;
    for (int r = 0; r < relevant.length; r++) {
      if (relevant[r]) {
        hits++;
        dcg += discount[r];
        precisions += hits / (r + 1.0);
        firstHit = hits == 1 ? 1 / (r + 1.0) : firstHit;
      }
    }
    return new double[] {
      dcg / idealDcg[ideal],
      (double) hits / cutoff,
      (double) hits / testItems,
      precisions / ideal,
      firstHit,
      Math.min(hits, 1)
    };
  }
}
