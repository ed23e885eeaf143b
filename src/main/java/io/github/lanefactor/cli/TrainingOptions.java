package io.github.lanefactor.cli;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.eval.Validation;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How a model is trained. An option that is not given stays null and leaves the trainer's own
 * default in force; a test holds the defaults in the descriptions against the trainer's.
 */
final class TrainingOptions {
  /** The default recipe. */
  private static final String DEFAULT_RECIPE = "standard";

  @Option(
      names = "--recipe",
      paramLabel = "NAME",
      defaultValue = DEFAULT_RECIPE,
      description =
          "All settings at once. standard: what learns best. seed: the 2019 blog post's, to the"
              + " letter (default: ${DEFAULT-VALUE}).")
  private String recipe;

  @Option(
      names = "--objective",
      paramLabel = "NAME",
      description =
          "What to learn. ranking: all cells, 1 where rated, 0 elsewhere. scaled: all cells, the"
              + " rating over the item's largest. rating: the ratings alone"
              + " (standard: ranking, seed: scaled).")
  private String objective;

  @Option(
      names = "--solver",
      paramLabel = "NAME",
      description = "gauss-newton or rmsprop (standard: gauss-newton, seed: rmsprop).")
  private String solver;

  @Option(
      names = "--factors",
      paramLabel = "K",
      description = "Numbers per user and per item (standard: 32, seed: 15).")
  private Integer factors;

  @Option(
      names = "--sweeps",
      paramLabel = "N",
      description = "Gauss-Newton's sweeps at most (scaled: 12, else: 8).")
  private Integer sweeps;

  @Option(
      names = "--steps",
      paramLabel = "N",
      description = "RMSprop's steps at most (standard: 300, seed: 5000).")
  private Integer steps;

  @Option(
      names = "--values",
      paramLabel = "KIND",
      description =
          "What the values are. ratings: judgements on a scale. counts: how often, as plays; they"
              + " weigh by their logarithm (standard: ratings, unless they look like counts).")
  private String values;

  @Option(
      names = "--liked-from",
      paramLabel = "R",
      description =
          "Ratings below this count against an item (seed: none do; else by the scale: 1.5 of 5 stars,"
              + " 1 of 0 and 1, above 0 where ratings go below 0; counts and equal ratings: none"
              + " do).")
  private Double likedFrom;

  @Option(
      names = "--disliked-weight",
      paramLabel = "X",
      description = "Weight of a disliked item's cell, unrated ones having 1 (standard: 2).")
  private Double dislikedWeight;

  @Option(
      names = "--observed-weight",
      paramLabel = "X",
      description =
          "Weight of a rated cell, others having 1; for ranking, of an item liked as much as is"
              + " typical (ranking: 3, else: 1).")
  private Double observedWeight;

  @Option(
      names = "--half-life",
      paramLabel = "DAYS",
      description =
          "A rating weighs half when it is this much older than the newest (default: it keeps its"
              + " weight).")
  private Double halfLife;

  @Option(
      names = "--l2",
      paramLabel = "X",
      description =
          "L2 regularisation, growing with the number of ratings of a user or item"
              + " (seed: 0, ranking: 0.22, scaled: 0.25, rating: 0.05).")
  private Double l2;

  @Option(
      names = "--l2-exponent",
      paramLabel = "X",
      description = "That exponent (rating: 0.5, else: 1).")
  private Double l2Exponent;

  @Mixin private FeatureOptions features;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description = "RMSprop's learning rate (default: 0.001).")
  private Double learningRate;

  @Option(
      names = "--rho",
      paramLabel = "X",
      description = "RMSprop's decay of the mean square (default: 0.9).")
  private Double rho;

  @Option(
      names = "--momentum",
      paramLabel = "X",
      description = "RMSprop's momentum (default: 0.9).")
  private Double momentum;

  @Option(
      names = "--epsilon",
      paramLabel = "X",
      description =
          "RMSprop's epsilon, inside the root (standard: by the number of cells, seed: 1e-7).")
  private Double epsilon;

  @Option(
      names = "--target-loss",
      paramLabel = "X",
      description = "Stop as soon as the loss is below this; 0 never stops (default: 0).")
  private Double targetLoss;

  @Option(
      names = "--log-every",
      paramLabel = "N",
      description = "RMSprop's steps from one loss in the history to the next (default: 100).")
  private Integer logEvery;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What the random start is drawn from (default: 1).")
  private Long seed;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      description =
          "Hold out this share of the training ratings, measure every sweep on them, keep the best"
              + " and stop after three that are no better.")
  private Double validation;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that work; the result is the same (default: all processors).")
  private Integer threads;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description = "auto, vector or scalar; the result is the same (default: auto).")
  private String kernel;

  @Option(
      names = "--init",
      paramLabel = "WEIGHTS.h5",
      description = "Start from the U, M, bu, bm, bg of this file, matched by id.")
  private Path init;

  @Option(
      names = "--start-from",
      paramLabel = "MODEL",
      description = "Train on from a model; users and items that it does not know start anew.")
  private Path startFrom;

  /**
   * Tells of the files that are read, other than the model to start from, which may be replaced.
   */
  void read(Outputs outputs) {
    outputs.reads(init);
    features.read(outputs);
  }

  /** What the training knows of users and items. */
  FeatureOptions features() {
    return features;
  }

  /** A trainer with all given options, which warms up while data is read. */
  Trainer trainer() {
    Trainer trainer = another();
    warmUp(trainer);
    return trainer;
  }

  /** A trainer with all given options. */
  Trainer another() {
    Trainer trainer = Trainer.of(Choices.of(Recipe.class, "recipe", recipe));
    set(objective, name -> trainer.objective(Choices.of(Objective.class, "objective", name)));
    set(solver, name -> trainer.solver(Choices.of(SolverKind.class, "solver", name)));
    if (init != null) {
      Weights weights = ModelFile.readWeights(init);
      trainer.init(weights).factors(weights.factors());
    }
    if (startFrom != null) {
      if (init != null) {
        throw new InputException("expected --init or --start-from, found both");
      }
      trainer.startFrom(ModelFile.read(startFrom));
    }
    set(factors, trainer::factors);
    set(sweeps, trainer::sweeps);
    set(steps, trainer::steps);
    set(values, name -> trainer.values(Choices.of(Values.class, "values", name)));
    set(likedFrom, trainer::likedFrom);
    set(dislikedWeight, trainer::dislikedWeight);
    set(observedWeight, trainer::observedWeight);
    set(halfLife, trainer::halfLife);
    set(l2, trainer::l2);
    set(l2Exponent, trainer::l2Exponent);
    features.to(trainer);
    set(learningRate, trainer::learningRate);
    set(rho, trainer::rho);
    set(momentum, trainer::momentum);
    set(epsilon, trainer::epsilon);
    set(targetLoss, trainer::targetLoss);
    set(logEvery, trainer::logEvery);
    set(seed, trainer::seed);
    set(threads, trainer::threads);
    set(kernel, trainer::kernel);
    set(validation, Validation::new); // refuses a wrong share before anything is read
    return trainer;
  }

  private static void warmUp(Trainer trainer) {
    Thread thread = new Thread(trainer::warmUp, "lanefactor-warm-up");
    // No such kernel here, settings that diverge, too little memory: the training will say so.
    thread.setUncaughtExceptionHandler((t, e) -> {});
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * What the model is to learn.
   *
   * @throws InputException if the recipe is the seed's, which leaves nothing to search
   */
  Objective searchedObjective() {
    if (Choices.of(Recipe.class, "recipe", recipe) == Recipe.SEED) {
      throw new InputException("expected --recipe standard: the seed's settings are all given");
    }
    return objective == null
        ? Objective.RANKING
        : Choices.of(Objective.class, "objective", objective);
  }

  /** The solver of the standard recipe. */
  SolverKind searchedSolver() {
    return solver == null
        ? SolverKind.GAUSS_NEWTON
        : Choices.of(SolverKind.class, "solver", solver);
  }

  /** The share of the ratings to measure with, or the given default. */
  double validation(double otherwise) {
    return validation == null ? otherwise : validation;
  }

  /** The seed of the random numbers. */
  long seed() {
    return seed == null ? 1 : seed;
  }

  /** How many threads work. */
  int threads() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static <T> void set(T value, Function<T, ?> setter) {
    if (value != null) {
      setter.apply(value);
    }
  }

  /**
   * Trains, with progress on standard error.
   *
   * @param losses receives a line for each loss of the history
   */
  Training train(Trainer trainer, Ratings ratings, Progress progress, PrintWriter losses) {
    if (halfLife != null && Double.isFinite(halfLife) && !ratings.hasTimes()) {
      throw new InputException("--half-life: expected ratings with times, found none");
    }
    trainer.listener(
        (point, logged, total) -> {
          if (logged) {
            progress.clear();
            losses.println(Text.step(point));
            losses.flush();
          }
          progress.at(point, total);
          return true;
        });
    try {
      return validation == null
          ? trainer.train(ratings)
          : validation(progress, losses).train(trainer, ratings);
    } catch (InputException e) {
      // All that a trainer can refuse here is the start weights.
      Path start = init == null ? startFrom : init;
      throw start == null ? e : new InputException(start + ": " + e.getMessage(), e);
    } finally {
      progress.clear();
    }
  }

  /**
   * Tells how the values of the ratings are read, where that may surprise.
   *
   * @param reader what has read the ratings
   */
  void tell(Trainer trainer, Ratings ratings, RatingsReader reader, PrintWriter err) {
    Settings settings = trainer.settings(ratings);
    Feedback feedback = settings.feedback();
    if (values == null && startFrom == null && feedback.values() == Values.COUNTS) {
      err.println("note: the values look like counts, such as plays; see --values");
    }
    boolean weighed = settings.objective() != Objective.RATING;
    if (values == null && weighed && feedback.values() == Values.RATINGS) {
      reader
          .countsColumn()
          .ifPresent(
              name ->
                  err.println(
                      "note: "
                          + name
                          + " may be counts, which would weigh by their logarithm; see --values"));
    }
    if (likedFrom == null && weighed && ValueNotes.anyDisliked(feedback, ratings)) {
      err.printf(
          "note: ratings below %s count as dislikes; see --liked-from%n",
          ValueNotes.number(feedback.likedFrom()));
    }
    ValueNotes.tellFar(feedback, ratings, reader, err);
    if (Double.isFinite(settings.halfLife())) {
      ValueNotes.tellTimeless(ratings, err);
    }
    err.flush();
  }

  private Validation validation(Progress progress, PrintWriter losses) {
    return new Validation(validation)
        .seed(seed())
        .threads(threads())
        .listener(
            measured -> {
              progress.clear();
              losses.println("validation: " + Text.fixed(measured, 5));
            });
  }
}
