package io.github.lanefactor.train;

import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.Ratings;

/** Resolves the settings that were not given. {@code docs/solver.md} says how they were chosen. */
final class Defaults {
  private Defaults() {}

  /** All settings of a training on these ratings. */
  static Settings resolve(Choices choices, Ratings ratings) {
    Objective objective = choices.objective;
    boolean ranking = objective == Objective.RANKING;
    boolean rating = objective == Objective.RATING;
    boolean newton = choices.solver == SolverKind.GAUSS_NEWTON;
    int sweeps = or(choices.sweeps, objective == Objective.SCALED ? 12 : 8);
    int steps = or(choices.steps, 300);
    return new Settings(
        choices.recipe,
        objective,
        choices.solver,
        choices.factors,
        newton ? sweeps : steps,
        or(choices.observedWeight, ranking ? 3.0 : 1.0),
        choices.halfLife,
        or(choices.l2, ranking ? 0.22 : rating ? 0.05 : 0.25),
        or(choices.l2Exponent, rating ? 0.5 : 1.0),
        FeedbackDefaults.resolve(choices, ratings),
        new Settings.Rmsprop(
            choices.learningRate,
            choices.rho,
            choices.momentum,
            or(choices.epsilon, epsilon(ratings, rating))),
        choices.seed,
        choices.init != null);
  }

  private static <T> T or(T given, T otherwise) {
    return given != null ? given : otherwise;
  }

  /** A gradient of a mean over c cells is about 2/c, which ε must not swamp. */
  private static double epsilon(Ratings ratings, boolean observedOnly) {
    double cells =
        observedOnly ? Math.max(1, ratings.size()) : (double) ratings.users() * ratings.items();
    double scale = 2 / cells;
    return 1e-5 * scale * scale;
  }
}
