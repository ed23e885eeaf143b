package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.Ratings;

/** What any model must beat to be worth training. */
public final class Baselines {
  private static final double ITEM_DAMPING = 25;
  private static final double USER_DAMPING = 10;

  private Baselines() {}

  /** Scores every item by the number of its ratings, the same for all users. */
  public static Scorer popularity(Ratings train) {
    int[] counts = train.itemCounts();
    return (user, out) -> {
      for (int i = 0; i < out.length; i++) {
        out[i] = counts[i];
      }
    };
  }

  /**
   * Predicts ratings as global mean + item bias + user bias. The item's bias is the sum of its
   * ratings' differences from the mean, divided by their number + 25; the user's is the sum of what
   * the mean and the item biases leave, divided by their number + 10 (Koren 2010). Without ratings
   * a bias is 0.
   */
  public static Scorer biases(Ratings train) {
    double total = 0;
    for (int p = 0; p < train.size(); p++) {
      total += train.ratingAt(p);
    }
    double mean = total / train.size();
    int[] counts = train.itemCounts();
    double[] itemBias = new double[train.items()];
    for (int p = 0; p < train.size(); p++) {
      int i = train.itemAt(p);
      itemBias[i] += (train.ratingAt(p) - mean) / (counts[i] + ITEM_DAMPING);
    }
    double[] userBias = new double[train.users()];
    for (int u = 0; u < train.users(); u++) {
      double left = 0;
      for (int p = train.start(u); p < train.start(u + 1); p++) {
        left += train.ratingAt(p) - mean - itemBias[train.itemAt(p)];
      }
      userBias[u] = left / (train.start(u + 1) - train.start(u) + USER_DAMPING);
    }
    return (user, out) -> {
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) (mean + itemBias[i] + userBias[user]);
      }
    };
  }
}
