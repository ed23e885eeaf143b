package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

/**
 * The observed cells in the order in which a pass visits them, so that memory is read sequentially:
 * for each part, each panel of items and each block of users in the part, a list of (offset in the
 * block's buffer, target, weight).
 */
final class TileLists {
  private final int[] start;
  private final char[] offset;
  private final CellValues values;

  /**
   * @param cells the observed cells
   * @param blocks how their users are cut
   * @param firstBlocks the first block of each part, followed by the number of blocks
   */
  TileLists(Cells cells, UserBlocks blocks, int[] firstBlocks) {
    int panels = Layout.panels(cells.items());
    start = new int[blocks.count() * panels + 1];
    offset = new char[cells.size()];
    values = cells.values().room(cells.size());
    int[] next = cells.start().clone();
    int list = 0;
    int at = 0;
    for (int part = 0; part + 1 < firstBlocks.length; part++) {
      for (int panel = 0; panel < panels; panel++) {
        for (int block = firstBlocks[part]; block < firstBlocks[part + 1]; block++) {
          at = add(cells, blocks, block, panel, next, at);
          start[++list] = at;
        }
      }
    }
  }

  /** Adds the list of one block and panel, and advances each user to the next panel. */
  private int add(Cells cells, UserBlocks blocks, int block, int panel, int[] next, int at) {
    int first = blocks.firstTile(block) * ROWS;
    int end = Math.min(cells.users(), blocks.firstTile(block + 1) * ROWS);
    int width = Layout.width(cells.items(), panel);
    for (int user = first; user < end; user++) {
      int stop = cells.start()[user + 1];
      int p = next[user];
      for (; p < stop && cells.itemAt(p) < (panel + 1) * PANEL; p++) {
        offset[at] = (char) ((user - first) * width + cells.itemAt(p) - panel * PANEL);
        values.put(at++, cells.values(), p);
      }
      next[user] = p;
    }
    return at;
  }

  /**
   * Puts the targets (and weights, if w is not null) of one list into the buffers.
   *
   * @param list the list's number in the order of a pass
   */
  void scatter(int list, float[] x, int xAt, float[] w, int wAt) {
    for (int i = start[list], end = start[list + 1]; i < end; i++) {
      x[xAt + offset[i]] = values.target(i);
    }
    if (w != null) {
      for (int i = start[list], end = start[list + 1]; i < end; i++) {
        w[wAt + offset[i]] = values.weight(i);
      }
    }
  }
}
