package io.github.lanefactor.kernel;

/**
 * The sizes of the pieces that the packed arrays consist of.
 *
 * <p>Users are grouped in <em>tiles</em> of {@link #ROWS}, items in <em>panels</em> of {@link
 * #PANEL} columns; the last panel is as wide as its items need, rounded up to {@link #LANES}. Every
 * sum over items is kept in {@link #LANES} lanes whatever the machine's vector width, so that the
 * order of additions, and so every bit of the result, is the same on every machine.
 */
public final class Layout {
  /** Users in a tile. With a power of two C2 can eliminate range checks on {@code l * ROWS}. */
  public static final int ROWS = 4;

  /** Lanes of a sum over items. */
  public static final int LANES = 16;

  /** Items in a panel: four 512-bit vectors. */
  public static final int PANEL = 64;

  /**
   * Where data begins in an array. G1 places a large array at the start of a region and its
   * elements begin 16 bytes in, so element 12 is the first at the start of a 64-byte cache line.
   */
  static final int START = 12;

  /**
   * The most tiles in a block: even, and with 15 factors all that one block and panel need fits a
   * first-level cache of 48 KiB.
   */
  private static final int BLOCK_TILES = 6;

  /** Enough to share the work among as many threads, unless users are very many. */
  private static final int MOST_CHUNKS = 16;

  /** The tiles of a chunk of very many users, who may be spread over many machines. */
  private static final int MANY_TILES = 2048;

  private static final int FEW_CHUNKS = 4;

  /** Large enough for G1 to place the array at the start of a 1 MB region. */
  private static final int LARGE = 140_000;

  private Layout() {}

  /** An array of {@code length} elements from {@link #START} on. */
  static float[] allocate(int length) {
    return new float[Math.max(Math.addExact(length, START + LANES), LARGE)];
  }

  static int tiles(int users) {
    return (users + ROWS - 1) / ROWS;
  }

  /** How many panels the items take. */
  public static int panels(int items) {
    return (items + PANEL - 1) / PANEL;
  }

  /** The columns of a panel that hold items. */
  static int columns(int items, int panel) {
    return Math.min(PANEL, items - panel * PANEL);
  }

  /** The columns of a panel including its padding. */
  static int width(int items, int panel) {
    return (columns(items, panel) + LANES - 1) / LANES * LANES;
  }

  /** All columns of all panels, including padding. */
  static int paddedItems(int items) {
    return (items + LANES - 1) / LANES * LANES;
  }

  /**
   * How many chunks the users are cut into: a power of two, with at least 128 users each so that
   * joining them costs little, or 16 where they are few. There are at most 16, or as many as give
   * each 8,192 users.
   */
  static int chunks(int users) {
    int tiles = tiles(users);
    int many =
        Integer.highestOneBit(
            Math.max(1, Math.min(Math.max(MOST_CHUNKS, tiles / MANY_TILES), tiles / 32)));
    int few = Integer.highestOneBit(Math.max(1, Math.min(FEW_CHUNKS, tiles / 4)));
    return Math.max(many, few);
  }

  /** How many blocks the tiles are cut into: a multiple of the number of chunks. */
  static int blocks(int users) {
    int chunks = chunks(users);
    int blocks = (tiles(users) + BLOCK_TILES - 1) / BLOCK_TILES;
    return (blocks + chunks - 1) / chunks * chunks;
  }

  /** The most tiles of a block. */
  static int blockTiles(int users) {
    int blocks = blocks(users);
    return (pairs(users) + blocks - 1) / blocks * 2;
  }

  /** The first tile of a block: an even number, for logits are computed two tiles at a time. */
  static int firstTile(int users, int block) {
    int even = (int) ((long) pairs(users) * block / blocks(users)) * 2;
    return Math.min(even, tiles(users));
  }

  private static int pairs(int users) {
    return (tiles(users) + 1) / 2;
  }
}
