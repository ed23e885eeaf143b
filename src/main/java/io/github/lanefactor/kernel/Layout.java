package io.github.lanefactor.kernel;

/**
 * The sizes that the packed arrays are cut by.
 *
 * <p>Users stand in <em>tiles</em> of {@link #ROWS}, items in <em>panels</em> of {@link #PANEL}
 * columns; the last panel is as wide as its items need, rounded up to {@link #LANES}. Every sum
 * over items is kept in {@link #LANES} lanes whatever the width of the machine's vectors, so that
 * the order of additions, and with it every bit of the result, is the same on all of them.
 */
public final class Layout {
  /** Users in a tile. A power of two lets C2 see through {@code l * ROWS} in its range checks. */
  public static final int ROWS = 4;

  /** Lanes of a sum over items. */
  public static final int LANES = 16;

  /** Items in a panel: four 512-bit vectors. */
  public static final int PANEL = 64;

  /**
   * Where data begins in an array: G1 places a large array at the start of a region, its elements
   * begin 16 bytes in, so that element 12 is the first on a 64-byte line.
   */
  static final int START = 12;

  /** Tiles in a block at most: as many as keep a block's sums over items close to the core. */
  private static final int BLOCK_TILES = 8;

  /** Large enough to be placed at the start of a region of 1 MB. */
  private static final int LARGE = 140_000;

  private Layout() {}

  /** An array of {@code length} elements from {@link #START} on. */
  static float[] allocate(int length) {
    return new float[Math.max(Math.addExact(length, START + LANES), LARGE)];
  }

  static int tiles(int users) {
    return (users + ROWS - 1) / ROWS;
  }

  static int panels(int items) {
    return (items + PANEL - 1) / PANEL;
  }

  /** The columns of a panel that hold items. */
  static int columns(int items, int panel) {
    return Math.min(PANEL, items - panel * PANEL);
  }

  /** The columns of a panel with its padding. */
  static int width(int items, int panel) {
    return (columns(items, panel) + LANES - 1) / LANES * LANES;
  }

  /** All columns of all panels. */
  static int paddedItems(int items) {
    return (items + LANES - 1) / LANES * LANES;
  }

  /** How many blocks the tiles are cut into: an even number, so that two threads share evenly. */
  static int blocks(int users) {
    int tiles = tiles(users);
    int blocks = (tiles + BLOCK_TILES - 1) / BLOCK_TILES;
    return Math.min(tiles, (blocks + 1) / 2 * 2);
  }

  /** The first tile of a block. */
  static int firstTile(int users, int block) {
    return (int) ((long) tiles(users) * block / blocks(users));
  }
}
