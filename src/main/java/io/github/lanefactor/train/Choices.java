package io.github.lanefactor.train;

import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The settings of a trainer; null means a default that depends on the others. */
final class Choices {
  final Recipe recipe;
  Objective objective = Objective.RANKING;
  SolverKind solver = SolverKind.GAUSS_NEWTON;
  int factors = 32;
  Integer steps;
  Integer sweeps;
  double learningRate = 1e-3;
  double rho = 0.9;
  double momentum = 0.9;
  Double epsilon;
  Double observedWeight;
  double halfLife = Double.POSITIVE_INFINITY;
  Values values;
  Double likedFrom;
  Double dislikedWeight;
  Double l2;
  Double l2Exponent;
  double targetLoss;
  double tolerance = 1e-4;
  int logEvery = 100;
  long seed = 1;
  int threads = Runtime.getRuntime().availableProcessors();
  KernelChoice kernel = KernelChoice.AUTO;
  Weights init;

  /** Where sweeps are computed; null for this machine. */
  Cluster cluster;

  /** Whether features are used at all. */
  boolean features = true;

  Features itemFeatures = Features.DEFAULT;
  Features userFeatures = Features.DEFAULT;

  /** Whether {@link #init} may lack users and items. */
  boolean initMayLack;

  Start.Random randomStart = Start::normal;
  ToDoubleFunction<FactorModel> quality;
  int patience;
  Path resume;
  Path checkpoint;
  Due checkpointDue;
  Training.Listener listener = (point, logged, total) -> true;

  /**
   * Features of one side.
   *
   * @param given a program's own; null if there are none
   * @param columns of the catalogue; null for all that are known
   */
  record Features(io.github.lanefactor.ratings.Features given, List<String> columns) {
    static final Features DEFAULT = new Features(null, null);

    boolean wanted() {
      return given != null || columns != null;
    }
  }

  /** When the next checkpoint is to be written. */
  @FunctionalInterface
  interface Due {
    /**
     * @param steps since the last one
     * @param nanos since the last one
     */
    boolean after(int steps, long nanos);
  }

  Choices(Recipe recipe) {
    this.recipe = recipe;
  }

  Choices copy() {
    Choices copy = new Choices(recipe);
    copy.objective = objective;
    copy.solver = solver;
    copy.factors = factors;
    copy.steps = steps;
    copy.sweeps = sweeps;
    copy.learningRate = learningRate;
    copy.rho = rho;
    copy.momentum = momentum;
    copy.epsilon = epsilon;
    copy.observedWeight = observedWeight;
    copy.halfLife = halfLife;
    copy.values = values;
    copy.likedFrom = likedFrom;
    copy.dislikedWeight = dislikedWeight;
    copy.l2 = l2;
    copy.l2Exponent = l2Exponent;
    copy.targetLoss = targetLoss;
    copy.tolerance = tolerance;
    copy.logEvery = logEvery;
    copy.seed = seed;
    copy.threads = threads;
    copy.kernel = kernel;
    copy.init = init;
    copy.cluster = cluster;
    copy.features = features;
    copy.itemFeatures = itemFeatures;
    copy.userFeatures = userFeatures;
    copy.initMayLack = initMayLack;
    copy.randomStart = randomStart;
    copy.quality = quality;
    copy.patience = patience;
    copy.resume = resume;
    copy.checkpoint = checkpoint;
    copy.checkpointDue = checkpointDue;
    copy.listener = listener;
    return copy;
  }
}
