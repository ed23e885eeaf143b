package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;
import static io.github.lanefactor.kernel.Layout.START;

/**
 * Weights in the order in which a pass reads them: users as {@code [tile][k + 1][ROWS]} times
 * −log2(e), items as {@code [panel][k + 1][width]} with the global bias added to the biases, and
 * only the biases times −log2(e). The product is then the t of {@link Sigmoid}. Gradients are kept
 * in the same order.
 */
final class PackedWeights {
  /** n, m and k: the numbers of users, items and factors. */
  final int n;

  final int m;
  final int k;
  final int tiles;
  final int panels;
  final float[] users;
  final float[] items;
  private final Kernel kernel;
  private final float[] largestUser; // found by each worker
  private final float[] largestItem;
  private boolean bounded;

  PackedWeights(Kernel kernel, int n, int m, int k) {
    this.kernel = kernel;
    this.n = n;
    this.m = m;
    this.k = k;
    tiles = Layout.tiles(n);
    panels = Layout.panels(m);
    users = Layout.allocate(userLength());
    items = Layout.allocate(itemLength());
    largestUser = new float[kernel.threads()];
    largestItem = new float[kernel.threads()];
  }

  /** How many numbers the users take, with their padding. */
  int userLength() {
    return tiles * ROWS * (k + 1);
  }

  /** How many numbers the items take, with their padding. */
  int itemLength() {
    return Layout.paddedItems(m) * (k + 1);
  }

  /** The index of factor l of a user; l = k is the bias. */
  int userAt(int user, int l) {
    return START + ((user / ROWS) * (k + 1) + l) * ROWS + user % ROWS;
  }

  /** The index of factor l of an item; l = k is the bias. */
  int itemAt(int item, int l) {
    int panel = item / PANEL;
    return panelAt(panel) + l * Layout.width(m, panel) + item % PANEL;
  }

  int tileAt(int tile) {
    return START + tile * ROWS * (k + 1);
  }

  int panelAt(int panel) {
    return START + panel * PANEL * (k + 1);
  }

  /** Packs the users' weights. */
  void loadUsers(Factors factors) {
    kernel.workers.run(
        worker -> {
          int first = kernel.shareStart(tiles, worker);
          int end = kernel.shareStart(tiles, worker + 1);
          for (int user = first * ROWS; user < Math.min(n, end * ROWS); user++) {
            for (int l = 0; l < k; l++) {
              users[userAt(user, l)] = factors.u[user * k + l] * Sigmoid.TO_EXPONENT;
            }
            users[userAt(user, k)] = factors.bu[user] * Sigmoid.TO_EXPONENT;
          }
          boundUsers(worker, first, end);
        });
    joinBounds();
  }

  /** Packs the items' weights and the global bias. */
  void loadItems(Factors factors) {
    kernel.workers.run(
        worker -> {
          int first = kernel.shareStart(panels, worker);
          int end = kernel.shareStart(panels, worker + 1);
          for (int item = first * PANEL; item < Math.min(m, end * PANEL); item++) {
            for (int l = 0; l < k; l++) {
              items[itemAt(item, l)] = factors.m[item * k + l];
            }
            items[itemAt(item, k)] = (factors.bm[item] + factors.bg) * Sigmoid.TO_EXPONENT;
          }
          boundItems(worker, first, end);
        });
    joinBounds();
  }

  /** Finds the largest ‖(u, bu)‖² in a worker's share of the tiles. */
  void boundUsers(int worker, int firstTile, int endTile) {
    float largest = 0;
    for (int tile = firstTile; tile < endTile; tile++) {
      float sum = 0;
      for (int i = tileAt(tile), end = tileAt(tile + 1); i < end; i += ROWS) {
        float first = users[i] * users[i] + users[i + 1] * users[i + 1];
        sum += first + (users[i + 2] * users[i + 2] + users[i + 3] * users[i + 3]);
      }
      largest = Math.max(largest, sum);
    }
    largestUser[worker] = largest;
  }

  /** Finds the largest ‖(m, bm)‖² in a worker's share of the panels. */
  void boundItems(int worker, int firstPanel, int endPanel) {
    float largest = 0;
    for (int panel = firstPanel; panel < endPanel; panel++) {
      int width = Layout.width(m, panel);
      largest =
          Math.max(largest, kernel.operations.largestColumnSquare(items, panelAt(panel), k, width));
    }
    largestItem[worker] = largest;
  }

  /** Joins what the workers found. */
  void joinBounds() {
    float user = 0;
    float item = 0;
    for (int worker = 0; worker < kernel.threads(); worker++) {
      user = Math.max(user, largestUser[worker]);
      item = Math.max(item, largestItem[worker]);
    }
    double a = Math.sqrt(user);
    double b = Math.sqrt(item);
    bounded = a * b + a + b < Sigmoid.LIMIT;
  }

  /**
   * Whether no logit is beyond the sigmoid's range, so that cells need no clamping: |t| ≤ ‖u‖·‖m‖ +
   * |bu| + |bm|. False if a weight is NaN.
   */
  boolean bounded() {
    return bounded;
  }
}
