package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.InputException;

/** The 2019 blog post's training as a preset: what it fixes, and where it starts. */
final class SeedRecipe {
  private SeedRecipe() {}

  static void preset(Choices choices) {
    choices.objective = Objective.SCALED;
    choices.solver = SolverKind.RMSPROP;
    choices.factors = 15;
    choices.steps = 5000;
    choices.epsilon = 1e-7;
    choices.l2 = 0.0;
    choices.tolerance = 0;
    choices.randomStart = SeedRecipe::start;
  }

  private static Factors start(int users, int items, int k, double mean, long seed) {
    return Start.glorot(users, items, k, seed);
  }

  /**
   * Some settings are part of the recipe.
   *
   * @throws InputException if a trainer that follows it is given another value
   */
  static void check(Choices choices, boolean agrees, String name, String value) {
    if (choices.recipe == Recipe.SEED && !agrees) {
      throw new InputException("the seed recipe's " + name + " is " + value);
    }
  }
}
