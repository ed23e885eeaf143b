package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.Rmsprop;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.objective.Targets;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Checks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One training: start, steps, when to stop, what to keep. */
final class TrainingRun {
  private final Trainer trainer;
  private final Ratings ratings;
  private final long began = System.nanoTime();
  private final List<Training.Point> history = new ArrayList<>();
  private final boolean newton;
  private final int limit;
  private Targets targets;
  private Factors weights;
  private Factors kept;
  private int keptStep;
  private double bestQuality = Double.NEGATIVE_INFINITY;
  private int looksSinceBest;

  TrainingRun(Trainer trainer, Ratings ratings) {
    this.trainer = trainer;
    this.ratings = ratings;
    this.newton = trainer.solver == SolverKind.GAUSS_NEWTON;
    this.limit = newton ? Defaults.sweeps(trainer) : Defaults.steps(trainer);
  }

  Training run() {
    targets = Targets.of(ratings, trainer.objective, Defaults.observedWeight(trainer));
    Factors start = start();
    weights = start.copy();
    kept = start.copy();
    try (Kernel kernel = Checks.open(trainer.kernel, trainer.threads)) {
      Solver solver = solver(kernel, start);
      String ending = steps(solver);
      if (trainer.quality == null) {
        solver.store(weights);
        keepFinite();
      }
      return training(ending);
    }
  }

  private Factors start() {
    if (trainer.init != null) {
      return Start.from(trainer.init, ratings, trainer.factors);
    }
    return trainer.recipe == Recipe.SEED
        ? Start.glorot(ratings.users(), ratings.items(), trainer.factors, trainer.seed)
        : Start.normal(
            ratings.users(), ratings.items(), trainer.factors, targets.mean(), trainer.seed);
  }

  private Solver solver(Kernel kernel, Factors start) {
    Cells cells = targets.cells;
    Ridge ridge =
        Ridge.of(
            cells,
            Ridge.Growth.of(trainer.objective, Defaults.l2(trainer), Defaults.l2Exponent(trainer)));
    if (newton) {
      return new GaussNewton(kernel, cells, start, ridge);
    }
    Rmsprop settings =
        Rmsprop.of(
            trainer.learningRate,
            trainer.rho,
            trainer.momentum,
            Defaults.epsilon(trainer, targets.cells));
    return new RmspropSolver(kernel, cells, start, settings, ridge);
  }

  /** Steps until there is a reason to stop, and returns it. */
  private String steps(Solver solver) {
    for (int step = 0; step < limit; step++) {
      boolean look = newton || step % trainer.logEvery == 0;
      if (look) {
        solver.store(weights);
        if (trainer.quality != null && !better(step)) {
          return "no better for " + trainer.patience + " looks";
        }
      }
      double loss = solver.step();
      boolean below = loss < trainer.targetLoss;
      boolean logged = look || below || step == limit - 1;
      point(step, loss, logged);
      if (look && trainer.quality == null) {
        keep(step);
      }
      if (below) {
        return ended(solver, step + 1, "loss below " + trainer.targetLoss);
      }
      if (newton && step > 0 && stalled()) {
        String ending = "loss fell by less than a share of " + trainer.tolerance;
        return ended(solver, step + 1, ending);
      }
    }
    if (newton || trainer.quality != null) {
      point(limit, solver.loss(), true);
    }
    return ended(solver, limit, limit + (newton ? " sweeps" : " steps") + " done");
  }

  /** Looks at the weights after the last step too. */
  private String ended(Solver solver, int step, String ending) {
    if (trainer.quality != null) {
      solver.store(weights);
      better(step);
    }
    return ending;
  }

  private void point(int step, double loss, boolean logged) {
    if (!Double.isFinite(loss)) {
      throw new DivergedException(
          "the loss is " + loss + " at step " + step + "; kept the weights of step " + keptStep,
          training("diverged at step " + step));
    }
    Training.Point point = new Training.Point(step, loss, (System.nanoTime() - began) * 1e-9);
    if (logged) {
      history.add(point);
    }
    trainer.listener.at(point, logged, limit);
  }

  private void keep(int step) {
    weights.copyTo(kept);
    keptStep = step;
  }

  /** Keeps the weights after the last step, whose loss nobody has looked at. */
  private void keepFinite() {
    int step = history.isEmpty() ? 0 : history.get(history.size() - 1).step();
    if (!weights.finite()) {
      throw new DivergedException(
          "weights are not finite after step " + step + "; kept those of step " + keptStep,
          training("diverged after step " + step));
    }
    keep(step);
  }

  /** Looks at the quality of the current weights; false when it is time to stop. */
  private boolean better(int step) {
    double quality = trainer.quality.applyAsDouble(model(weights));
    if (quality > bestQuality) {
      bestQuality = quality;
      looksSinceBest = 0;
      keep(step);
      return true;
    }
    looksSinceBest++;
    return looksSinceBest < trainer.patience;
  }

  private boolean stalled() {
    double last = history.get(history.size() - 1).loss();
    double before = history.get(history.size() - 2).loss();
    return last > before * (1 - trainer.tolerance) && trainer.tolerance > 0;
  }

  private Training training(String ending) {
    double seconds = (System.nanoTime() - began) * 1e-9;
    return new Training(model(kept), history, ending, seconds);
  }

  private FactorModel model(Factors from) {
    Weights copy =
        new Weights(
            ratings.userIds(),
            ratings.itemIds(),
            from.factors,
            from.u.clone(),
            from.m.clone(),
            from.bu.clone(),
            from.bm.clone(),
            from.bg);
    return new FactorModel(
        ratings, trainer.recipe, trainer.objective, copy, targets.scale, settings());
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("recipe", trainer.recipe.name().toLowerCase(Locale.ROOT));
    settings.put("objective", trainer.objective.name().toLowerCase(Locale.ROOT));
    settings.put("solver", newton ? "gauss-newton" : "rmsprop");
    settings.put("factors", Integer.toString(trainer.factors));
    settings.put(newton ? "sweeps" : "steps", Integer.toString(limit));
    settings.put("observed weight", Double.toString(Defaults.observedWeight(trainer)));
    settings.put("l2", Double.toString(Defaults.l2(trainer)));
    settings.put("l2 exponent", Double.toString(Defaults.l2Exponent(trainer)));
    if (!newton) {
      settings.put("learning rate", Double.toString(trainer.learningRate));
      settings.put("rho", Double.toString(trainer.rho));
      settings.put("momentum", Double.toString(trainer.momentum));
      settings.put("epsilon", Double.toString(Defaults.epsilon(trainer, targets.cells)));
    }
    settings.put("start", trainer.init == null ? "seed " + trainer.seed : "given weights");
    if (!history.isEmpty()) {
      Training.Point last = history.get(history.size() - 1);
      settings.put("last step", Integer.toString(last.step()));
      settings.put("last loss", Double.toString(last.loss()));
    }
    return settings;
  }
}
