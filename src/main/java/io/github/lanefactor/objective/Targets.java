package io.github.lanefactor.objective;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.Arrays;

/**
 * What an objective makes of ratings: a target and a weight for each cell, and what a score of 1
 * stands for.
 */
public final class Targets {
  /** Room above the largest rating: a sigmoid comes near to 1 but never there. */
  private static final float HEADROOM = 1.05f;

  public final Cells cells;
  public final float[] scale;

  private Targets(Cells cells, float[] scale) {
    this.cells = cells;
    this.scale = scale;
  }

  public static Targets of(Ratings ratings, Objective objective, double observedWeight) {
    int size = ratings.size();
    int[] start = new int[ratings.users() + 1];
    int[] item = new int[size];
    float[] target = new float[size];
    float[] scale = new float[ratings.items()];
    Arrays.setAll(start, ratings::start);
    Arrays.setAll(item, ratings::itemAt);
    switch (objective) {
      case RANKING -> {
        Arrays.fill(scale, 1);
        Arrays.fill(target, 1);
      }
      case SCALED -> {
        for (int p = 0; p < size; p++) {
          scale[item[p]] = Math.max(scale[item[p]], notNegative(ratings, p));
        }
        for (int p = 0; p < size; p++) {
          target[p] = scale[item[p]] > 0 ? ratings.ratingAt(p) / scale[item[p]] : 0;
        }
      }
      case RATING -> {
        float largest = Float.MIN_NORMAL;
        for (int p = 0; p < size; p++) {
          largest = Math.max(largest, notNegative(ratings, p));
        }
        Arrays.fill(scale, largest * HEADROOM);
        for (int p = 0; p < size; p++) {
          target[p] = ratings.ratingAt(p) / scale[item[p]];
        }
      }
      default -> throw new AssertionError(objective);
    }
    float[] weight = null;
    if (objective == Objective.RANKING) {
      weight = byRating(ratings, observedWeight);
    } else if (observedWeight != 1) {
      weight = new float[size];
      Arrays.fill(weight, (float) observedWeight);
    }
    float missingWeight = objective == Objective.RATING ? 0 : 1;
    Cells cells =
        new Cells(ratings.users(), ratings.items(), start, item, target, weight, missingWeight);
    return new Targets(cells, scale);
  }

  /**
   * Observed cells weigh as their rating does beside the mean one, so that what a user liked counts
   * for more than what the user only saw; never less than a tenth of {@code observedWeight}.
   */
  private static float[] byRating(Ratings ratings, double observedWeight) {
    double sum = 0;
    for (int p = 0; p < ratings.size(); p++) {
      sum += ratings.ratingAt(p);
    }
    double mean = sum / ratings.size();
    float[] weight = new float[ratings.size()];
    for (int p = 0; p < weight.length; p++) {
      double share = mean > 0 ? Math.max(0.1, ratings.ratingAt(p) / mean) : 1;
      weight[p] = (float) (observedWeight * share);
    }
    return weight;
  }

  private static float notNegative(Ratings ratings, int position) {
    float rating = ratings.ratingAt(position);
    if (rating < 0) {
      throw new InputException("expected ratings of at least 0, found " + rating);
    }
    return rating;
  }

  /** The mean target over all cells that count. */
  public double mean() {
    double sum = 0;
    for (float target : cells.target()) {
      sum += target;
    }
    return sum / cells.counted();
  }
}
