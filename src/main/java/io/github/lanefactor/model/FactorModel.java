package io.github.lanefactor.model;

import io.github.lanefactor.ratings.Ratings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A trained model: n users and m items, each with k factors and a bias, and a global bias. It
 * carries the ratings it was trained on, so that it knows ids, titles and who rated what.
 * Immutable.
 */
public final class FactorModel {
  private final Ratings ratings;
  private final Recipe recipe;
  private final Objective objective;
  private final int factors;
  private final float[] u;
  private final float[] m;
  private final float[] bu;
  private final float[] bm;
  private final float bg;
  private final float[] scale;
  private final Map<String, String> settings;

  /**
   * @param ratings what the model was trained on
   * @param weights one row per user and item of {@code ratings}, in its order; the arrays become
   *     the model's own
   * @param scale per item, what a score of 1 stands for on the scale of the ratings; length m
   * @param settings how the model was trained, for people to read, in the order to show them
   */
  public FactorModel(
      Ratings ratings,
      Recipe recipe,
      Objective objective,
      Weights weights,
      float[] scale,
      Map<String, String> settings) {
    if (weights.bu().length != ratings.users()
        || weights.bm().length != ratings.items()
        || scale.length != ratings.items()) {
      throw new IllegalArgumentException("weights do not fit " + ratings);
    }
    this.ratings = ratings;
    this.recipe = recipe;
    this.objective = objective;
    this.factors = weights.factors();
    this.u = weights.u();
    this.m = weights.m();
    this.bu = weights.bu();
    this.bm = weights.bm();
    this.bg = weights.bg();
    this.scale = scale;
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  /** What the model was trained on. */
  public Ratings ratings() {
    return ratings;
  }

  /** The recipe it was trained by, which decides how its scores are read. */
  public Recipe recipe() {
    return recipe;
  }

  /** What it was trained to predict. */
  public Objective objective() {
    return objective;
  }

  /** k, the number of factors. */
  public int factors() {
    return factors;
  }

  /** Factor {@code l} of user {@code user}. */
  public float userFactor(int user, int l) {
    return u[user * factors + l];
  }

  /** Factor {@code l} of item {@code item}. */
  public float itemFactor(int item, int l) {
    return m[item * factors + l];
  }

  /** Copies the factors of an item to the front of {@code out}. */
  public void itemFactors(int item, double[] out) {
    for (int l = 0; l < factors; l++) {
      out[l] = m[item * factors + l];
    }
  }

  /** The bias of a user. */
  public float userBias(int user) {
    return bu[user];
  }

  /** The bias of an item. */
  public float itemBias(int item) {
    return bm[item];
  }

  /** The global bias. */
  public float globalBias() {
    return bg;
  }

  /** What a score of 1 stands for on the scale of this item's ratings. */
  public float scale(int item) {
    return scale[item];
  }

  /** How the model was trained: names and values, for people to read. */
  public Map<String, String> settings() {
    return settings;
  }

  /** U·Mᵀ without biases: the dot product of a user's and an item's factors. */
  public float dot(int user, int item) {
    float sum = 0;
    for (int l = 0, a = user * factors, b = item * factors; l < factors; l++) {
      sum += u[a + l] * m[b + l];
    }
    return sum;
  }

  /** The model's score of a user and an item, sigmoid(u·m + bu + bm + bg): between 0 and 1. */
  public double score(int user, int item) {
    double z = dot(user, item) + (double) bu[user] + bm[item] + bg;
    return 1 / (1 + Math.exp(-z));
  }

  /** The weights with their ids: copies, for saving or for starting another training. */
  public Weights weights() {
    return new Weights(
        ratings.userIds(),
        ratings.itemIds(),
        factors,
        u.clone(),
        m.clone(),
        bu.clone(),
        bm.clone(),
        bg);
  }
}
