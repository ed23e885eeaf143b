package io.github.lanefactor.eval;

import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.train.Trainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleBiFunction;

/**
 * What a {@link Tuner} needs to search a {@link Trainer}'s settings, named as on the command line.
 *
 * <pre>{@code
 * SearchSpace space = TrainerSearch.space(Objective.RANKING, SolverKind.GAUSS_NEWTON);
 * List<Split> parts = TrainerSearch.parts(ratings, 0.1, 1);
 * List<Trial> ranked = new Tuner(space).search(parts, TrainerSearch.score(Trainer::ranking));
 * TrainerSearch.apply(Trainer.ranking(), ranked.get(0).settings()).train(ratings);
 * }</pre>
 */
public final class TrainerSearch {
  private static final int PARTS = 3;

  private TrainerSearch() {}

  /** The settings that matter for an objective and a solver, over ranges that have worked well. */
  public static SearchSpace space(Objective objective, SolverKind solver) {
    SearchSpace space = new SearchSpace();
    if (objective == Objective.RATING) {
      space
          .list("factors", 8, 16, 32, 64)
          .log("l2", 0.01, 0.3)
          .list("l2-exponent", 0, 0.25, 0.5, 0.75);
    } else {
      space
          .list("factors", 16, 32, 48, 64, 96)
          .log("observed-weight", 1, 12)
          .log("l2", 0.05, 2)
          .list("l2-exponent", 0.5, 0.75, 1, 1.25);
    }
    return solver == SolverKind.GAUSS_NEWTON
        ? space.list("sweeps", 4, 6, 8, 12, 16)
        : space.log("learning-rate", 3e-4, 3e-2).list("steps", 100, 200, 400, 800);
  }

  /**
   * Gives a trainer settings by name; a name that it does not know is refused.
   *
   * @throws InputException if there is no such setting, or the trainer refuses a value
   */
  public static Trainer apply(Trainer trainer, Map<String, Double> settings) {
    settings.forEach(
        (name, value) -> {
          switch (name) {
            case "factors" -> trainer.factors(value.intValue());
            case "observed-weight" -> trainer.observedWeight(value);
            case "l2" -> trainer.l2(value);
            case "l2-exponent" -> trainer.l2Exponent(value);
            case "sweeps" -> trainer.sweeps(value.intValue());
            case "steps" -> trainer.steps(value.intValue());
            case "learning-rate" -> trainer.learningRate(value);
            default -> throw new InputException("expected a setting to search, found " + name);
          }
        });
    return trainer;
  }

  /**
   * Splits to search on: three, each with a random part of the ratings held out.
   *
   * @param share the share of the ratings to hold out, between 0 and 1
   */
  public static List<Split> parts(Ratings ratings, double share, long seed) {
    List<Split> parts = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      parts.add(Split.holdout(ratings, share, seed + part));
    }
    return List.copyOf(parts);
  }

  /**
   * Trains with the settings and measures as {@link Validation#measure} does, on a single thread,
   * since the trials of a search run in parallel.
   *
   * @param trainer makes a trainer with the settings that are not searched
   */
  public static ToDoubleBiFunction<Map<String, Double>, Split> score(Supplier<Trainer> trainer) {
    return (settings, split) -> {
      Trainer one = apply(trainer.get(), settings).threads(1);
      return Validation.measure(one.train(split.train()).model(), new Evaluator(split).threads(1));
    };
  }
}
