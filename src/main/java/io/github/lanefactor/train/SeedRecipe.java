package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.InputException;

/** The 2019 blog post's training as a preset: what it fixes, and where it starts. */
final class SeedRecipe {
  private SeedRecipe() {}

  static void preset(Trainer trainer) {
    trainer.objective = Objective.SCALED;
    trainer.solver = SolverKind.RMSPROP;
    trainer.factors = 15;
    trainer.steps = 5000;
    trainer.epsilon = 1e-7;
    trainer.l2 = 0.0;
    trainer.tolerance = 0;
    trainer.randomStart = SeedRecipe::start;
  }

  private static Factors start(int users, int items, int k, double mean, long seed) {
    return Start.glorot(users, items, k, seed);
  }

  /**
   * Some settings are part of the recipe.
   *
   * @throws InputException if a trainer that follows it is given another value
   */
  static void check(Trainer trainer, boolean agrees, String name, String value) {
    if (trainer.recipe == Recipe.SEED && !agrees) {
      throw new InputException("the seed recipe's " + name + " is " + value);
    }
  }
}
