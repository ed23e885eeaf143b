package io.github.lanefactor.model;

import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A trained model: n users and m items, each with k factors and a bias, and a global bias. Who
 * rated what can be left out of it; lists then include what a user has rated. Immutable.
 */
public final class FactorModel {
  private final Weights weights;
  private final Settings settings;
  private final float[] scale;
  private final RatingStatistics statistics;
  private final Optional<Ratings> history;
  private final Origin origin;
  private final Priors priors;

  /** Where users and items are expected before there is a rating. */
  private record Priors(Optional<FeaturePrior> users, Optional<FeaturePrior> items) {
    static final Priors NONE = new Priors(Optional.empty(), Optional.empty());
  }

  /**
   * A model that knows nothing of its items but who rated them.
   *
   * @param weights the weights, of the users and items of the model
   * @param settings how it was trained
   * @param scale per item, what lies between outputs of 0 and 1 on the scale of the ratings; length
   *     m
   * @param statistics of the ratings it was trained on
   * @param history who rated what, if that is kept; of the same users and items
   * @param origin where it comes from
   * @throws IllegalArgumentException if the parts are not of the same users and items
   */
  public FactorModel(
      Weights weights,
      Settings settings,
      float[] scale,
      RatingStatistics statistics,
      Optional<Ratings> history,
      Origin origin) {
    this(weights, settings, scale, statistics, history, origin, Priors.NONE);
  }

  private FactorModel(
      Weights weights,
      Settings settings,
      float[] scale,
      RatingStatistics statistics,
      Optional<Ratings> history,
      Origin origin,
      Priors priors) {
    int items = weights.catalogue.items();
    if (scale.length != items
        || statistics.items() != items
        || statistics.users() != weights.catalogue.users()) {
      throw new IllegalArgumentException(
          "weights, scale and statistics of different users or items");
    }
    if (history.isPresent() && !history.get().catalogue().numbersAlike(weights.catalogue)) {
      throw new IllegalArgumentException("weights and history of different users or items");
    }
    if (settings.factors() != weights.factors) {
      throw new IllegalArgumentException("settings and weights of different numbers of factors");
    }
    this.weights = weights;
    this.settings = settings;
    this.scale = scale.clone();
    this.statistics = statistics;
    this.history = history;
    this.origin = origin;
    this.priors = priors;
    for (Optional<FeaturePrior> prior : List.of(priors.users, priors.items)) {
      if (prior.isPresent() && prior.get().factors() != weights.factors) {
        throw new IllegalArgumentException("prior and weights of different numbers of factors");
      }
    }
  }

  /** The users and items, with their ids and titles. */
  public Catalogue catalogue() {
    return weights.catalogue;
  }

  /** The weights, for saving or for starting another training. */
  public Weights weights() {
    return weights;
  }

  /** How the model was trained. */
  public Settings settings() {
    return settings;
  }

  /** What it was trained to predict. */
  public Objective objective() {
    return settings.objective();
  }

  /** Statistics of the ratings it was trained on; there even if the ratings are not kept. */
  public RatingStatistics statistics() {
    return statistics;
  }

  /** Who rated what, if that is kept. */
  public Optional<Ratings> history() {
    return history;
  }

  /** Where the model comes from. */
  public Origin origin() {
    return origin;
  }

  /** The same model without who rated what. */
  public FactorModel withoutHistory() {
    return new FactorModel(weights, settings, scale, statistics, Optional.empty(), origin, priors);
  }

  /** The same model with these ratings as its history, and their statistics. */
  public FactorModel withHistory(Ratings ratings) {
    return new FactorModel(
        weights,
        settings,
        scale,
        RatingStatistics.of(ratings),
        Optional.of(ratings),
        origin,
        priors);
  }

  /** The same model with another origin. */
  public FactorModel withOrigin(Origin other) {
    return new FactorModel(weights, settings, scale, statistics, history, other, priors);
  }

  /** The same model with other ideas of where users and items are before there is a rating. */
  public FactorModel withPriors(Optional<FeaturePrior> ofUsers, Optional<FeaturePrior> ofItems) {
    return new FactorModel(
        weights, settings, scale, statistics, history, origin, new Priors(ofUsers, ofItems));
  }

  /** Where the model expects users who rated nothing, if it was trained with their features. */
  public Optional<FeaturePrior> userPrior() {
    return priors.users;
  }

  /** Where the model expects items that nobody has rated, if it was trained with features. */
  public Optional<FeaturePrior> itemPrior() {
    return priors.items;
  }

  /**
   * A new model with more items, placed by their features, such as genres and years, without any
   * training: lists may have them from now on.
   *
   * @param more has the new items; its users do not count
   * @throws InputException if the model was trained without features or with a program's own, or
   *     knows an item already
   */
  public FactorModel withItems(Catalogue more) {
    return withItems(more, Features.ofItems(prior().features(), more));
  }

  /**
   * A new model with more items, placed by their features without any training.
   *
   * @param more has the new items; its users do not count
   * @param features those of the new items; as many as the model was trained with, in the same
   *     order
   * @throws InputException if the model was trained without features or with other ones, or knows
   *     an item already
   */
  public FactorModel withItems(Catalogue more, Features features) {
    FeaturePrior prior = prior();
    if (features.rows() != more.items() || !features.features().equals(prior.features())) {
      throw new InputException(
          "expected the features %s of %d items, found %s of %d"
              .formatted(
                  names(prior.features()),
                  more.items(),
                  names(features.features()),
                  features.rows()));
    }
    Catalogue all = weights.catalogue.withItems(more);
    int k = weights.factors;
    int old = weights.catalogue.items();
    float[] m = Arrays.copyOf(weights.m, all.items() * k);
    float[] bm = Arrays.copyOf(weights.bm, all.items());
    float[] scales = Arrays.copyOf(scale, all.items());
    float usual = 0;
    for (float each : scale) {
      usual = Math.max(usual, each);
    }
    int[] userCounts = new int[all.users()];
    int[] itemCounts = new int[all.items()];
    Arrays.setAll(userCounts, statistics::userCount);
    for (int item = 0; item < old; item++) {
      itemCounts[item] = statistics.itemCount(item);
    }
    for (int item = 0; item < more.items(); item++) {
      float[] place = prior.place(features, item);
      System.arraycopy(place, 0, m, (old + item) * k, k);
      bm[old + item] = place[k];
      scales[old + item] = usual;
    }
    return new FactorModel(
        new Weights(all, k, weights.u, m, weights.bu, bm, weights.bg),
        settings,
        scales,
        new RatingStatistics(
            statistics.lowest(), statistics.highest(), statistics.mean(), userCounts, itemCounts),
        history.map(ratings -> ratings.withItems(more)),
        origin,
        priors);
  }

  private FeaturePrior prior() {
    return priors.items.orElseThrow(
        () ->
            new InputException(
                "expected a model that was trained with features of items, found one without"));
  }

  private static String names(List<Feature> features) {
    return features.stream().map(Feature::name).collect(Collectors.joining(", "));
  }

  /** k, the number of factors. */
  public int factors() {
    return weights.factors;
  }

  /** Factor {@code l} of user {@code user}. */
  public float userFactor(int user, int l) {
    return weights.u[user * weights.factors + l];
  }

  /** Factor {@code l} of item {@code item}. */
  public float itemFactor(int item, int l) {
    return weights.m[item * weights.factors + l];
  }

  /** The bias of a user. */
  public float userBias(int user) {
    return weights.bu[user];
  }

  /** The bias of an item. */
  public float itemBias(int item) {
    return weights.bm[item];
  }

  /** The global bias. */
  public float globalBias() {
    return weights.bg;
  }

  /** What lies between outputs of 0 and 1 on the scale of this item's ratings. */
  public float scale(int item) {
    return scale[item];
  }

  /** U·Mᵀ without biases: the dot product of a user's and an item's factors. */
  public float dot(int user, int item) {
    float sum = 0;
    int k = weights.factors;
    for (int l = 0, a = user * k, b = item * k; l < k; l++) {
      sum += weights.u[a + l] * weights.m[b + l];
    }
    return sum;
  }

  /** The model's output for a user and an item, sigmoid(u·m + bu + bm + bg): between 0 and 1. */
  public double output(int user, int item) {
    double z = dot(user, item) + (double) weights.bu[user] + weights.bm[item] + weights.bg;
    return 1 / (1 + Math.exp(-z));
  }
}
