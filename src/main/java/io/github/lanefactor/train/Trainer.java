package io.github.lanefactor.train;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.support.Checks;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;

/**
 * Trains models. Every setting has a default that depends on the recipe; setters return this
 * trainer, and a trainer may be used again. The same ratings and settings give the same model, bit
 * for bit, on any number of threads and any machine.
 *
 * <pre>{@code
 * FactorModel model = Trainer.ranking().factors(32).train(ratings).model();
 * }</pre>
 */
public final class Trainer {
  private static final int WARM_UP_TRAININGS = 30;
  private static final int WARM_UP_ROUNDS = 10;

  /** In nanoseconds. */
  private static final long WARM_UP_PAUSE = 10_000_000;

  private final Choices choices;

  private Trainer(Choices choices) {
    this.choices = choices;
  }

  /** A trainer for {@link Objective#RANKING}, with the settings that rank best. */
  public static Trainer ranking() {
    return new Trainer(new Choices(Recipe.STANDARD));
  }

  /** A trainer for {@link Objective#RATING}, with the settings that predict ratings best. */
  public static Trainer rating() {
    return ranking().objective(Objective.RATING);
  }

  /** A trainer for {@link Objective#SCALED}. */
  public static Trainer scaled() {
    return ranking().objective(Objective.SCALED);
  }

  /** A trainer that follows the 2019 blog post to the letter. */
  public static Trainer seedRecipe() {
    Choices choices = new Choices(Recipe.SEED);
    SeedRecipe.preset(choices);
    return new Trainer(choices);
  }

  /** A trainer by recipe: {@link #ranking} or {@link #seedRecipe}. */
  public static Trainer of(Recipe recipe) {
    return recipe == Recipe.SEED ? seedRecipe() : ranking();
  }

  /** An independent trainer with the same settings. */
  public Trainer copy() {
    return new Trainer(choices.copy());
  }

  /**
   * What to learn. The default is ranking.
   *
   * @throws InputException if the recipe is the seed's, whose objective is part of it
   */
  public Trainer objective(Objective objective) {
    SeedRecipe.check(choices, objective == Objective.SCALED, "objective", "scaled");
    choices.objective = objective;
    return this;
  }

  /**
   * How to train. The default is Gauss-Newton.
   *
   * @throws InputException if the recipe is the seed's, whose solver is part of it
   */
  public Trainer solver(SolverKind solver) {
    SeedRecipe.check(choices, solver == SolverKind.RMSPROP, "solver", "rmsprop");
    choices.solver = solver;
    return this;
  }

  /** The number of factors, k ≥ 1. */
  public Trainer factors(int factors) {
    choices.factors = Checks.atLeast("factors", factors, 1);
    return this;
  }

  /** The number of RMSprop's steps at most, ≥ 0. */
  public Trainer steps(int steps) {
    choices.steps = Checks.atLeast("steps", steps, 0);
    return this;
  }

  /** The number of Gauss-Newton's sweeps at most, ≥ 0. */
  public Trainer sweeps(int sweeps) {
    choices.sweeps = Checks.atLeast("sweeps", sweeps, 0);
    return this;
  }

  /** RMSprop's η, &gt; 0. */
  public Trainer learningRate(double learningRate) {
    choices.learningRate =
        Checks.within("learning rate", learningRate, Float.MIN_NORMAL, Float.MAX_VALUE);
    return this;
  }

  /** RMSprop's ρ, the decay of the mean square, from 0 to 1. */
  public Trainer rho(double rho) {
    choices.rho = Checks.within("rho", rho, 0, 1);
    return this;
  }

  /** RMSprop's momentum, from 0 to 1. */
  public Trainer momentum(double momentum) {
    choices.momentum = Checks.within("momentum", momentum, 0, 1);
    return this;
  }

  /**
   * RMSprop's ε, inside the root, &gt; 0. The default is 1e-5·(2/cells)², and 1e-7 for the seed
   * recipe.
   */
  public Trainer epsilon(double epsilon) {
    choices.epsilon = Checks.within("epsilon", epsilon, Float.MIN_NORMAL, 1e6);
    return this;
  }

  /**
   * What the values of ratings are. Unless given they are ratings, or counts if they go from 0 or
   * above to beyond 100, at least half are below a quarter of the highest, and the objective is not
   * rating. A liked item's cell weighs by the logarithm of its count.
   *
   * @throws InputException if the recipe is the seed's
   */
  public Trainer values(Values values) {
    SeedRecipe.check(choices, values == Values.RATINGS, "values", "ratings");
    choices.values = values;
    return this;
  }

  /**
   * The lowest rating that says "liked". A lower one is evidence against the item: its cell has
   * target 0 and the {@link #dislikedWeight}, for ranking and scaled. Unless given, everything is
   * liked of counts above 0 and where all ratings are equal; on a scale that goes below 0, what is
   * above 0; on another one what is at least 0.3 of the highest rating, such as 1.5 of 5 stars. The
   * rating objective predicts every rating, liked or not.
   *
   * @param likedFrom negative infinity if all ratings say "liked"
   * @throws InputException if it is not a number, or the recipe is the seed's
   */
  public Trainer likedFrom(double likedFrom) {
    SeedRecipe.check(choices, likedFrom == Double.NEGATIVE_INFINITY, "liked from", "all ratings");
    choices.likedFrom =
        Checks.within("liked from", likedFrom, Double.NEGATIVE_INFINITY, Float.MAX_VALUE);
    return this;
  }

  /**
   * The weight of a disliked item's cell, &gt; 0, where an unobserved cell has weight 1. From 1 on
   * a dislike never raises the item.
   *
   * @throws InputException if it is out of range, or the recipe is the seed's
   */
  public Trainer dislikedWeight(double dislikedWeight) {
    SeedRecipe.check(choices, false, "disliked weight", "that of any other cell");
    choices.dislikedWeight = Checks.within("disliked weight", dislikedWeight, 1e-6, 1e6);
    return this;
  }

  /**
   * The weight of an observed cell, &gt; 0, where an unobserved cell has weight 1 (0 for the rating
   * objective). For ranking it is that of an item which is liked as much as is typical: a cell
   * weighs in proportion to its rating, at least a tenth of this and at most ten times this.
   */
  public Trainer observedWeight(double observedWeight) {
    SeedRecipe.check(choices, observedWeight == 1, "observed weight", "1");
    choices.observedWeight = Checks.within("observed weight", observedWeight, 1e-6, 1e6);
    return this;
  }

  /**
   * After how many days a rating weighs half; after twice as many, a quarter. Its age is counted
   * from the newest of all ratings; it keeps at least 2^−20 of its weight. Infinite by default: a
   * rating keeps its weight.
   *
   * @param days at least 0.001
   * @throws InputException if it is out of range, or the recipe is the seed's; when training, if
   *     the ratings have no times
   */
  public Trainer halfLife(double days) {
    SeedRecipe.check(choices, days == Double.POSITIVE_INFINITY, "half-life", "infinite");
    choices.halfLife = Checks.within("half-life", days, 1e-3, Double.POSITIVE_INFINITY);
    return this;
  }

  /**
   * L2, ≥ 0: ρ·θ² is added to the sum of squared errors for each factor θ. A user with c ratings
   * has ρ = l2·(c + 20)^exponent, and an item 0.45·l2·(c + 20)^(exponent/2). Scaled ratings have 5
   * in the place of 20 and 0.4 in that of 0.45; under the rating objective both sides have l2·(c +
   * 5)^exponent. Biases have a share of ρ: 0.1 for ranking, 0.02 for scaled, 0.6 for ratings.
   */
  public Trainer l2(double l2) {
    SeedRecipe.check(choices, l2 == 0, "l2", "0");
    choices.l2 = Checks.within("l2", l2, 0, 1e6);
    return this;
  }

  /** The exponent of L2, from 0 to 2. */
  public Trainer l2Exponent(double l2Exponent) {
    choices.l2Exponent = Checks.within("l2 exponent", l2Exponent, 0, 2);
    return this;
  }

  /**
   * What is known of the items besides who rated them, a row for each item of the ratings; null,
   * the default, for what their catalogue says: genres and years, and its {@linkplain
   * io.github.lanefactor.ratings.Catalogue#itemAttributes attributes}. L2 then pulls an item not to
   * 0 but to where items with its features are, and an item that nobody has rated stands there:
   * lists may have it. Only for Gauss-Newton with L2 above 0, and not for the seed recipe.
   *
   * @throws InputException if the recipe is the seed's
   */
  public Trainer itemFeatures(Features features) {
    SeedRecipe.check(choices, features == null, "features", "none");
    choices.itemFeatures = new Choices.Features(features, null);
    choices.features = true;
    return this;
  }

  /**
   * The columns that say what is known of the items: {@code genres}, {@code year} and the names of
   * the catalogue's attributes. {@link Features#ofItems} says what becomes of them.
   *
   * @throws InputException if the recipe is the seed's
   */
  public Trainer itemFeatures(String... columns) {
    SeedRecipe.check(choices, false, "features", "none");
    choices.itemFeatures = new Choices.Features(null, List.of(columns));
    choices.features = true;
    return this;
  }

  /**
   * What is known of the users, a row for each user of the ratings; null, the default, for the
   * attributes that the catalogue has of them, if any. It does for users what {@link #itemFeatures}
   * does for items.
   *
   * @throws InputException if the recipe is the seed's
   */
  public Trainer userFeatures(Features features) {
    SeedRecipe.check(choices, features == null, "features", "none");
    choices.userFeatures = new Choices.Features(features, null);
    choices.features = true;
    return this;
  }

  /**
   * The attributes that say what is known of the users, such as {@code age}.
   *
   * @throws InputException if the recipe is the seed's
   */
  public Trainer userFeatures(String... columns) {
    SeedRecipe.check(choices, false, "features", "none");
    choices.userFeatures = new Choices.Features(null, List.of(columns));
    choices.features = true;
    return this;
  }

  /** Learn from the ratings alone, whatever else is known of users and items. */
  public Trainer noFeatures() {
    choices.itemFeatures = Choices.Features.DEFAULT;
    choices.userFeatures = Choices.Features.DEFAULT;
    choices.features = false;
    return this;
  }

  /** Stop as soon as the loss is below this; 0 never stops. */
  public Trainer targetLoss(double targetLoss) {
    choices.targetLoss = Checks.within("target loss", targetLoss, 0, Double.MAX_VALUE);
    return this;
  }

  /**
   * Stop Gauss-Newton when a sweep lowers the sum of loss and L2 by less than this share; 0 never
   * stops. If it has risen, the best sweep is kept; with 0 always the last.
   */
  public Trainer tolerance(double tolerance) {
    choices.tolerance = Checks.within("tolerance", tolerance, 0, 1);
    return this;
  }

  /** How many RMSprop steps apart the points of the history are, ≥ 1; every sweep has one. */
  public Trainer logEvery(int logEvery) {
    choices.logEvery = Checks.atLeast("log-every", logEvery, 1);
    return this;
  }

  /** The seed of the random start. */
  public Trainer seed(long seed) {
    choices.seed = seed;
    return this;
  }

  /** How many threads work, ≥ 1. The result does not depend on it. */
  public Trainer threads(int threads) {
    choices.threads = Checks.atLeast("threads", threads, 1);
    return this;
  }

  /** The code to run on: "auto", "vector" or "scalar". The result does not depend on it. */
  public Trainer kernel(String kernel) {
    choices.kernel = Checks.kernel(kernel);
    return this;
  }

  /**
   * Compute the sweeps on a cluster; null, the default, for this machine. The model is the same to
   * the last bit. Only for Gauss-Newton.
   */
  public Trainer cluster(Cluster cluster) {
    choices.cluster = cluster;
    return this;
  }

  /** Start from these weights, matched by id, instead of a random start; null for a random one. */
  public Trainer init(Weights init) {
    choices.init = init;
    choices.initMayLack = false;
    return this;
  }

  /**
   * Train on from a model, such as yesterday's. Users and items that it knows start from its
   * weights, others from random ones; the number of factors is the model's. Values are read as the
   * model's were (ratings or counts, liked from, disliked weight), if it has the same recipe.
   */
  public Trainer startFrom(FactorModel model) {
    init(model.weights()).factors(model.factors());
    choices.initMayLack = true;
    if (model.settings().recipe() == choices.recipe) {
      Feedback feedback = model.settings().feedback();
      choices.values = feedback.values();
      choices.likedFrom = feedback.likedFrom();
      choices.dislikedWeight = feedback.dislikedWeight();
    }
    return this;
  }

  /**
   * Keep the weights with the highest quality. It is measured before each sweep (or logged step)
   * and after the last; training stops after {@code patience} measurements without a better one.
   *
   * @param quality higher is better, for instance NDCG@10 on ratings held out; null to keep the
   *     last weights
   * @param patience ≥ 1
   */
  public Trainer keepBest(ToDoubleFunction<FactorModel> quality, int patience) {
    choices.quality = quality;
    choices.patience = Checks.atLeast("patience", patience, 1);
    return this;
  }

  /**
   * Save the training to a file now and then, so that {@link #resume} can go on with it should the
   * program be killed. An interrupt and a listener that ends the training save it once more. The
   * file is only ever replaced as a whole.
   *
   * @param file is there when the training is over, too, and may be deleted then; null for none
   * @param every the time from one checkpoint to the next, &gt; 0; they are made between steps
   * @throws InputException if it is not above 0
   */
  public Trainer checkpoint(Path file, Duration every) {
    if (every.isNegative() || every.isZero()) {
      throw new InputException("expected a time above 0 between checkpoints, found " + every);
    }
    return checkpoint(file, (steps, nanos) -> nanos >= every.toNanos());
  }

  /**
   * As {@link #checkpoint(Path, Duration)}, by the number of steps.
   *
   * @param every the number of steps or sweeps from one checkpoint to the next, ≥ 1
   */
  public Trainer checkpoint(Path file, int every) {
    Checks.atLeast("checkpoint-every", every, 1);
    return checkpoint(file, (steps, nanos) -> steps >= every);
  }

  private Trainer checkpoint(Path file, Choices.Due due) {
    choices.checkpoint = file;
    choices.checkpointDue = due;
    return this;
  }

  /**
   * Go on with the training that a checkpoint is of, on the same ratings and with the same
   * settings. The model is bit for bit the one that the training would have given without a break.
   * {@link #train} refuses a file that is damaged or belongs to other ratings or settings.
   *
   * @param file what {@link #checkpoint} wrote; null to start anew
   */
  public Trainer resume(Path file) {
    choices.resume = file;
    return this;
  }

  /** Called as the training goes on; its answer may end the training. */
  public Trainer listener(Training.Listener listener) {
    choices.listener = listener;
    return this;
  }

  /**
   * The settings of a training on these ratings, with every default resolved.
   *
   * @throws InputException if a value is refused, as in {@link #train}
   */
  public Settings settings(Ratings ratings) {
    return Defaults.resolve(choices, ratings);
  }

  /**
   * Trains a model. An interrupt of the calling thread ends the training within a second and keeps
   * the thread's interrupted status; what comes back then is the last good model.
   *
   * @throws InputException if {@link #init} lacks a user or an item of {@code ratings}, or has
   *     another number of factors; if a count is below 0, or a rating and the recipe is the seed's;
   *     if counts are to be predicted by the rating objective; if a {@link #halfLife} is set and
   *     they have no times; if {@link #resume}'s file is not of this training; if {@link
   *     #checkpoint}'s cannot be written; or if a {@link #cluster} is to train by RMSprop
   * @throws UncheckedIOException if writing a checkpoint fails; the one before it stays
   * @throws NotEnoughMemoryException if the sizes alone say that the heap is too small
   * @throws DivergedException if the loss stops being finite; it carries the last good weights
   * @throws IllegalStateException if the vector kernel is asked for and cannot run here
   */
  public Training train(Ratings ratings) {
    return new TrainingRun(choices, ratings).run();
  }

  /**
   * Makes the JVM compile the code of such a training ahead of time, by a very small training.
   * Before the compiler has seen vector code often enough it runs about fifty times slower; a
   * program that reads its data first can call this on another thread meanwhile. Takes a few
   * seconds, most of them asleep, and changes no result.
   */
  public void warmUp() {
    RatingsBuilder few = new RatingsBuilder();
    for (int i = 0; i < 80; i++) {
      few.item(Integer.toString(i), "(" + (1950 + i) + ")", i % 3 == 0 ? "A|B" : "B");
    }
    for (int i = 0; i < 240; i++) {
      few.rating(Integer.toString(i % 16), Integer.toString(i % 76), 1 + i % 5);
    }
    Trainer small = copy().threads(1).init(null).keepBest(null, 1).resume(null).cluster(null);
    small.checkpoint(null, 1);
    small.choices.itemFeatures = Choices.Features.DEFAULT; // as for columns, these items have none
    small.choices.userFeatures = Choices.Features.DEFAULT;
    small.halfLife(Double.POSITIVE_INFINITY); // these ratings have no times
    // Small, but it shows the compiler everything that real data does: blocks of several tiles, a
    // narrow last panel, factors in more than one vector, items without ratings. The pauses leave
    // the compiler a core to work on.
    small.factors(16).sweeps(WARM_UP_ROUNDS).steps(WARM_UP_ROUNDS).tolerance(0).targetLoss(0);
    small.listener(
        (point, logged, total) -> {
          LockSupport.parkNanos(WARM_UP_PAUSE);
          return true;
        });
    Ratings ratings = few.build();
    for (int training = 0; training < WARM_UP_TRAININGS; training++) {
      small.train(ratings); // what is done once in a training is compiled too
    }
  }
}
