package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.function.IntConsumer;

/**
 * Full-batch descent by RMSprop on the mean, over the cells that count, of weight times squared
 * error. Weights and optimizer state stay packed from the first step to the last, so that a step is
 * one {@link FusedPass} and one run of updates over flat arrays; it allocates nothing.
 */
public final class Descent {
  private final FusedPass pass;
  private final PackedWeights weights;
  private final Kernel kernel;
  private final Rmsprop settings;
  private final float gradientScale;
  private final float itemScale;
  private final double cells;
  private final float[] userRidge;
  private final float[] itemRidge;
  private final float biasRidge;
  private final boolean held;
  private final State users;
  private final State items;
  private final float[] itemBias;
  private final IntConsumer update = this::update; // created once, so that a step allocates nothing
  private final float[] bg = new float[1];
  private final float[] bgMeanSquare = new float[1];
  private final float[] bgMomentum = new float[1];

  /** Weights and optimizer state in the packed order. */
  private static final class State {
    final float[] theta;
    final float[] meanSquare;
    final float[] momentum;

    State(int length) {
      theta = Layout.allocate(length);
      meanSquare = Layout.allocate(length);
      momentum = Layout.allocate(length);
    }
  }

  /**
   * @param pass computes loss and gradients
   * @param start the initial weights; copied
   * @param settings the RMSprop settings
   * @param userRidge L2 on each user's factors: Σ ρθ² is added to the sum before taking the mean
   * @param itemRidge L2 on each item's factors
   * @param biasRidge the share of those that applies to biases
   */
  public Descent(
      FusedPass pass,
      Factors start,
      Rmsprop settings,
      float[] userRidge,
      float[] itemRidge,
      float biasRidge) {
    this.userRidge = userRidge;
    this.itemRidge = itemRidge;
    this.biasRidge = biasRidge;
    this.held = anyPositive(userRidge) || anyPositive(itemRidge);
    this.pass = pass;
    this.weights = pass.weights();
    this.kernel = pass.kernel();
    this.settings = settings;
    this.cells = pass.cells().counted();
    this.gradientScale = (float) (2 / cells);
    this.itemScale = (float) (2 / cells / Sigmoid.TO_EXPONENT);
    this.users = new State(weights.userLength());
    this.items = new State(weights.itemLength());
    this.itemBias = Layout.allocate(Layout.paddedItems(weights.m));
    loadUsers(start, users.theta);
    System.arraycopy(start.bm, 0, itemBias, START, weights.m);
    bg[0] = start.bg;
    pass.load(start);
  }

  /**
   * One step: loss and gradients at the current weights, then their update.
   *
   * @return the loss before the update
   */
  public double step() {
    double loss = loss();
    updateGlobalBias();
    kernel.workers.run(update);
    weights.joinBounds();
    return loss;
  }

  /** The loss at the current weights, which stay as they are. */
  public double loss() {
    return pass.run(FusedPass.Gradients.ALL) / cells;
  }

  private void updateGlobalBias() {
    double sum = 0;
    for (int user = 0; user < weights.n; user++) {
      sum += pass.userGradient(user, weights.k);
    }
    float gradient = (float) (sum * 2 / cells);
    bg[0] -= settings.step(gradient, bgMeanSquare, bgMomentum, 0);
  }

  private void update(int worker) {
    Operations ops = kernel.operations;
    int firstTile = kernel.shareStart(weights.tiles, worker);
    int endTile = kernel.shareStart(weights.tiles, worker + 1);
    if (held) {
      holdUsers(firstTile * ROWS, Math.min(weights.n, endTile * ROWS));
    }
    int at = weights.tileAt(firstTile);
    int count = weights.tileAt(endTile) - at;
    step(ops, users.theta, at, pass.userGradients(), users, at, count, gradientScale);
    ops.shiftAndScale(users.theta, at, 0, Sigmoid.TO_EXPONENT, weights.users, at, count);
    weights.boundUsers(worker, firstTile, endTile);
    int firstPanel = kernel.shareStart(weights.panels, worker);
    int endPanel = kernel.shareStart(weights.panels, worker + 1);
    if (held) {
      holdItems(firstPanel * PANEL, Math.min(weights.m, endPanel * PANEL));
    }
    for (int panel = firstPanel; panel < endPanel; panel++) {
      int width = Layout.width(weights.m, panel);
      int panelAt = weights.panelAt(panel);
      int biasAt = panelAt + weights.k * width;
      int masterAt = START + panel * PANEL;
      step(
          ops,
          weights.items,
          panelAt,
          pass.itemGradients(),
          items,
          panelAt,
          weights.k * width,
          itemScale);
      step(ops, itemBias, masterAt, pass.itemGradients(), items, biasAt, width, gradientScale);
      ops.shiftAndScale(
          itemBias, masterAt, bg[0], Sigmoid.TO_EXPONENT, weights.items, biasAt, width);
    }
    weights.boundItems(worker, firstPanel, endPanel);
  }

  private void holdUsers(int first, int end) {
    for (int user = first; user < end; user++) {
      for (int l = 0; l <= weights.k; l++) {
        int at = weights.userAt(user, l);
        pass.userGradients()[at] +=
            (l < weights.k ? 1 : biasRidge) * userRidge[user] * users.theta[at];
      }
    }
  }

  private void holdItems(int first, int end) {
    for (int item = first; item < end; item++) {
      float ridge = itemRidge[item] * Sigmoid.TO_EXPONENT;
      for (int l = 0; l < weights.k; l++) {
        int at = weights.itemAt(item, l);
        pass.itemGradients()[at] += ridge * weights.items[at];
      }
      pass.itemGradients()[weights.itemAt(item, weights.k)] +=
          biasRidge * itemRidge[item] * itemBias[START + item];
    }
  }

  private static boolean anyPositive(float[] ridge) {
    for (float rho : ridge) {
      if (rho > 0) {
        return true;
      }
    }
    return false;
  }

  private void step(
      Operations ops,
      float[] theta,
      int thetaAt,
      float[] gradient,
      State state,
      int at,
      int count,
      float scale) {
    ops.rmsprop(
        theta, thetaAt, gradient, state.meanSquare, state.momentum, at, count, scale, settings);
  }

  /** Copies the current weights out. */
  public void store(Factors out) {
    storeUsers(users.theta, out);
    storeItems(weights.items, out);
    System.arraycopy(itemBias, START, out.bm, 0, weights.m);
    out.bg = bg[0];
  }

  /** Copies out, in the shape of the weights, what RMSprop remembers of the gradients so far. */
  public void storeState(Factors meanSquare, Factors momentum) {
    storeUsers(users.meanSquare, meanSquare);
    storeItems(items.meanSquare, meanSquare);
    meanSquare.bg = bgMeanSquare[0];
    storeUsers(users.momentum, momentum);
    storeItems(items.momentum, momentum);
    momentum.bg = bgMomentum[0];
  }

  /** Takes over what {@link #storeState} gave. */
  public void loadState(Factors meanSquare, Factors momentum) {
    loadUsers(meanSquare, users.meanSquare);
    loadItems(meanSquare, items.meanSquare);
    bgMeanSquare[0] = meanSquare.bg;
    loadUsers(momentum, users.momentum);
    loadItems(momentum, items.momentum);
    bgMomentum[0] = momentum.bg;
  }

  private void storeUsers(float[] packed, Factors out) {
    for (int user = 0; user < weights.n; user++) {
      for (int l = 0; l < weights.k; l++) {
        out.u[user * weights.k + l] = packed[weights.userAt(user, l)];
      }
      out.bu[user] = packed[weights.userAt(user, weights.k)];
    }
  }

  private void loadUsers(Factors from, float[] packed) {
    for (int user = 0; user < weights.n; user++) {
      for (int l = 0; l < weights.k; l++) {
        packed[weights.userAt(user, l)] = from.u[user * weights.k + l];
      }
      packed[weights.userAt(user, weights.k)] = from.bu[user];
    }
  }

  private void storeItems(float[] packed, Factors out) {
    for (int item = 0; item < weights.m; item++) {
      for (int l = 0; l < weights.k; l++) {
        out.m[item * weights.k + l] = packed[weights.itemAt(item, l)];
      }
      out.bm[item] = packed[weights.itemAt(item, weights.k)];
    }
  }

  private void loadItems(Factors from, float[] packed) {
    for (int item = 0; item < weights.m; item++) {
      for (int l = 0; l < weights.k; l++) {
        packed[weights.itemAt(item, l)] = from.m[item * weights.k + l];
      }
      packed[weights.itemAt(item, weights.k)] = from.bm[item];
    }
  }
}
