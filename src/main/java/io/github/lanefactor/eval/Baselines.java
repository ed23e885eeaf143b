package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Draws;
import java.util.HashMap;
import java.util.Map;

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

  /** Scores items at random, anew for each user. */
  public static Scorer random(long seed) {
    return (user, out) -> {
      Draws draws = new Draws((seed << 32) + user);
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) draws.unit();
      }
    };
  }

  /**
   * Scores an item by the popularity of its genres, the same for all users: the mean over its
   * genres of how many ratings a rated item of the genre has on average. An item without genres, or
   * with none that has ratings, gets the average of all rated items. This is what to compare with
   * where items have no ratings of their own.
   */
  public static Scorer genrePopularity(Ratings train) {
    int[] counts = train.itemCounts();
    Map<String, double[]> genres = new HashMap<>(); // ratings and items
    double[] all = new double[2];
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        add(all, counts[i]);
        for (String genre : train.catalogue().genres(i)) {
          add(genres.computeIfAbsent(genre, g -> new double[2]), counts[i]);
        }
      }
    }
    float[] scores = new float[counts.length];
    for (int i = 0; i < scores.length; i++) {
      scores[i] =
          (float)
              train.catalogue().genres(i).stream()
                  .filter(genres::containsKey)
                  .mapToDouble(genre -> genres.get(genre)[0] / genres.get(genre)[1])
                  .average()
                  .orElse(all[0] / all[1]);
    }
    return (user, out) -> System.arraycopy(scores, 0, out, 0, out.length);
  }

  private static void add(double[] sum, int count) {
    sum[0] += count;
    sum[1]++;
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
