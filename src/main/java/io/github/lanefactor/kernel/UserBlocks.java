package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.ROWS;

/**
 * How users are cut into chunks and blocks: all of them, or those of a range of chunks, numbered
 * from 0 again. Their places follow from the number of all users, so that a range which is visited
 * elsewhere adds up the same numbers in the same order.
 */
public final class UserBlocks {
  private final int firstUser;
  private final int users;
  private final int chunks;
  private final int largest;
  private final int[] firstTile;

  private UserBlocks(int allUsers, int firstChunk, int endChunk) {
    int blocks = Layout.blocks(allUsers);
    int chunkBlocks = blocks / Layout.chunks(allUsers);
    int first = firstChunk * chunkBlocks;
    int origin = Layout.firstTile(allUsers, first);
    chunks = endChunk - firstChunk;
    firstTile = new int[chunks * chunkBlocks + 1];
    for (int block = 0; block < firstTile.length; block++) {
      firstTile[block] = Layout.firstTile(allUsers, first + block) - origin;
    }
    firstUser = origin * ROWS;
    users = Math.min(allUsers, (origin + firstTile[count()]) * ROWS) - firstUser;
    largest = Layout.blockTiles(allUsers);
  }

  /** Those of all users. */
  public static UserBlocks of(int users) {
    return new UserBlocks(users, 0, Layout.chunks(users));
  }

  /**
   * Those of one of {@code parts} equal ranges of chunks.
   *
   * @param parts a power of two, at most the number of chunks
   */
  public static UserBlocks of(int users, int part, int parts) {
    int chunks = Layout.chunks(users) / parts;
    return new UserBlocks(users, part * chunks, (part + 1) * chunks);
  }

  /** The number of chunks, a power of two. */
  public int chunks() {
    return chunks;
  }

  /** The first user's number among all users. */
  public int firstUser() {
    return firstUser;
  }

  /** The number of users. */
  public int users() {
    return users;
  }

  /** The number of blocks, the same in each chunk. */
  int count() {
    return firstTile.length - 1;
  }

  /** The first tile of a block. */
  int firstTile(int block) {
    return firstTile[block];
  }

  /** The most tiles of a block. */
  int largest() {
    return largest;
  }
}
