package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;

/**
 * What a setting is where none was given. How the figures were chosen is told in {@code
 * docs/solver.md}.
 */
final class Defaults {
  private Defaults() {}

  static int steps(Trainer trainer) {
    int otherwise = trainer.recipe == Recipe.SEED ? 5000 : 300;
    return trainer.steps != null ? trainer.steps : otherwise;
  }

  static int sweeps(Trainer trainer) {
    int otherwise = trainer.objective == Objective.SCALED ? 12 : 8;
    return trainer.sweeps != null ? trainer.sweeps : otherwise;
  }

  /** RMSprop's ε: a gradient of a mean over c cells is about 2/c, which ε must not swamp. */
  static double epsilon(Trainer trainer, Cells cells) {
    if (trainer.epsilon != null) {
      return trainer.epsilon;
    }
    double scale = 2 / cells.counted();
    return trainer.recipe == Recipe.SEED ? 1e-7 : 1e-5 * scale * scale;
  }

  static double observedWeight(Trainer trainer) {
    double otherwise = trainer.objective == Objective.RANKING ? 3 : 1;
    return trainer.observedWeight != null ? trainer.observedWeight : otherwise;
  }

  static double l2(Trainer trainer) {
    double otherwise = trainer.objective == Objective.RATING ? 0.05 : 0.25;
    if (trainer.recipe == Recipe.SEED) {
      otherwise = 0;
    }
    return trainer.l2 != null ? trainer.l2 : otherwise;
  }

  static double l2Exponent(Trainer trainer) {
    double otherwise = trainer.objective == Objective.RATING ? 0.5 : 1;
    return trainer.l2Exponent != null ? trainer.l2Exponent : otherwise;
  }
}
