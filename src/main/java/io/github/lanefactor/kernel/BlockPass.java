package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;

/**
 * One block of users by one panel of items: from weights to loss and gradients, with buffers that
 * stay in the nearest cache. Each thread has its own.
 */
final class BlockPass {
  private final PackedWeights weights;
  private final Operations ops;
  private final TileLists lists;
  private final boolean weighted;
  private final boolean curved;
  private final float missingWeight;

  /** Of each cell: t, then the gradient with respect to the logit. */
  private final float[] z;

  private final float[] targets;

  /** Weights of observed cells, then σ'² of the others; null if all weights are 1. */
  private final float[] w;

  private final float[] lossLanes = new float[LANES + 64]; // apart from other threads' cache lines

  /**
   * @param blockTiles the most tiles of a block
   * @param curved whether to sum σ'² over the unobserved cells
   */
  BlockPass(
      PackedWeights weights,
      Operations ops,
      TileLists lists,
      Cells cells,
      int blockTiles,
      boolean curved) {
    this.weights = weights;
    this.ops = ops;
    this.lists = lists;
    this.curved = curved;
    this.weighted = curved || !cells.uniform();
    this.missingWeight = cells.missingWeight();
    int size = blockTiles * ROWS * PANEL;
    z = Layout.allocate(size);
    targets = Layout.allocate(size);
    w = weighted ? Layout.allocate(size) : null;
  }

  /**
   * From the logits to the gradient with respect to them, which stays in a buffer for the methods
   * below.
   *
   * @param list the number of the list of observed cells
   * @return the sum of weight times squared error
   */
  float cells(int list, int tile, int tiles, int panel) {
    int width = Layout.width(weights.m, panel);
    int paddedRows = tiles * ROWS;
    int rows = Math.min(weights.n - tile * ROWS, paddedRows);
    int count = rows * width;
    lists.scatter(list, targets, START, w, START);
    ops.logits(
        weights.users,
        weights.tileAt(tile),
        weights.items,
        weights.panelAt(panel),
        weights.k,
        width,
        tiles,
        z,
        START);
    if (!weights.bounded()) {
      for (int i = START; i < START + count; i++) {
        z[i] = Sigmoid.clamp(z[i]);
      }
    }
    int columns = Layout.columns(weights.m, panel);
    if (columns < width) {
      silence(columns, width, rows);
    }
    float loss =
        weighted
            ? ops.weightedResidual(
                z, START, targets, START, w, START, missingWeight, count, lossLanes)
            : ops.residual(z, START, targets, START, count, lossLanes);
    Arrays.fill(z, START + count, START + paddedRows * width, 0);
    return loss;
  }

  /**
   * Makes the cells beyond the last item contribute nothing: at t = 0 the sigmoid is exactly ½, so
   * with a target of ½ their error is exactly 0, and a weight keeps them from counting as missing.
   */
  private void silence(int columns, int width, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = START + row * width + columns;
      int to = START + (row + 1) * width;
      Arrays.fill(z, from, to, 0);
      Arrays.fill(targets, from, to, 0.5f);
      if (weighted) {
        Arrays.fill(w, from, to, 1);
      }
    }
  }

  /** Adds to the users' gradient, in lanes. */
  void userGradient(int tiles, int panel, float[] lanes, int lanesAt) {
    int width = Layout.width(weights.m, panel);
    ops.userGradient(
        z, START, weights.items, weights.panelAt(panel), weights.k, width, tiles, lanes, lanesAt);
  }

  /** Adds to the gradient of the panel's items. */
  void itemGradient(int tile, int tiles, int panel, float[] sums, int sumsAt) {
    int width = Layout.width(weights.m, panel);
    int tileAt = weights.tileAt(tile);
    ops.itemGradient(z, START, weights.users, tileAt, weights.k, width, tiles, sums, sumsAt);
  }

  /** Adds σ'² by user, in lanes, and by item, if that is wanted, and clears the weights. */
  void curvature(
      int tile, int tiles, int panel, float[] lanes, int lanesAt, float[] sums, int sumsAt) {
    int width = Layout.width(weights.m, panel);
    int rows = Math.min(weights.n - tile * ROWS, tiles * ROWS);
    if (curved) {
      ops.sums(w, START, width, rows, lanes, lanesAt, sums, sumsAt);
    } else if (weighted) {
      Arrays.fill(w, START, START + rows * width, 0);
    }
  }
}
