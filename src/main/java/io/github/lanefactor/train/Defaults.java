package io.github.lanefactor.train;

import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.Ratings;

/** Resolves the settings that were not given. {@code docs/solver.md} says how they were chosen. */
final class Defaults {
  private Defaults() {}

  /** All settings of a training on these ratings. */
  static Settings resolve(Trainer trainer, Ratings ratings) {
    Objective objective = trainer.objective;
    boolean ranking = objective == Objective.RANKING;
    boolean rating = objective == Objective.RATING;
    boolean newton = trainer.solver == SolverKind.GAUSS_NEWTON;
    int sweeps = or(trainer.sweeps, objective == Objective.SCALED ? 12 : 8);
    int steps = or(trainer.steps, 300);
    return new Settings(
        trainer.recipe,
        objective,
        trainer.solver,
        trainer.factors,
        newton ? sweeps : steps,
        or(trainer.observedWeight, ranking ? 3.0 : 1.0),
        or(trainer.l2, rating ? 0.05 : 0.25),
        or(trainer.l2Exponent, rating ? 0.5 : 1.0),
        new Settings.Rmsprop(
            trainer.learningRate,
            trainer.rho,
            trainer.momentum,
            or(trainer.epsilon, epsilon(ratings, rating))),
        trainer.seed,
        trainer.init != null);
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
