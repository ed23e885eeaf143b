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
 * <p>The users are cut into chunks, whose number follows from the number of users. Each chunk's
 * item gradients are summed on their own and joined in a binary tree of the chunks. A thread takes
 * a group of neighbouring chunks, which is a node of that tree, and {@link ItemSums} joins the
 * groups. So the result is the same to the last bit for any number of threads, and no thread waits
 * for another before the end.
 */
public final class FusedPass {
  /**
   * The most bytes that the sums over items of a strip of users may take, if those of a single
   * block do not fit the first-level cache.
   */
  private static final int STRIP_BYTES = 512 << 10;

  /** The most time that sharing the groups among the threads may take, against an even share. */
  private static final double MOST_UNEVEN = 1.15;

  private final Kernel kernel;
  private final Cells cells;
  private final boolean curved;
  private final PackedWeights weights;
  private final int groups;
  private final int groupChunks;
  private final int chunkBlocks;
  private final int groupStrips; // 1 if a group has several chunks
  private final int[] firstBlock; // of each strip
  private final UserBlocks blocks;
  private final int sumRows; // of a panel: k factors, the bias, and the curvature if wanted
  private final Scratch[] scratch;
  private final ItemSums itemSums;
  private final float[] userGradient;
  private final float[] userCurvature;
  private final UserSums userSums;
  private final double[] blockLoss;
  private final AtomicIntegerArray taken;
  private final IntConsumer share = this::runShare; // created once: a step allocates nothing
  private Gradients gradients;

  /** The working memory of one thread. */
  private static final class Scratch {
    final BlockPass block;

    /** The users' gradient, {@code [tile of the strip][k + 1][ROWS][LANES]}. */
    final float[] lanes;

    /** Σ σ'² of the strip's users, in lanes. */
    final float[] curvatureLanes;

    /** The sums of one panel over chunks that are not joined yet. */
    final float[] panelSums;

    Scratch(BlockPass block, int stripTiles, int tileSums, int panelSums) {
      this.block = block;
      lanes = Layout.allocate(stripTiles * tileSums);
      curvatureLanes = new float[stripTiles * ROWS * LANES];
      this.panelSums = Layout.allocate(panelSums);
    }
  }

  /**
   * @param kernel the code and threads to run on
   * @param cells the target and weight of each cell
   * @param k the number of factors
   * @param curvature whether also to sum σ'² over the unobserved cells of each user and item
   */
  public FusedPass(Kernel kernel, Cells cells, int k, boolean curvature) {
    this(kernel, cells, UserBlocks.of(cells.users()), k, curvature);
  }

  /**
   * A pass over the cells of some users only.
   *
   * @param blocks which users of how many {@code cells} has
   */
  public FusedPass(Kernel kernel, Cells cells, UserBlocks blocks, int k, boolean curvature) {
    this.kernel = kernel;
    this.blocks = blocks;
    this.cells = cells;
    this.curved = curvature;
    weights = new PackedWeights(kernel, cells.users(), cells.items(), k);
    int chunks = blocks.chunks();
    chunkBlocks = blocks.count() / chunks;
    int blockTiles = blocks.largest();
    long chunkBytes = (long) chunkBlocks * blockTiles * tileSums() * Float.BYTES;
    int stripBytes = stripBytes(blockTiles);
    groups = groups(chunks, chunkBytes, stripBytes, kernel.threads());
    groupChunks = chunks / groups;
    groupStrips =
        groupChunks > 1
            ? 1
            : (int) Math.min(chunkBlocks, (chunkBytes + stripBytes - 1) / stripBytes);
    int groupBlocks = chunkBlocks * groupChunks;
    firstBlock = new int[groups * groupStrips + 1];
    for (int strip = 0; strip < groups * groupStrips; strip++) {
      int within = (int) ((long) groupBlocks * (strip % groupStrips) / groupStrips);
      firstBlock[strip] = strip / groupStrips * groupBlocks + within;
    }
    firstBlock[groups * groupStrips] = blocks.count();
    TileLists lists = new TileLists(cells, blocks, firstBlock);
    int stripTiles = (groupBlocks + groupStrips - 1) / groupStrips * blockTiles;
    sumRows = k + 1 + (curvature ? 1 : 0);
    int pending = Integer.numberOfTrailingZeros(groupChunks);
    scratch = new Scratch[kernel.threads()];
    for (int i = 0; i < scratch.length; i++) {
      BlockPass block =
          new BlockPass(weights, kernel.operations, lists, cells, blockTiles, curvature);
      scratch[i] = new Scratch(block, stripTiles, tileSums(), pending * sumRows * PANEL);
    }
    itemSums = new ItemSums(kernel.operations, groups, Layout.paddedItems(cells.items()) * sumRows);
    userGradient = Layout.allocate(weights.userLength());
    userCurvature = new float[curvature ? weights.tiles * ROWS : 0];
    userSums = new UserSums(k, userGradient, START, userCurvature);
    blockLoss = new double[blocks.count()];
    taken = new AtomicIntegerArray(groups);
  }

  /**
   * How many bytes the sums over items of a strip should take: those of a single block if they fit
   * the first-level cache with the rest that it works on, for they are read and written once for
   * each panel.
   */
  private int stripBytes(int blockTiles) {
    int cells = blockTiles * ROWS * PANEL;
    int sums = blockTiles * tileSums();
    int rest = 2 * cells + 2 * PANEL * (weights.k + 1);
    boolean fit = (sums + rest) * Float.BYTES <= kernel.firstLevelCache;
    return fit ? sums * Float.BYTES : STRIP_BYTES;
  }

  /**
   * How many groups the chunks are taken in: a power of two. The fewer the better, since the items
   * and their gradients are read once for each. But the groups should share out evenly among the
   * threads, and a group's sums over items should not take more than those of a strip.
   */
  private static int groups(int chunks, long chunkBytes, int stripBytes, int threads) {
    int groups = 1;
    while (groups < chunks) {
      int rounds = (groups + threads - 1) / threads;
      boolean even = rounds * threads <= MOST_UNEVEN * groups;
      if (even && chunks / groups * chunkBytes <= stripBytes) {
        return groups;
      }
      groups *= 2;
    }
    return groups;
  }

  /** The length of a tile's sums over items, counting each lane. */
  private int tileSums() {
    return (weights.k + 1) * ROWS * LANES;
  }

  Kernel kernel() {
    return kernel;
  }

  Cells cells() {
    return cells;
  }

  /** The weights of the next pass. */
  PackedWeights weights() {
    return weights;
  }

  /** Half the gradient of the users, in the order of the weights. */
  float[] userGradients() {
    return userGradient;
  }

  /** The gradient of the items in the order of the weights, for a pass without curvature. */
  float[] itemGradients() {
    return itemSums.total();
  }

  /** Packs the weights for the next pass. */
  public void load(Factors factors) {
    loadUsers(factors);
    loadItems(factors);
  }

  /** Packs the users' weights only; the items' are still those of the last pass. */
  public void loadUsers(Factors factors) {
    weights.loadUsers(factors);
  }

  /** Packs the items' weights and the global bias only. */
  public void loadItems(Factors factors) {
    weights.loadItems(factors);
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
    itemSums.begin();
    for (int group = 0; group < groups; group++) {
      taken.setPlain(group, 0);
    }
    kernel.workers.run(share);
    double loss = 0;
    for (double ofBlock : blockLoss) {
      loss += ofBlock;
    }
    return loss;
  }

  /** A worker begins with its own share of the groups, then takes what others have left. */
  private void runShare(int worker) {
    int first = kernel.shareStart(groups, worker);
    for (int i = 0; i < groups; i++) {
      int group = (first + i) % groups;
      if (taken.compareAndSet(group, 0, 1)) {
        float[] sums = itemSums.room();
        for (int strip = group * groupStrips; strip < (group + 1) * groupStrips; strip++) {
          runStrip(strip, worker, sums);
        }
        itemSums.finish(group, sums);
      }
    }
  }

  /** A few chunks, or a part of one, by all panels: their sums over items stay near the core. */
  private void runStrip(int strip, int worker, float[] sums) {
    Scratch s = scratch[worker];
    int first = firstBlock[strip];
    int end = firstBlock[strip + 1];
    int tile = blocks.firstTile(first);
    int tiles = blocks.firstTile(end) - tile;
    Arrays.fill(s.lanes, START, START + tiles * tileSums(), 0);
    Arrays.fill(blockLoss, first, end, 0);
    if (curved) {
      Arrays.fill(s.curvatureLanes, 0, tiles * ROWS * LANES, 0);
    }
    int list = first * weights.panels;
    for (int panel = 0; panel < weights.panels; panel++) {
      kernel.workers.check(worker);
      if (groupChunks > 1) {
        runChunks(s, panel, first, list, sums);
      } else {
        if (strip % groupStrips == 0) {
          clear(sums, sumsAt(panel), panel);
        }
        runBlocks(s, panel, first, end, tile, list, sums, sumsAt(panel));
      }
      list += end - first;
    }
    Operations ops = kernel.operations;
    int count = tiles * (weights.k + 1) * ROWS;
    ops.foldLanes(s.lanes, START, userGradient, weights.tileAt(tile), count);
    if (curved) {
      ops.foldLanes(s.curvatureLanes, 0, userCurvature, tile * ROWS, tiles * ROWS);
    }
  }

  /**
   * A group's chunks by one panel. Their sums are joined as the tree says, right away: chunk c
   * waits in place d, the number of ones in c, and c's last ones say how many pairs it completes.
   */
  private void runChunks(Scratch s, int panel, int first, int list, float[] sums) {
    int length = Layout.width(weights.m, panel) * sumRows;
    int tile = blocks.firstTile(first);
    for (int chunk = 0; chunk < groupChunks; chunk++) {
      int place = Integer.bitCount(chunk);
      float[] into = place == 0 ? sums : s.panelSums;
      int at = place == 0 ? sumsAt(panel) : START + (place - 1) * PANEL * sumRows;
      clear(into, at, panel);
      int block = first + chunk * chunkBlocks;
      int end = block + chunkBlocks;
      runBlocks(s, panel, block, end, tile, list + block - first, into, at);
      for (int ones = chunk; (ones & 1) == 1; ones >>= 1, place--) {
        int from = START + (place - 1) * PANEL * sumRows;
        if (place == 1) {
          kernel.operations.add(s.panelSums, from, sums, sumsAt(panel), length);
        } else {
          kernel.operations.add(s.panelSums, from, s.panelSums, from - PANEL * sumRows, length);
        }
      }
    }
  }

  private void clear(float[] sums, int at, int panel) {
    Arrays.fill(sums, at, at + Layout.width(weights.m, panel) * sumRows, 0);
  }

  /** Some blocks of one chunk, by one panel. */
  private void runBlocks(
      Scratch s, int panel, int first, int end, int stripTile, int list, float[] sums, int at) {
    for (int block = first; block < end; block++) {
      int tile = blocks.firstTile(block);
      int tiles = blocks.firstTile(block + 1) - tile;
      int within = tile - stripTile;
      blockLoss[block] += s.block.cells(list + block - first, tile, tiles, panel);
      if (gradients != Gradients.ITEMS) {
        s.block.userGradient(tiles, panel, s.lanes, START + within * tileSums());
      }
      if (gradients != Gradients.USERS) {
        s.block.itemGradient(tile, tiles, panel, sums, at);
      }
      int rowAt = at + (weights.k + 1) * Layout.width(weights.m, panel);
      int lanesAt = within * ROWS * LANES;
      s.block.curvature(tile, tiles, panel, s.curvatureLanes, lanesAt, sums, rowAt);
    }
  }

  /** Where the sums of a panel begin. */
  private int sumsAt(int panel) {
    return START + panel * PANEL * sumRows;
  }

  /** What the last pass has summed by user; valid until the next one. */
  public UserSums userSums() {
    return userSums;
  }

  /** What the last pass has summed by item; valid until the next one. */
  public PanelSums itemSums() {
    return new PanelSums(weights.m, weights.k, sumRows, itemSums.total(), START);
  }

  /** The loss of each block of users in the last pass: {@link #run} is their sum, in order. */
  public double[] blockLosses() {
    return blockLoss.clone();
  }

  /** Σ over items of weight·(σ − x)·σ'·m (l &lt; k), or without m (l = k): half the gradient. */
  public float userGradient(int user, int l) {
    return userSums.gradient(user, l);
  }

  /** Σ over users of weight·(σ − x)·σ'·u (l &lt; k), or without u (l = k): half the gradient. */
  public float itemGradient(int item, int l) {
    return itemSums().gradient(item, l);
  }

  /** Σ of σ'² over this user's unobserved cells, if requested. */
  public float userCurvature(int user) {
    return userSums.curvature(user);
  }

  /** Σ of σ'² over this item's unobserved cells, if requested. */
  public float itemCurvature(int item) {
    return itemSums().curvature(item);
  }
}
