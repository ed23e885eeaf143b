package io.github.lanefactor.objective;

import io.github.lanefactor.kernel.CellValues;
import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.Arrays;

/**
 * What an objective makes of all ratings.
 *
 * @param cells a target and a weight for each observed cell, and the weight of the others
 * @param scale per item, what an output of 1 stands for on the scale of the ratings
 */
public record Targets(Cells cells, float[] scale) {
  /** Headroom above the largest rating: a sigmoid approaches 1 but never reaches it. */
  private static final float HEADROOM = 1.05f;

  /**
   * The targets of all ratings.
   *
   * @param aging what their weights lose with time
   * @throws InputException if a rating is below 0 and the objective needs ratings
   */
  public static Targets of(Ratings ratings, CellRule rule, Aging aging) {
    int[] start = new int[ratings.users() + 1];
    Arrays.setAll(start, ratings::start);
    float[] scale = scale(ratings, rule.objective());
    boolean plain = rule.plain() && aging.none();
    CellValues values =
        CellValues.of(
            ratings.size(),
            p -> rule.target(ratings.ratingAt(p), scale[ratings.itemAt(p)]),
            plain
                ? null
                : p -> (float) (rule.weight(ratings.ratingAt(p)) * aging.share(ratings, p)));
    Cells cells =
        new Cells(
            ratings.users(),
            ratings.items(),
            start,
            ratings.itemNumbers(),
            values,
            rule.missingWeight());
    return new Targets(cells, scale);
  }

  private static float[] scale(Ratings ratings, Objective objective) {
    float[] scale = new float[ratings.items()];
    if (objective == Objective.RANKING) {
      Arrays.fill(scale, 1);
      return scale;
    }
    float largest = Float.MIN_NORMAL;
    for (int p = 0; p < ratings.size(); p++) {
      float rating = ratings.ratingAt(p);
      if (rating < 0) {
        throw new InputException("expected ratings of at least 0, found " + rating);
      }
      int i = ratings.itemAt(p);
      scale[i] = Math.max(scale[i], rating);
      largest = Math.max(largest, rating);
    }
    if (objective == Objective.RATING) {
      Arrays.fill(scale, largest * HEADROOM);
    }
    return scale;
  }

  /** The mean target over all cells that count. */
  public double mean() {
    double sum = 0;
    for (int p = 0; p < cells.size(); p++) {
      sum += cells.targetAt(p);
    }
    return sum / cells.counted();
  }
}
