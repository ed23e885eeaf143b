package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.ItemPanels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.support.Lazy;
import java.util.Arrays;

/**
 * Finds the factors and the bias of somebody new, given the trained items: damped Newton steps on
 *
 * <pre>
 *   Σᵢ wᵢ (σ(zᵢ) − xᵢ)² + ρ‖u‖² + s·ρ·b²      zᵢ = u·mᵢ + b + bmᵢ + bg
 * </pre>
 *
 * (with ‖u − A·f‖² for a model trained with features of users; see {@link
 * io.github.lanefactor.model.FeaturePrior}) over all items i, or over the rated ones for {@code
 * Objective.RATING}. The gradient is exact. As in a sweep of the training, the Hessian counts rated
 * cells exactly and the others as r·C, where r is Σ σ'² over them and C = Σ cᵢφᵢφᵢᵀ / Σ cᵢ, with cᵢ
 * the sum of σ'² in the item's column: no step costs m·k². From the second step on, a BFGS update
 * (Nocedal and Wright, Numerical Optimization, 2006, equation 6.19) corrects r·C by how much the
 * last step has changed the gradient of those cells. See {@code docs/solver.md}. Several threads
 * may share one.
 */
final class FoldIn {
  private static final double DAMPING = 0.05;
  private static final double LEAST_DAMPING = 1e-6;
  private static final int STEPS = 25;

  /**
   * Where all cells count, ends when a step is shorter than this and lowers the objective by less
   * than this; with fewer items than {@link #MANY} a pass is cheaper, and both are smaller.
   */
  private static final double CLOSE = 0.6;

  private static final double LITTLE = 4;
  private static final double MANY = 5_000;

  /** Where only rated cells count, steps are cheap. */
  private static final double CLOSE_IF_CHEAP = 0.1;

  /** Column sums are taken over so many users at most; they only shape the way of the steps. */
  private static final int SAMPLE = 256;

  private final FactorModel model;
  private final ItemPanels panels;
  private final CellRule rule;
  private final Ridge.Growth growth;
  private final int k;

  /** C, and where everybody starts; both the same for all. */
  private final Lazy<Common> common = new Lazy<>(this::common);

  FoldIn(FactorModel model, ItemPanels panels) {
    Settings settings = model.settings();
    this.model = model;
    this.k = model.factors();
    this.panels = panels;
    this.rule = CellRule.of(settings);
    this.growth = Ridge.Growth.of(settings.objective(), settings.l2(), settings.l2Exponent());
  }

  /** Makes what is the same for all newcomers. */
  void prepare() {
    common.get();
  }

  boolean isPrepared() {
    return common.isMade();
  }

  /**
   * What is the same for all newcomers.
   *
   * @param shape C, the lower triangle
   * @param start where everybody starts of whom nothing else is known: factors and bias
   * @param gradient of the empty row there
   * @param curvature of the empty row there
   */
  private record Common(double[][] shape, float[] start, double[] gradient, double curvature) {}

  /**
   * Folds somebody in by ratings of today.
   *
   * @param items the numbers of the rated items, no two alike
   * @param ratings their ratings
   * @param u receives the factors
   * @return the bias
   */
  float fold(int[] items, float[] ratings, float[] u) {
    return fold(items, ratings, (float[]) null, u);
  }

  /**
   * Folds somebody in by ratings of today and by what else is known of them.
   *
   * @param items the numbers of the rated items, no two alike
   * @param ratings their ratings
   * @param place where their features have them, factors and bias; null if nothing is known
   * @param u receives the factors
   * @return the bias
   */
  float fold(int[] items, float[] ratings, float[] place, float[] u) {
    double[] shares = new double[items.length];
    Arrays.fill(shares, 1);
    return fold(items, ratings, shares, place, u);
  }

  /**
   * Folds somebody in by ratings that may have lost weight with time.
   *
   * @param items the numbers of the rated items, no two alike
   * @param ratings their ratings
   * @param shares what share of its weight each keeps
   * @param u receives the factors
   * @return the bias
   */
  float fold(int[] items, float[] ratings, double[] shares, float[] u) {
    return fold(items, ratings, shares, null, u);
  }

  private float fold(int[] items, float[] ratings, double[] shares, float[] place, float[] u) {
    Common same = common.get();
    float[] start = place == null ? same.start : place;
    System.arraycopy(start, 0, u, 0, k);
    float bias = start[k];
    if (place != null && items.length == 0) {
      return bias;
    }
    Work work = new Work(items, ratings, shares, model.userPrior().isPresent() ? start : null);
    double share = Math.min(1, model.catalogue().items() / MANY);
    for (int step = 0; step < STEPS; step++) {
      work.system(u, bias, step == 0 && place == null);
      double length = work.solve();
      double scale = length > 1 ? 1 / length : 1;
      for (int l = 0; l < k; l++) {
        work.taken[l] = scale * work.g[l];
        u[l] -= (float) work.taken[l];
      }
      work.taken[k] = scale * work.g[k];
      bias -= (float) work.taken[k];
      if (dense()
          ? length < CLOSE * share && work.gain < LITTLE * share
          : length < CLOSE_IF_CHEAP) {
        break;
      }
    }
    return bias;
  }

  private boolean dense() {
    return rule.missingWeight() > 0;
  }

  /** The equations of one newcomer. */
  private final class Work {
    private final int[] items;
    private final float[] ratings;
    private final double[] shares;
    private final float[] pull;
    private final double rho;
    private final double[][] h = Cholesky.lowerTriangle(k + 1);
    private final double[] g = new double[k + 1];
    private final double[] phi = new double[k + 1];

    /** The gradient of the cells without a rating, and by how much the last step changed it. */
    private final double[] missing = new double[k + 1];

    private final double[] change = new double[k + 1];

    /** The Newton decrement, about what the step lowers the objective by. */
    private double gain;

    private final double[] gradient = new double[k + 1];

    /** What the last step took from the factors and the bias. */
    private final double[] taken = new double[k + 1];

    private final ItemPanels.EmptyRow empty = new ItemPanels.EmptyRow(k);

    /**
     * @param pull what L2 pulls to; null for 0
     */
    Work(int[] items, float[] ratings, double[] shares, float[] pull) {
      this.items = items;
      this.ratings = ratings;
      this.shares = shares;
      this.pull = pull;
      int count = 0;
      for (float rating : ratings) {
        count += rule.counts(rating) ? 1 : 0;
      }
      this.rho = growth.user(count);
      phi[k] = 1;
    }

    /** Hessian and gradient at a point; {@code start} says that it is where everybody starts. */
    void system(float[] u, float bias, boolean start) {
      for (int a = 0; a <= k; a++) {
        g[a] = 0;
        change[a] = -missing[a];
        Arrays.fill(h[a], 0);
      }
      double curvature = dense() ? emptyRow(u, bias, start) : 0;
      for (int i = 0; i < items.length; i++) {
        curvature -= observe(i, u, bias);
      }
      if (dense()) {
        addMissing(Math.max(0, curvature), !start);
      }
      for (int a = 0; a <= k; a++) {
        double ridge = a < k ? rho : rho * (float) growth.biasShare();
        g[a] += ridge * ((a < k ? u[a] : bias) - (pull == null ? 0 : pull[a]));
        h[a][a] += ridge;
      }
    }

    /** Sets the gradient of an empty row, and returns its curvature. */
    private double emptyRow(float[] u, float bias, boolean start) {
      Common same = common.get();
      if (!start) {
        panels.emptyRow(u, bias + model.globalBias(), empty);
      }
      for (int a = 0; a <= k; a++) {
        missing[a] = start ? same.gradient[a] : empty.gradient(a);
      }
      return start ? same.curvature : empty.curvature();
    }

    /** Adds a rated cell, in the place of an empty one; returns that one's curvature. */
    private double observe(int i, float[] u, float bias) {
      int item = items[i];
      double z = bias + (double) model.itemBias(item) + model.globalBias();
      for (int l = 0; l < k; l++) {
        phi[l] = model.itemFactor(item, l);
        z += phi[l] * u[l];
      }
      double sigma = StandardScoring.sigmoid(z);
      double slope = sigma * (1 - sigma);
      double weight = rule.weight(ratings[i], shares[i]);
      double target = rule.target(ratings[i], model.scale(item));
      for (int l = 0; l <= k; l++) {
        g[l] += slope * weight * (sigma - target) * phi[l];
        missing[l] -= slope * rule.missingWeight() * sigma * phi[l];
      }
      Cholesky.addOuterProduct(h, weight * slope * slope, phi);
      return rule.missingWeight() * slope * slope;
    }

    /** Adds the cells without a rating, whose curvature is r. */
    private void addMissing(double r, boolean corrected) {
      double[][] shape = common.get().shape;
      double[] expected = new double[k + 1]; // B·s, with B = r·C and s the last step
      double along = 0; // s·B·s
      double changed = 0; // s·y, with y what it changed in the gradient
      for (int a = 0; a <= k; a++) {
        for (int b = 0; b <= a; b++) {
          double x = r * shape[a][b];
          h[a][b] += x;
          expected[a] -= x * taken[b];
          expected[b] -= a == b ? 0 : x * taken[a];
        }
        g[a] += missing[a];
        change[a] += missing[a];
      }
      for (int a = 0; a <= k; a++) {
        along -= expected[a] * taken[a];
        changed -= change[a] * taken[a];
      }
      if (corrected && along > 0 && changed > 0) {
        Cholesky.addOuterProduct(h, 1 / changed, change);
        Cholesky.addOuterProduct(h, -1 / along, expected);
      }
    }

    /** g becomes the step; returns its length. */
    double solve() {
      Cholesky.addToDiagonal(h, DAMPING * Cholesky.trace(h) / (k + 1) + LEAST_DAMPING);
      System.arraycopy(g, 0, gradient, 0, k + 1);
      new Cholesky(h).solve(g);
      gain = 0;
      double square = 0;
      for (int a = 0; a <= k; a++) {
        square += g[a] * g[a];
        gain += gradient[a] * g[a];
      }
      return Math.sqrt(square);
    }
  }

  private Common common() {
    int users = model.catalogue().users();
    int items = model.catalogue().items();
    float[] start = start();
    double[][] shape = Cholesky.lowerTriangle(k + 1);
    double[] gradient = new double[k + 1];
    if (!dense()) {
      return new Common(shape, start, gradient, 0);
    }
    double[] column = columns(users, items);
    double total = 0;
    for (double c : column) {
      total += c;
    }
    double[] phi = new double[k + 1];
    phi[k] = 1;
    for (int item = 0; item < items && total > 0; item++) {
      for (int l = 0; l < k; l++) {
        phi[l] = model.itemFactor(item, l);
      }
      Cholesky.addOuterProduct(shape, column[item] / total, phi);
    }
    ItemPanels.EmptyRow empty = new ItemPanels.EmptyRow(k);
    panels.emptyRow(Arrays.copyOf(start, k), start[k] + model.globalBias(), empty);
    Arrays.setAll(gradient, empty::gradient);
    return new Common(shape, start, gradient, empty.curvature());
  }

  /** Where L2 pulls whom nothing is known of; without features, factors of 0 and the mean bias. */
  private float[] start() {
    if (model.userPrior().isPresent()) {
      return model.userPrior().get().usual();
    }
    int users = model.catalogue().users();
    double bias = 0;
    for (int user = 0; user < users; user++) {
      bias += model.userBias(user) / users;
    }
    float[] start = new float[k + 1];
    start[k] = (float) bias;
    return start;
  }

  /** Σ σ'² by item, over users spread evenly over the catalogue. */
  private double[] columns(int users, int items) {
    double[] column = new double[items];
    float[] u = new float[k];
    float[] scores = new float[64];
    int sample = Math.min(users, SAMPLE);
    for (int s = 0; s < sample; s++) {
      int user = (int) ((long) users * s / sample);
      for (int l = 0; l < k; l++) {
        u[l] = model.userFactor(user, l);
      }
      for (int panel = 0; panel < panels.panels(); panel++) {
        panels.scores(panel, u, model.userBias(user) + model.globalBias(), scores);
        for (int c = 0; c < panels.columns(panel); c++) {
          double sigma = StandardScoring.sigmoid(scores[c]);
          double slope = sigma * (1 - sigma);
          column[panels.item(panel, c)] += slope * slope;
        }
      }
    }
    return column;
  }
}
