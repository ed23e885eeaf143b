package io.github.lanefactor;

/**
 * Trains models. Every setting has a default; setters return this trainer, and a trainer may be
 * used again.
 *
 * <pre>{@code
 * Training training = Trainer.seed().steps(1000).train(ratings);
 * }</pre>
 */
public final class Trainer {
  private final Recipe recipe;
  private int factors;
  private int steps = 5000;
  private double learningRate = 1e-3;
  private double rho = 0.9;
  private double momentum = 0.9;
  private double epsilon = 1e-7;
  private double targetLoss = 0;
  private int logEvery = 100;
  private long seed = 1;
  private int threads = Runtime.getRuntime().availableProcessors();
  private Weights init;
  private Training.Listener listener = (point, logged, total) -> {};

  private Trainer(Recipe recipe) {
    this.recipe = recipe;
    this.factors = recipe == Recipe.SEED ? 15 : 32;
  }

  /** A trainer that follows the 2019 blog post to the letter. */
  public static Trainer seed() {
    return new Trainer(Recipe.SEED);
  }

  /** The number of factors, k ≥ 1. */
  public Trainer factors(int factors) {
    this.factors = atLeast("factors", factors, 1);
    return this;
  }

  /** The number of steps at most, ≥ 0. */
  public Trainer steps(int steps) {
    this.steps = atLeast("steps", steps, 0);
    return this;
  }

  /** RMSprop's η, &gt; 0. */
  public Trainer learningRate(double learningRate) {
    this.learningRate = within("learning rate", learningRate, Double.MIN_VALUE, Double.MAX_VALUE);
    return this;
  }

  /** RMSprop's ρ, the decay of the mean square, from 0 to 1. */
  public Trainer rho(double rho) {
    this.rho = within("rho", rho, 0, 1);
    return this;
  }

  /** RMSprop's momentum, from 0 to 1. */
  public Trainer momentum(double momentum) {
    this.momentum = within("momentum", momentum, 0, 1);
    return this;
  }

  /** RMSprop's ε, inside the root, ≥ 0. */
  public Trainer epsilon(double epsilon) {
    this.epsilon = within("epsilon", epsilon, 0, Double.MAX_VALUE);
    return this;
  }

  /** Stop as soon as the loss is below this; 0 never stops. */
  public Trainer targetLoss(double targetLoss) {
    this.targetLoss = within("target loss", targetLoss, 0, Double.MAX_VALUE);
    return this;
  }

  /** Every how many steps the history gets a point, ≥ 1. */
  public Trainer logEvery(int logEvery) {
    this.logEvery = atLeast("log-every", logEvery, 1);
    return this;
  }

  /** What the random start is drawn from. */
  public Trainer seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** How many threads work, ≥ 1. The result does not depend on it. */
  public Trainer threads(int threads) {
    this.threads = atLeast("threads", threads, 1);
    return this;
  }

  /** Start from these weights, matched by id, instead of a random start; null for a random one. */
  public Trainer init(Weights init) {
    this.init = init;
    return this;
  }

  /** Who is told how the training goes on. */
  public Trainer listener(Training.Listener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Trains a model.
   *
   * @throws InputException if {@link #init} lacks a user or an item of {@code ratings}, or has
   *     another number of factors
   * @throws DivergedException if the loss stops being finite; it carries the last good weights
   */
  public Training train(Ratings ratings) {
    throw new UnsupportedOperationException();
  }

  private static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new InputException("expected " + name + " of at least " + least + ", found " + value);
    }
    return value;
  }

  private static double within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          "expected " + name + " from " + least + " to " + most + ", found " + value);
    }
    return value;
  }
}
