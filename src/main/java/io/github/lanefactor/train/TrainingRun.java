package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.NewtonPrior;
import io.github.lanefactor.kernel.NewtonStart;
import io.github.lanefactor.kernel.Rmsprop;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.FeaturePrior;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Origin;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.objective.Aging;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.objective.Targets;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.support.Events;
import io.github.lanefactor.train.Training.Ending;
import io.github.lanefactor.train.Training.Ending.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.DoubleConsumer;

/** One training: start, steps, when to stop, what to keep. */
final class TrainingRun {
  private final Choices choices;
  private final Ratings ratings;
  private long began = System.nanoTime();
  private final List<Training.Point> history = new ArrayList<>();
  private final Settings settings;
  private final RatingStatistics statistics;
  private final boolean newton;
  private final int limit;
  private Targets targets;
  private Optional<Features> ofUsers;
  private Optional<Features> ofItems;
  private Rated rated;
  private NewtonPrior userPrior;
  private NewtonPrior itemPrior;
  private Cells cells;
  private Ridge ridge;
  private Factors weights;
  private Factors kept;
  private int keptStep;
  private double keptObjective = Double.POSITIVE_INFINITY;

  /** Loss and L2, which a sweep lowers; the loss alone may rise. */
  private double objective = Double.POSITIVE_INFINITY;

  private double objectiveBefore;
  private double bestQuality = Double.NEGATIVE_INFINITY;
  private int looksSinceBest;
  private int firstStep;
  private Checkpoints checkpoints;

  TrainingRun(Choices choices, Ratings ratings) {
    this.choices = choices;
    this.ratings = ratings;
    this.settings = Defaults.resolve(choices, ratings);
    this.statistics = RatingStatistics.of(ratings);
    this.newton = settings.solver() == SolverKind.GAUSS_NEWTON;
    this.limit = settings.steps();
  }

  Training run() {
    if (choices.cluster != null && !newton) {
      throw new InputException("a cluster trains by Gauss-Newton only");
    }
    HeapNeed.check(ratings, settings, choices.threads);
    targets = Targets.of(ratings, CellRule.of(settings), Aging.of(ratings, settings.halfLife()));
    ofUsers = UsedFeatures.ofUsers(choices, settings, ratings);
    ofItems = UsedFeatures.ofItems(choices, settings, ratings);
    if (choices.cluster != null && ofUsers.isPresent()) {
      throw new InputException("a cluster trains without features of users");
    }
    cells = targets.cells();
    if (ofUsers.isPresent() || ofItems.isPresent()) {
      rated = new Rated(ofUsers, ofItems, cells);
      cells = rated.cells(cells);
    }
    ridge =
        Ridge.of(
            cells, Ridge.Growth.of(settings.objective(), settings.l2(), settings.l2Exponent()));
    try (Kernel kernel = Checks.open(choices.kernel, choices.threads)) {
      return run(kernel);
    }
  }

  private Training run(Kernel kernel) {
    Factors start = start(kernel);
    try (Checkpoints open = Checkpoints.of(choices, settings, ratings, start)) {
      checkpoints = open;
      Optional<Checkpoint> resumed = open.resumed(start);
      weights = resumed.map(checkpoint -> checkpoint.solver().get(0)).orElse(start).copy();
      kept = weights.copy();
      return training(train(kernel, resumed));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release the checkpoint: " + e.getMessage(), e);
    }
  }

  private void goOn(Checkpoint from, Solver solver) {
    solver.restore(from.solver());
    firstStep = from.step();
    began -= (long) (from.seconds() * 1e9);
    history.addAll(from.history());
    kept = from.kept().weights();
    keptStep = from.kept().step();
    keptObjective = from.kept().objective();
    objective = from.objective();
    bestQuality = from.kept().quality();
    looksSinceBest = from.kept().looksSince();
  }

  private Checkpoint checkpoint(int step, Solver solver) {
    Checkpoint.Kept best =
        new Checkpoint.Kept(kept.copy(), keptStep, keptObjective, bestQuality, looksSinceBest);
    return new Checkpoint(step, seconds(), solver.save(), history, objective, best);
  }

  private double seconds() {
    return (System.nanoTime() - began) * 1e-9;
  }

  /** Steps to the end, from the start or a checkpoint; says why it ended. */
  private Ending train(Kernel kernel, Optional<Checkpoint> resumed) {
    Solver solver;
    try {
      solver = solver(kernel, weights);
    } catch (CancellationException e) {
      return new Ending(Kind.CANCELLED, "interrupted"); // before the first step
    }
    try (solver) {
      resumed.ifPresent(checkpoint -> goOn(checkpoint, solver));
      return train(solver);
    }
  }

  /** Steps to the end, keeps the weights that the model is to have, and says why it ended. */
  private Ending train(Solver solver) {
    try {
      Ending ending = steps(solver);
      if (choices.quality != null || rose(ending)) {
        return ending;
      }
      solver.store(weights);
      keepFinite();
      return ending;
    } catch (CancellationException e) {
      // Half a sweep may be done: its users have moved and its items have not. Half a step is not.
      if (!newton) {
        solver.store(weights);
      }
      if (choices.quality == null && weights.finite()) {
        keep(history.size());
      }
      checkpoints.save();
      return new Ending(Kind.CANCELLED, "interrupted");
    }
  }

  /** Whether it matters if loss and L2 rise. With a tolerance of 0 the last sweep is asked for. */
  private boolean watched() {
    return newton && choices.tolerance > 0;
  }

  /** Whether the sweep that was kept is better than the last one. */
  private boolean rose(Ending ending) {
    return watched() && ending.kind() != Kind.CANCELLED && objective > keptObjective;
  }

  private Factors start(Kernel kernel) {
    int k = settings.factors();
    if (choices.init == null) {
      Factors random =
          choices.randomStart.draw(cells.users(), cells.items(), k, mean(), settings.seed());
      if (newton) {
        float itemSize = settings.objective() == Objective.RANKING ? 0.4f : 0.1f;
        try {
          NewtonStart.at(kernel, cells, cells.transposed(), random, 0.1f, itemSize);
        } catch (CancellationException e) {
          // Nothing has changed; the first sweep will end the training.
        }
      }
      return random;
    }
    Factors others =
        choices.initMayLack
            ? choices.randomStart.draw(ratings.users(), ratings.items(), k, mean(), settings.seed())
            : null;
    Factors given = Start.from(choices.init, ratings, k, others);
    return rated == null ? given : rated.narrow(given);
  }

  /** The mean target over the cells that count. */
  private double mean() {
    return targets.mean() * targets.cells().counted() / cells.counted();
  }

  private Solver solver(Kernel kernel, Factors start) {
    if (newton) {
      int k = settings.factors();
      if (ofUsers.isPresent()) {
        userPrior = new NewtonPrior(kernel, k, rated.users(), ridge.users());
      }
      if (ofItems.isPresent()) {
        itemPrior = new NewtonPrior(kernel, k, rated.items(), ridge.items());
      }
      GaussNewton.Where where = LocalHalves::new;
      if (choices.cluster != null) {
        where = ClusterHalves.on(choices.cluster, choices.kernel);
      }
      return new GaussNewton(where, kernel, cells, start, ridge, userPrior, itemPrior);
    }
    Settings.Rmsprop s = settings.rmsprop();
    Rmsprop rmsprop = Rmsprop.of(s.learningRate(), s.rho(), s.momentum(), s.epsilon());
    return new RmspropSolver(kernel, cells, start, rmsprop, ridge);
  }

  /** Steps until there is a reason to stop, and returns it. */
  private Ending steps(Solver solver) {
    for (int step = firstStep; step < limit; step++) {
      int next = step;
      checkpoints.at(next, () -> checkpoint(next, solver));
      boolean look = newton || step % choices.logEvery == 0;
      if (look) {
        solver.store(weights);
        if (choices.quality != null && !better(step)) {
          return new Ending(Kind.NO_BETTER, "no better for " + choices.patience + " looks");
        }
      }
      DoubleConsumer event = newton ? Events.sweep(step) : Events.step(step);
      double loss = solver.step();
      event.accept(loss);
      measured(loss + solver.held());
      boolean below = loss < choices.targetLoss;
      boolean logged = look || below || step == limit - 1;
      boolean goOn = point(step, loss, logged);
      if (look && choices.quality == null && (!watched() || objective <= keptObjective)) {
        keptObjective = objective;
        keep(step);
      }
      if (below) {
        Ending ending = new Ending(Kind.TARGET_REACHED, "loss below " + choices.targetLoss);
        return ended(solver, step + 1, ending);
      }
      if (newton && step > 0 && stalled()) {
        String share = "loss and L2 fell by less than a share of " + choices.tolerance;
        return ended(solver, step + 1, new Ending(Kind.STALLED, share));
      }
      if (!goOn) {
        checkpoints.at(step + 1, () -> checkpoint(next + 1, solver));
        checkpoints.save();
        return ended(solver, step + 1, new Ending(Kind.CANCELLED, "ended by the listener"));
      }
    }
    if (newton || choices.quality != null) {
      point(limit, lossNow(solver), true);
    }
    String all = limit + (newton ? " sweeps" : " steps") + " done";
    return ended(solver, limit, new Ending(Kind.DONE, all));
  }

  /** Measures the weights after the last step too; says if loss and L2 have risen to there. */
  private Ending ended(Solver solver, int step, Ending ending) {
    if (choices.quality != null) {
      solver.store(weights);
      better(step);
      return ending;
    }
    if (newton && ending.kind() != Kind.CANCELLED && ending.kind() != Kind.DONE) {
      if (objective <= keptObjective) {
        point(step, lossNow(solver), true); // of the weights after the last sweep
      }
    }
    if (rose(ending)) {
      String kept = "loss and L2 rose: kept the weights of sweep " + keptStep;
      return new Ending(ending.kind(), ending.kind() == Kind.DONE ? ending + "; " + kept : kept);
    }
    return ending;
  }

  private double lossNow(Solver solver) {
    double loss = solver.loss();
    measured(loss + solver.held());
    return loss;
  }

  private void measured(double newest) {
    objectiveBefore = objective;
    objective = newest;
  }

  /** Records a loss and calls the listener; false if it wants to end the training. */
  private boolean point(int step, double loss, boolean logged) {
    if (!Double.isFinite(loss)) {
      throw new DivergedException(
          "the loss is " + loss + " at step " + step + "; kept the weights of step " + keptStep,
          diverged("diverged at step " + step));
    }
    Training.Point point = new Training.Point(step, loss, seconds());
    if (logged) {
      history.add(point);
    }
    return choices.listener.at(point, logged, limit);
  }

  private void keep(int step) {
    weights.copyTo(kept);
    keptStep = step;
  }

  /** Keeps the weights after the last step, whose loss was not computed. */
  private void keepFinite() {
    int step = history.isEmpty() ? 0 : history.get(history.size() - 1).step();
    if (!weights.finite()) {
      throw new DivergedException(
          "weights are not finite after step " + step + "; kept those of step " + keptStep,
          diverged("diverged after step " + step));
    }
    keep(step);
  }

  /** Measures the quality of the current weights; false if it is time to stop. */
  private boolean better(int step) {
    double quality = choices.quality.applyAsDouble(model(weights));
    if (quality > bestQuality) {
      bestQuality = quality;
      looksSinceBest = 0;
      keep(step);
      return true;
    }
    looksSinceBest++;
    return looksSinceBest < choices.patience;
  }

  private boolean stalled() {
    return choices.tolerance > 0 && objective > objectiveBefore * (1 - choices.tolerance);
  }

  /** The last point of the history that is about the weights that are kept. */
  private int lastKnown() {
    boolean better = watched() && objective > keptObjective;
    return better ? keptStep : Integer.MAX_VALUE;
  }

  private Training diverged(String description) {
    return training(new Ending(Kind.DIVERGED, description));
  }

  private Training training(Ending ending) {
    return new Training(model(kept), history, ending, seconds());
  }

  private FactorModel model(Factors narrow) {
    FeaturePrior users = prior(userPrior, ofUsers, narrow.u, narrow.bu);
    FeaturePrior items = prior(itemPrior, ofItems, narrow.m, narrow.bm);
    boolean all = users == null && items == null;
    Factors from = all ? narrow : rated.widen(narrow, users, items);
    Weights copy =
        new Weights(ratings.catalogue(), from.factors, from.u, from.m, from.bu, from.bm, from.bg);
    // Up to the loss of these weights, or the last one before the step that made them.
    List<Origin.Loss> losses =
        history.stream()
            .filter(p -> choices.quality != null || p.step() <= lastKnown())
            .filter(p -> Double.isFinite(p.loss()))
            .map(p -> new Origin.Loss(p.step(), p.loss()))
            .toList();
    FactorModel model =
        new FactorModel(
            copy,
            settings,
            targets.scale(),
            statistics,
            Optional.of(ratings),
            new Origin(Optional.empty(), losses, Optional.empty()));
    return model.withPriors(Optional.ofNullable(users), Optional.ofNullable(items));
  }

  /** The prior of one side, fitted to its numbers; null if there is none. */
  private static FeaturePrior prior(
      NewtonPrior fitted, Optional<Features> features, float[] numbers, float[] bias) {
    if (fitted == null) {
      return null;
    }
    fitted.fitAlone(numbers, bias);
    return new FeaturePrior(
        features.get().features(), numbers.length / bias.length, fitted.coefficients());
  }
}
