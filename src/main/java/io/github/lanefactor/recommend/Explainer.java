package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.objective.Aging;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.TopItems;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Says which of the items that somebody has rated speak for another item, and how much. {@link
 * Recommender#explainer} makes one for a user or a newcomer; asking it about many items is then
 * cheap.
 *
 * <p>A user's numbers θ, the factors and the bias, come from the user's cells, given the items.
 * With φᵢ item i's factors followed by 1 and zᵢ = φᵢ·θ + bmᵢ + bg, the sigmoid is replaced by its
 * tangent at zᵢ, so that θ solves weighted normal equations, as in a Gauss-Newton step:
 *
 * <pre>
 *   A θ = Σᵢ cᵢ φᵢ      A  = Σᵢ wᵢ σ'(zᵢ)² φᵢφᵢᵀ + R
 *                       cᵢ = wᵢ σ'(zᵢ) (xᵢ − σ(zᵢ) + σ'(zᵢ) φᵢ·θ)
 * </pre>
 *
 * where w and x are the weights and targets of the cells and R is the L2 regularisation. So the
 * personal part of item j's score, u·mⱼ, is a sum over the user's cells, one term each:
 *
 * <pre>
 *   u·mⱼ = Σᵢ φ̄ⱼᵀ A⁻¹ φᵢ cᵢ      φ̄ⱼ: item j's factors followed by 0
 * </pre>
 *
 * The term of a rated item i is its contribution. This is how Hu, Koren and Volinsky explain the
 * recommendations of their linear model (Collaborative filtering for implicit feedback datasets,
 * ICDM 2008, equation 7), carried over to a sigmoid. For {@link Objective#RATING} only rated cells
 * count, and the contributions add up to u·mⱼ; otherwise the cells of all other items have a part
 * too. Both hold exactly for the θ that the equations give, which is one Newton step from the
 * model's own.
 *
 * <p>Weights and regularisation are those in the model's settings. Immutable; several threads may
 * share one.
 */
public final class Explainer {
  /** Added to A's diagonal, as a share of its mean, to keep A positive definite. */
  private static final double DAMPING = 1e-9;

  private final FactorModel model;

  /** The items that they have rated, in ascending order, and the ratings. */
  private final int[] items;

  private final float[] ratings;

  /** What share of its weight each rating keeps. */
  private final double[] shares;

  private final float[] u;
  private final float bias;
  private final int size;
  private final CellRule rule;
  private final double likedFrom;
  private final Cholesky a;

  /** cᵢ of the rated items, by place among them. */
  private final double[] c;

  /**
   * @param items the numbers of the rated items, in ascending order
   * @param ratings their ratings
   * @param shares what share of its weight each rating keeps
   * @param u the factors of whoever has rated them
   * @param bias the bias
   */
  private Explainer(
      FactorModel model, int[] items, float[] ratings, double[] shares, float[] u, float bias) {
    Settings settings = model.settings();
    this.model = model;
    this.items = items;
    this.ratings = ratings;
    this.shares = shares;
    this.u = u;
    this.bias = bias;
    this.size = model.factors() + 1;
    this.rule = CellRule.of(settings);
    this.likedFrom = likedFrom(settings.feedback());
    this.c = new double[items.length];
    double[][] sums = Cholesky.lowerTriangle(size);
    addCells(sums);
    addRidge(sums, Ridge.Growth.of(settings.objective(), settings.l2(), settings.l2Exponent()));
    this.a = new Cholesky(sums);
  }

  /** Explanations for a user of a model that has this history. */
  static Explainer ofUser(FactorModel model, Ratings history, int user) {
    int start = history.start(user);
    int count = history.start(user + 1) - start;
    Aging aging = Aging.of(history, model.settings().halfLife());
    int[] items = new int[count];
    float[] ratings = new float[count];
    double[] shares = new double[count];
    for (int r = 0; r < count; r++) {
      items[r] = history.itemAt(start + r);
      ratings[r] = history.ratingAt(start + r);
      shares[r] = aging.share(history, start + r);
    }
    float[] u = new float[model.factors()];
    for (int l = 0; l < u.length; l++) {
      u[l] = model.userFactor(user, l);
    }
    return new Explainer(model, items, ratings, shares, u, model.userBias(user));
  }

  /**
   * Explanations for somebody new.
   *
   * @param items the numbers of the rated items, in ascending order
   * @param ratings their ratings, of today
   * @param u the factors that they were folded in to
   * @param bias the bias
   */
  static Explainer ofNewcomer(
      FactorModel model, int[] items, float[] ratings, float[] u, float bias) {
    double[] shares = new double[items.length];
    Arrays.fill(shares, 1);
    return new Explainer(model, items, ratings, shares, u, bias);
  }

  /**
   * Of ratings, those of at least the user's mean, or at least the mean of all, unless they say
   * "disliked"; of counts, all that do not.
   */
  private double likedFrom(Feedback feedback) {
    if (feedback.values() == Values.COUNTS) {
      return feedback.likedFrom();
    }
    double sum = 0;
    for (float rating : ratings) {
      sum += feedback.onScale(rating);
    }
    double mean = Math.min(sum / Math.max(1, ratings.length), model.statistics().mean());
    return Math.max(feedback.likedFrom(), mean);
  }

  /**
   * The part of u·mⱼ that each item the user has rated brings.
   *
   * @param item j, any item
   * @return one value per rating of the user, in item order; negative where it speaks against j
   */
  double[] contributions(int item) {
    double[] solved = phi(item);
    solved[size - 1] = 0;
    a.solve(solved);
    double[] contributions = new double[c.length];
    for (int r = 0; r < c.length; r++) {
      double similarity = dot(solved, phi(items[r]));
      contributions[r] = similarity * c[r];
    }
    return contributions;
  }

  /**
   * The rated items that speak most for an item, the strongest first, the item itself left out.
   * Only what the user liked counts: ratings of at least the user's mean, or at least the mean of
   * all, and none that says "disliked"; of counts, all.
   *
   * @param item the id of the item to explain
   * @throws io.github.lanefactor.ratings.UnknownIdException if the model does not know the item
   */
  public List<Reason> because(String item, Query query) {
    int explained = model.catalogue().item(item);
    double[] contributions = contributions(explained);
    TopItems top = new TopItems(query.n(), contributions.length);
    double sum = 0;
    for (int r = 0; r < contributions.length; r++) {
      int rated = items[r];
      boolean liked = ratings[r] >= likedFrom;
      if (contributions[r] > 0 && rated != explained && liked) {
        top.offer(rated, contributions[r]);
        sum += contributions[r];
      }
    }
    double total = sum;
    return IntStream.range(0, top.sort())
        .mapToObj(r -> new Reason(model.catalogue().itemAt(top.item(r)), top.score(r) / total))
        .toList();
  }

  private void addCells(double[][] sums) {
    double[] theta = theta();
    int next = 0;
    for (int i = 0; i < model.catalogue().items(); i++) {
      boolean rated = next < items.length && items[next] == i;
      if (rated || rule.missingWeight() > 0) {
        double[] phi = phi(i);
        double personal = dot(theta, phi);
        // In double precision, as c can be a small difference of large terms.
        double score = StandardScoring.sigmoid(personal + model.itemBias(i) + model.globalBias());
        double slope = score * (1 - score);
        double weight = rated ? rule.weight(ratings[next], shares[next]) : rule.missingWeight();
        Cholesky.addOuterProduct(sums, weight * slope * slope, phi);
        if (rated) {
          float target = rule.target(ratings[next], model.scale(i));
          c[next] = weight * slope * (target - score + slope * personal);
        }
      }
      next += rated ? 1 : 0;
    }
  }

  private void addRidge(double[][] sums, Ridge.Growth growth) {
    int count = 0;
    for (float rating : ratings) {
      count += rule.counts(rating) ? 1 : 0;
    }
    double rho = growth.user(count);
    for (int l = 0; l < size; l++) {
      sums[l][l] += l == size - 1 ? rho * (float) growth.biasShare() : rho;
    }
    double trace = Cholesky.trace(sums);
    Cholesky.addToDiagonal(sums, trace > 0 ? DAMPING * trace / size : 1);
  }

  private double[] theta() {
    double[] theta = new double[size];
    for (int l = 0; l < size - 1; l++) {
      theta[l] = u[l];
    }
    theta[size - 1] = bias;
    return theta;
  }

  private double[] phi(int item) {
    double[] phi = new double[size];
    for (int l = 0; l < size - 1; l++) {
      phi[l] = model.itemFactor(item, l);
    }
    phi[size - 1] = 1;
    return phi;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int l = 0; l < a.length; l++) {
      sum += a[l] * b[l];
    }
    return sum;
  }
}
