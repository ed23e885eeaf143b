package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;

/**
 * One pass over all n×m cells: the weighted squared error of sigmoid(U·Mᵀ + bu + bm + bg) and its
 * gradients, without an n×m array. See {@code docs/kernel.md} for a diagram.
 *
 * <p>Threads take parts of the users in turn; a part is a few blocks. Each sum over users is added
 * in user order and each sum over items in item order, whichever thread does the work: a part may
 * add to a panel only after the previous part has done so. So the result is the same to the last
 * bit for any number of threads, and no thread needs a copy of the item gradients.
 *
 * <p>Factors and gradients are packed as in {@link Layout}: users as {@code [tile][k + 1][ROWS]}
 * times −log2(e), items as {@code [panel][k + 1][width]} with the global bias added to the biases,
 * and only the biases times −log2(e). The product is then the t of {@link Sigmoid}.
 */
public final class FusedPass {
  private static final int STRIDE = 32;

  /** The most bytes that a part's sums over items may take. */
  private static final long PART_BYTES = 512 << 10;

  /** The fewest panels each thread should process, over all its parts. */
  private static final int LEAST_PANELS = 64;

  final Kernel kernel;
  final int n;
  final int m;
  final int k;
  final int tiles;
  final int panels;
  final float[] u;
  final float[] items;
  final float[] du;
  final float[] dm;
  final Cells cells;
  private final TileLists lists;
  private final int parts;
  private final int[] firstBlock; // of each part
  private final int[] firstTile; // of each block
  private final Scratch[] scratch;
  private final double[] blockLoss;
  private final AtomicIntegerArray progress;
  private final float[] rowCurvature;
  private final float[] columnCurvature;
  private final float[] workerBound;
  private final IntConsumer share = this::runShare; // created once: a step allocates nothing
  private boolean bounded;
  private Gradients gradients;

  /** The working memory of one thread. */
  private static final class Scratch {
    /** Keeps the data that two threads write on different cache lines. */
    static final int APART = 64;

    final float[] z;
    final float[] x;
    final float[] w;
    final float[] lanes;
    final float[] loss;
    final double[] blockLoss;
    final float[] curvature;

    Scratch(int blocks, int blockTiles, int k, boolean weighted) {
      int cells = blockTiles * ROWS * PANEL;
      z = Layout.allocate(cells);
      x = Layout.allocate(cells);
      w = weighted ? Layout.allocate(cells) : null;
      lanes = Layout.allocate(blocks * blockTiles * (k + 1) * ROWS * LANES);
      loss = new float[LANES + APART];
      blockLoss = new double[blocks + APART];
      curvature = weighted ? new float[blocks * blockTiles * ROWS * LANES] : null;
    }
  }

  /**
   * @param kernel the code and threads to run on
   * @param cells the target and weight of each cell
   * @param k the number of factors
   * @param curvature whether also to sum σ'² over the unobserved cells of each user and item
   */
  public FusedPass(Kernel kernel, Cells cells, int k, boolean curvature) {
    this.kernel = kernel;
    this.cells = cells;
    this.n = cells.users();
    this.m = cells.items();
    this.k = k;
    this.tiles = Layout.tiles(n);
    this.panels = Layout.panels(m);
    int blocks = Layout.blocks(n);
    this.parts = parts(blocks);
    this.firstBlock = new int[parts + 1];
    for (int part = 0; part <= parts; part++) {
      firstBlock[part] = (int) ((long) blocks * part / parts);
    }
    this.firstTile = new int[blocks + 1];
    for (int block = 0; block <= blocks; block++) {
      firstTile[block] = Layout.firstTile(n, block);
    }
    this.lists = new TileLists(cells, firstBlock);
    this.u = Layout.allocate(tiles * ROWS * (k + 1));
    this.du = Layout.allocate(tiles * ROWS * (k + 1));
    this.items = Layout.allocate(Layout.paddedItems(m) * (k + 1));
    this.dm = Layout.allocate(Layout.paddedItems(m) * (k + 1));
    boolean weighted = curvature || !cells.uniform();
    this.rowCurvature = weighted ? new float[tiles * ROWS] : null;
    this.columnCurvature = weighted ? new float[panels * PANEL] : null;
    int partBlocks = (blocks + parts - 1) / parts;
    int blockTiles = (tiles + blocks - 1) / blocks;
    this.scratch = new Scratch[kernel.threads()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch(partBlocks, blockTiles, k, weighted);
    }
    this.blockLoss = new double[blocks];
    this.progress = new AtomicIntegerArray(parts * STRIDE);
    this.workerBound = new float[2 * kernel.threads()];
  }

  /**
   * How many parts the blocks are cut into: a multiple of the number of threads, so that all have
   * the same amount of work. The fewer the better, since the item gradients move from core to core
   * with every part. But a part's sums over items should stay in the second-level cache, and a
   * thread's wait for the previous one's first panel should be short compared with its total work.
   */
  private int parts(int blocks) {
    int threads = kernel.threads();
    long sums = (long) tiles * tileSums() * Float.BYTES;
    long bySize = (sums + PART_BYTES * threads - 1) / (PART_BYTES * threads);
    long byPanels = (LEAST_PANELS + panels - 1) / panels;
    return (int) Math.min(blocks, Math.max(bySize, byPanels) * threads);
  }

  /** Packs the weights for the next pass. */
  public void load(Factors factors) {
    kernel.workers.run(
        worker -> {
          int firstTile = kernel.shareStart(tiles, worker);
          int endTile = kernel.shareStart(tiles, worker + 1);
          for (int user = firstTile * ROWS; user < Math.min(n, endTile * ROWS); user++) {
            for (int l = 0; l < k; l++) {
              u[userAt(user, l)] = factors.u[user * k + l] * Sigmoid.TO_EXPONENT;
            }
            u[userAt(user, k)] = factors.bu[user] * Sigmoid.TO_EXPONENT;
          }
          int firstPanel = kernel.shareStart(panels, worker);
          int endPanel = kernel.shareStart(panels, worker + 1);
          for (int item = firstPanel * PANEL; item < Math.min(m, endPanel * PANEL); item++) {
            for (int l = 0; l < k; l++) {
              items[itemAt(item, l)] = factors.m[item * k + l];
            }
            items[itemAt(item, k)] = (factors.bm[item] + factors.bg) * Sigmoid.TO_EXPONENT;
          }
          bound(worker, firstTile, endTile, firstPanel, endPanel);
        });
    joinBounds();
  }

  /** The index of factor l of a user in the packed arrays; l = k is the bias. */
  int userAt(int user, int l) {
    return START + ((user / ROWS) * (k + 1) + l) * ROWS + user % ROWS;
  }

  /** The index of factor l of an item in the packed arrays; l = k is the bias. */
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

  /**
   * Finds this worker's part of a bound on all logits: |t| ≤ ‖u‖·‖m‖ + |bu| + |bm|. If the bound is
   * within the sigmoid's range, cells need no clamping; NaN fails the comparison.
   */
  void bound(int worker, int firstTile, int endTile, int firstPanel, int endPanel) {
    float largest = 0;
    for (int tile = firstTile; tile < endTile; tile++) {
      float sum = 0;
      for (int i = tileAt(tile), end = tileAt(tile + 1); i < end; i += ROWS) {
        sum += (u[i] * u[i] + u[i + 1] * u[i + 1]) + (u[i + 2] * u[i + 2] + u[i + 3] * u[i + 3]);
      }
      largest = Math.max(largest, sum);
    }
    workerBound[2 * worker] = largest;
    largest = 0;
    for (int panel = firstPanel; panel < endPanel; panel++) {
      int width = Layout.width(m, panel);
      largest =
          Math.max(largest, kernel.operations.largestColumnSquare(items, panelAt(panel), k, width));
    }
    workerBound[2 * worker + 1] = largest;
  }

  void joinBounds() {
    float users = 0;
    float others = 0;
    for (int worker = 0; worker < kernel.threads(); worker++) {
      users = Math.max(users, workerBound[2 * worker]);
      others = Math.max(others, workerBound[2 * worker + 1]);
    }
    double a = Math.sqrt(users);
    double b = Math.sqrt(others);
    bounded = a * b + a + b < Sigmoid.LIMIT;
  }

  /** What a pass computes besides the loss. */
  public enum Gradients {
    /** Those of the users. */
    USERS,
    /** Those of the items. */
    ITEMS,
    /** Both. */
    ALL
  }

  /**
   * Runs the pass with the weights loaded last.
   *
   * @param wanted which gradients to compute; the others are left undefined
   * @return the sum over all cells of weight times squared error
   */
  public double run(Gradients wanted) {
    gradients = wanted;
    for (int part = 0; part < parts; part++) {
      progress.setPlain(part * STRIDE, 0);
    }
    kernel.workers.run(share);
    double loss = 0;
    for (double ofBlock : blockLoss) {
      loss += ofBlock;
    }
    return loss;
  }

  private void runShare(int worker) {
    for (int part = worker; part < parts; part += kernel.threads()) {
      runPart(part, worker);
    }
  }

  private void runPart(int part, int worker) {
    Scratch s = scratch[worker];
    Operations ops = kernel.operations;
    int first = firstBlock[part];
    int end = firstBlock[part + 1];
    int tile = firstTile[first];
    int partTiles = firstTile[end] - tile;
    Arrays.fill(s.lanes, START, START + partTiles * tileSums(), 0);
    Arrays.fill(s.blockLoss, 0, end - first, 0);
    if (s.w != null) {
      Arrays.fill(s.curvature, 0, partTiles * ROWS * LANES, 0);
    }
    int list = first * panels;
    int ready = part == 0 ? panels : 0;
    for (int panel = 0; panel < panels; panel++) {
      kernel.workers.check(worker);
      for (int spin = 0; ready <= panel; spin++) {
        ready = progress.getAcquire((part - 1) * STRIDE);
        if (ready <= panel) {
          kernel.workers.pause(spin);
        }
      }
      int width = Layout.width(m, panel);
      if (part == 0) {
        Arrays.fill(dm, panelAt(panel), panelAt(panel) + width * (k + 1), 0);
        if (s.w != null) {
          Arrays.fill(columnCurvature, panel * PANEL, panel * PANEL + width, 0);
        }
      }
      for (int block = first; block < end; block++) {
        lists.scatter(list++, s.x, START, s.w, START);
        s.blockLoss[block - first] += runBlock(ops, s, block, panel, width, tile);
      }
      progress.setRelease(part * STRIDE, panel + 1);
    }
    System.arraycopy(s.blockLoss, 0, blockLoss, first, end - first);
    ops.foldLanes(s.lanes, START, du, tileAt(tile), partTiles * (k + 1) * ROWS);
    if (s.w != null) {
      ops.foldLanes(s.curvature, 0, rowCurvature, tile * ROWS, partTiles * ROWS);
    }
  }

  /** One block of users and one panel of items, whose targets are in the buffers. */
  private float runBlock(Operations ops, Scratch s, int block, int panel, int width, int partTile) {
    int tile = firstTile[block];
    int blockTiles = firstTile[block + 1] - tile;
    int rows = Math.min(n - tile * ROWS, blockTiles * ROWS);
    int panelAt = panelAt(panel);
    int lanesAt = START + (tile - partTile) * tileSums();
    ops.logits(u, tileAt(tile), items, panelAt, k, width, blockTiles, s.z, START);
    float loss = residual(ops, s, panel, width, rows, blockTiles * ROWS);
    if (gradients != Gradients.ITEMS) {
      ops.userGradient(s.z, START, items, panelAt, k, width, blockTiles, s.lanes, lanesAt);
    }
    if (gradients != Gradients.USERS) {
      ops.itemGradient(s.z, START, u, tileAt(tile), k, width, blockTiles, dm, panelAt);
    }
    if (s.w != null) {
      int curvatureAt = (tile - partTile) * ROWS * LANES;
      ops.sums(s.w, START, width, rows, s.curvature, curvatureAt, columnCurvature, panel * PANEL);
    }
    return loss;
  }

  /** The length of a tile's sums over items, counting each lane. */
  private int tileSums() {
    return (k + 1) * ROWS * LANES;
  }

  /** From t to the gradient with respect to the logit; padding contributes nothing. */
  private float residual(
      Operations ops, Scratch s, int panel, int width, int rows, int paddedRows) {
    int count = rows * width;
    if (!bounded) {
      for (int i = START; i < START + count; i++) {
        s.z[i] = Sigmoid.clamp(s.z[i]);
      }
    }
    int columns = Layout.columns(m, panel);
    if (columns < width) {
      silence(s, columns, width, rows);
    }
    float missing = cells.missingWeight();
    float loss =
        s.w == null
            ? ops.residual(s.z, START, s.x, START, count, s.loss)
            : ops.weightedResidual(s.z, START, s.x, START, s.w, START, missing, count, s.loss);
    Arrays.fill(s.z, START + count, START + paddedRows * width, 0);
    return loss;
  }

  /**
   * Makes the cells beyond the last item contribute nothing: at t = 0 the sigmoid is exactly ½, so
   * with a target of ½ their error is exactly 0, and a weight keeps them from counting as missing.
   */
  private static void silence(Scratch s, int columns, int width, int rows) {
    for (int row = 0; row < rows; row++) {
      int from = START + row * width + columns;
      int to = START + (row + 1) * width;
      Arrays.fill(s.z, from, to, 0);
      Arrays.fill(s.x, from, to, 0.5f);
      if (s.w != null) {
        Arrays.fill(s.w, from, to, 1);
      }
    }
  }

  /** Σ over items of weight·(σ − x)·σ'·m (l &lt; k), or without m (l = k): half the gradient. */
  public float userGradient(int user, int l) {
    return du[userAt(user, l)];
  }

  /** Σ over users of weight·(σ − x)·σ'·u (l &lt; k), or without u (l = k): half the gradient. */
  public float itemGradient(int item, int l) {
    float sum = dm[itemAt(item, l)];
    return l == k ? sum : sum / Sigmoid.TO_EXPONENT;
  }

  /** Σ of σ'² over this user's unobserved cells, if requested. */
  public float userCurvature(int user) {
    return rowCurvature[user];
  }

  /** Σ of σ'² over this item's unobserved cells, if requested. */
  public float itemCurvature(int item) {
    return columnCurvature[item];
  }

  /** The users' view of the results of the last pass. */
  public NewtonSweep.Dense userSide() {
    return new NewtonSweep.Dense() {
      @Override
      public float gradient(int row, int l) {
        return userGradient(row, l);
      }

      @Override
      public float rowCurvature(int row) {
        return userCurvature(row);
      }

      @Override
      public float columnCurvature(int column) {
        return itemCurvature(column);
      }
    };
  }

  /** The items' view of the results of the last pass. */
  public NewtonSweep.Dense itemSide() {
    return new NewtonSweep.Dense() {
      @Override
      public float gradient(int row, int l) {
        return itemGradient(row, l);
      }

      @Override
      public float rowCurvature(int row) {
        return itemCurvature(row);
      }

      @Override
      public float columnCurvature(int column) {
        return userCurvature(column);
      }
    };
  }
}
