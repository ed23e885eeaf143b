package io.github.lanefactor.eval;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Origin;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.train.DivergedException;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.util.function.DoubleConsumer;

/**
 * Training with early stopping: a random part of the ratings is held out, the model is measured on
 * it before every sweep and after the last, and the best one is kept.
 *
 * <pre>{@code
 * Training training = new Validation(0.1).train(Trainer.ranking().sweeps(30), ratings);
 * }</pre>
 *
 * <p>The result depends on the seed and not on the number of threads.
 */
public final class Validation {
  private final double share;
  private int patience = 3;
  private long seed = 1;
  private int threads = Runtime.getRuntime().availableProcessors();
  private DoubleConsumer listener = quality -> {};

  /**
   * @param share the share of the ratings to hold out, between 0 and 1
   * @throws InputException if it is out of range
   */
  public Validation(double share) {
    if (!(share > 0 && share < 1)) {
      throw new InputException(
          "expected a share of the ratings between 0 and 1 to validate with, found " + share);
    }
    this.share = share;
  }

  /**
   * Stop after so many looks without a better one, at least 1; 3 by default.
   *
   * @throws InputException if it is below 1
   */
  public Validation patience(int patience) {
    Checks.atLeast("patience", patience, 1);
    this.patience = patience;
    return this;
  }

  /** What the draw of the held-out ratings depends on; 1 by default. */
  public Validation seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * How many threads measure, at least 1; one per processor by default.
   *
   * @throws InputException if it is below 1
   */
  public Validation threads(int threads) {
    Checks.atLeast("threads", threads, 1);
    this.threads = threads;
    return this;
  }

  /** Called with the {@link #metric} of every look. */
  public Validation listener(DoubleConsumer listener) {
    this.listener = listener;
    return this;
  }

  /** The metric that models are measured by: {@code rmse} for ratings, else {@code ndcg@10}. */
  public static String metric(Objective objective) {
    return objective == Objective.RATING ? "rmse" : "ndcg@10";
  }

  /** Measures a model by the {@link #metric} of its objective. */
  public static double measure(FactorModel model, Evaluator evaluator) {
    Recommender recommender = Recommender.of(model);
    Evaluation evaluation =
        model.objective() == Objective.RATING
            ? evaluator.ratings(recommender::scores)
            : evaluator.ranking(recommender::scores);
    return evaluation.get(metric(model.objective()));
  }

  /**
   * Trains on the remaining ratings and keeps the model that is best on those held out. The
   * returned model has all ratings, so that it never recommends held-out items to the users who
   * rated them.
   *
   * @param trainer stays as it is; a {@link Trainer#keepBest} of its own does not count
   * @throws InputException if a part would be left without a rating, or as {@link Trainer#train}
   * @throws DivergedException as {@link Trainer#train}
   */
  public Training train(Trainer trainer, Ratings ratings) {
    Split split = Split.holdout(ratings, share, seed);
    Evaluator evaluator = new Evaluator(split).threads(threads);
    Looks looks = new Looks();
    Trainer looking = trainer.copy().keepBest(model -> looks.look(model, evaluator), patience);
    try {
      return looks.with(looking.train(split.train()), ratings);
    } catch (DivergedException e) {
      throw new DivergedException(e.getMessage(), looks.with(e.lastGood(), ratings));
    }
  }

  /** The measurements during one training. */
  private final class Looks {
    private double best = Double.NEGATIVE_INFINITY;

    /** The quality of a model; higher is better. */
    double look(FactorModel model, Evaluator evaluator) {
      double measured = measure(model, evaluator);
      listener.accept(measured);
      double quality = model.objective() == Objective.RATING ? -measured : measured;
      best = Math.max(best, quality);
      return quality;
    }

    /** The same training with a model that has all ratings. */
    Training with(Training training, Ratings ratings) {
      FactorModel model = training.model();
      Origin.Validation validation =
          new Origin.Validation(share, metric(model.objective()), Math.abs(best));
      FactorModel whole =
          model.withHistory(ratings).withOrigin(model.origin().withValidation(validation));
      return new Training(whole, training.history(), training.ending(), training.seconds());
    }
  }
}
