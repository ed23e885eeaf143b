package io.github.lanefactor.objective;

import io.github.lanefactor.kernel.CellValues;
import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.Ratings;
import java.util.Arrays;

/**
 * What an objective makes of all ratings.
 *
 * @param cells a target and a weight for each observed cell, and the weight of the others
 * @param scale per item, what lies between outputs of 0 and 1 on the scale of the ratings
 */
public record Targets(Cells cells, float[] scale) {
  /**
   * The targets of all ratings.
   *
   * @param aging what their weights lose with time
   */
  public static Targets of(Ratings ratings, CellRule rule, Aging aging) {
    int[] start = new int[ratings.users() + 1];
    Arrays.setAll(start, ratings::start);
    float[] scale = scale(ratings, rule);
    boolean plain = rule.plain() && aging.none();
    CellValues values =
        CellValues.of(
            ratings.size(),
            p -> rule.target(ratings.ratingAt(p), scale[ratings.itemAt(p)]),
            plain ? null : p -> rule.weight(ratings.ratingAt(p), aging.share(ratings, p)));
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

  private static float[] scale(Ratings ratings, CellRule rule) {
    float[] scale = new float[ratings.items()];
    if (rule.objective() != Objective.SCALED) {
      Arrays.fill(scale, rule.objective() == Objective.RATING ? rule.span() : 1);
      return scale;
    }
    for (int p = 0; p < ratings.size(); p++) {
      int i = ratings.itemAt(p);
      scale[i] = Math.max(scale[i], rule.level(ratings.ratingAt(p)));
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
