package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.FusedMultiplyAdd;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Lazy;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a model: which items are alike, what a user would like, what the user's own ratings were
 * predicted to be. Several threads may share one. Of two equal scores the lower item number comes
 * first.
 *
 * <p>A model trained by {@link Recipe#SEED} is read as the 2019 post reads it, in the post's own
 * float arithmetic, so that the lists are the same to the last line.
 */
public final class Recommender {
  private final FactorModel model;
  private final Ratings ratings;
  private final boolean seed;

  /** Row l holds factor l of every item, so that scoring a user is k passes over whole rows. */
  private final float[][] itemFactors;

  private final float[] itemBias;
  private final float lowestRating;
  private final float highestRating;

  /** How a seed model's scores are scaled. Made when first needed: it takes every user's scores. */
  private final Lazy<MinMaxScaling> scaling = new Lazy<>(this::minMaxScaling);

  private final Lazy<ItemCosines> cosines;

  /** Makes a recommender, with a copy of the model's item factors. */
  public Recommender(FactorModel model) {
    this.model = model;
    this.cosines = new Lazy<>(() -> new ItemCosines(model));
    this.ratings = model.ratings();
    this.seed = model.recipe() == Recipe.SEED;
    this.itemFactors = new float[model.factors()][ratings.items()];
    this.itemBias = new float[ratings.items()];
    for (int i = 0; i < ratings.items(); i++) {
      itemBias[i] = model.itemBias(i);
      for (int l = 0; l < model.factors(); l++) {
        itemFactors[l][i] = model.itemFactor(i, l);
      }
    }
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (int p = 0; p < ratings.size(); p++) {
      lowest = Math.min(lowest, ratings.ratingAt(p));
      highest = Math.max(highest, ratings.ratingAt(p));
    }
    this.lowestRating = lowest;
    this.highestRating = highest;
  }

  /**
   * An item and its score.
   *
   * @param item the item's number
   * @param score what it stands for is told where the list comes from
   */
  public record Scored(int item, double score) {}

  /**
   * An item that a user has rated.
   *
   * @param item the item's number
   * @param rating the user's rating
   * @param predicted the score that {@link #recommend} would give the item
   */
  public record Rated(int item, float rating, double predicted) {}

  /** The model this recommender reads. */
  public FactorModel model() {
    return model;
  }

  /**
   * The items most like {@code item}, the most alike first. The score is the cosine of the two
   * items' whitened factors, times c / (c + 10) where c is how many have rated the other item; the
   * item itself is left out. For a seed model it is the dot product of their factors divided by the
   * first of the list, and the item itself may be in it, at any place.
   *
   * @param item the item's number
   * @param n how many at most
   * @throws InputException if n is below 1
   */
  public List<Scored> similar(int item, int n) {
    TopItems top = new TopItems(atLeastOne(n), ratings.items());
    if (!seed) {
      ItemCosines whitened = cosines.get();
      for (int i = 0; i < ratings.items(); i++) {
        if (i != item) {
          top.offer(i, whitened.alike(item, i));
        }
      }
      return top.best();
    }
    for (int i = 0; i < ratings.items(); i++) {
      top.offer(i, itemDot(item, i));
    }
    List<Scored> best = top.best();
    double first = best.get(0).score();
    return first == 0
        ? best
        : best.stream().map(s -> new Scored(s.item(), s.score() / first)).toList();
  }

  /**
   * What the user has not rated and would like best, best first. The score is
   *
   * <ul>
   *   <li>for a seed model U·Mᵀ − bu − bm − bg, min-max scaled per item over the users, times 5;
   *   <li>for {@link Objective#RATING} the predicted rating, within the range of the known ones;
   *   <li>otherwise the model's own score, from 0 to 1: it orders items and is not a rating.
   * </ul>
   *
   * @param user the user's number
   * @param n how many at most
   * @throws InputException if n is below 1
   */
  public List<Scored> recommend(int user, int n) {
    TopItems top = new TopItems(atLeastOne(n), ratings.items());
    float[] scores = scores(user);
    int next = ratings.start(user);
    int end = ratings.start(user + 1);
    for (int i = 0; i < scores.length; i++) {
      if (next < end && ratings.itemAt(next) == i) {
        next++;
      } else {
        top.offer(i, scores[i]);
      }
    }
    return top.best().stream().map(s -> new Scored(s.item(), shown((float) s.score()))).toList();
  }

  /**
   * What the user has rated, the best rated first.
   *
   * @param user the user's number
   * @param n how many at most
   * @throws InputException if n is below 1
   */
  public List<Rated> rated(int user, int n) {
    float[] scores = scores(user);
    return IntStream.range(ratings.start(user), ratings.start(user + 1))
        .boxed()
        .sorted(Comparator.comparing(ratings::ratingAt, Comparator.reverseOrder()))
        .limit(atLeastOne(n))
        .map(
            p -> {
              int item = ratings.itemAt(p);
              return new Rated(item, ratings.ratingAt(p), shown(scores[item]));
            })
        .toList();
  }

  /**
   * Scores every item for one user, for ranking and evaluation. The scores order items as {@link
   * #recommend} does: for a seed model they are the same, for {@link Objective#RATING} predicted
   * ratings that may lie outside the range of the known ones, otherwise logits. Allocates nothing,
   * but for a seed model's first call.
   *
   * @param user the user's number
   * @param out receives the score of every item; its length is the number of items
   */
  public void scores(int user, float[] out) {
    if (seed) {
      seedLogits(user, out);
      scaling.get().apply(out);
      return;
    }
    dots(user, out);
    float bias = model.userBias(user) + model.globalBias();
    for (int i = 0; i < out.length; i++) {
      out[i] += itemBias[i] + bias;
    }
    if (model.objective() == Objective.RATING) {
      for (int i = 0; i < out.length; i++) {
        out[i] = (float) (sigmoid(out[i]) * model.scale(i));
      }
    }
  }

  private float[] scores(int user) {
    float[] scores = new float[ratings.items()];
    scores(user, scores);
    return scores;
  }

  /** What {@link #scores(int, float[])} gave, as people are to see it. */
  private double shown(float score) {
    if (seed) {
      return score;
    }
    return model.objective() == Objective.RATING
        ? Math.min(highestRating, Math.max(lowestRating, score))
        : sigmoid(score);
  }

  /** The post's X̂ of one user, from which it takes the biases away. */
  private void seedLogits(int user, float[] out) {
    dots(user, out);
    float userBias = model.userBias(user);
    float globalBias = model.globalBias();
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] - userBias - itemBias[i] - globalBias;
    }
  }

  /** One row of U·Mᵀ. */
  private void dots(int user, float[] out) {
    Arrays.fill(out, 0);
    for (int l = 0; l < itemFactors.length; l++) {
      addProduct(model.userFactor(user, l), itemFactors[l], out);
    }
  }

  /** out += a·x, rounded once per element as a matrix product in BLAS is. */
  private static void addProduct(float a, float[] x, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = FusedMultiplyAdd.fma(a, x[i], out[i]);
    }
  }

  private double itemDot(int i, int j) {
    double sum = 0;
    for (float[] factor : itemFactors) {
      sum += (double) factor[i] * factor[j];
    }
    return sum;
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static int atLeastOne(int n) {
    if (n < 1) {
      throw new InputException("expected a list of at least 1 item, found " + n);
    }
    return n;
  }

  /** Visits the users one by one, so that memory stays O(m). */
  private MinMaxScaling minMaxScaling() {
    float[] min = new float[ratings.items()];
    float[] max = new float[ratings.items()];
    float[] logits = new float[ratings.items()];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    for (int user = 0; user < ratings.users(); user++) {
      seedLogits(user, logits);
      for (int i = 0; i < logits.length; i++) {
        min[i] = Math.min(min[i], logits[i]);
        max[i] = Math.max(max[i], logits[i]);
      }
    }
    return MinMaxScaling.of(min, max);
  }

  /**
   * Per item, x → 5·(factor·x + shift), from 0 to 5 over the users: scikit-learn's MinMaxScaler in
   * float arithmetic, operation by operation, with its rule for a range of next to nothing.
   */
  private record MinMaxScaling(float[] factor, float[] shift) {
    private static final float NO_RANGE = 10 * Math.ulp(1f);

    static MinMaxScaling of(float[] min, float[] max) {
      float[] factor = new float[min.length];
      float[] shift = new float[min.length];
      for (int i = 0; i < min.length; i++) {
        float range = max[i] - min[i];
        factor[i] = 1 / (range < NO_RANGE ? 1 : range);
        shift[i] = 0 - min[i] * factor[i];
      }
      return new MinMaxScaling(factor, shift);
    }

    void apply(float[] x) {
      for (int i = 0; i < x.length; i++) {
        x[i] = (x[i] * factor[i] + shift[i]) * 5;
      }
    }
  }
}
