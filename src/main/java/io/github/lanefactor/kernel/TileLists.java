package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

/**
 * The observed cells in the order in which a pass meets them: for each block of users and each
 * panel of items a list of (offset in the block's buffer, target, weight).
 */
final class TileLists {
  private final int panels;
  private final int[] start;
  private final char[] offset;
  private final float[] target;
  private final float[] weight;

  TileLists(Cells cells) {
    int blocks = Layout.blocks(cells.users());
    int size = cells.item().length;
    panels = Layout.panels(cells.items());
    start = new int[blocks * panels + 1];
    offset = new char[size];
    target = new float[size];
    weight = cells.weight() == null ? null : new float[size];
    int[] next = cells.start().clone();
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      int first = Layout.firstTile(cells.users(), block) * ROWS;
      int end = Math.min(cells.users(), Layout.firstTile(cells.users(), block + 1) * ROWS);
      for (int panel = 0; panel < panels; panel++) {
        int width = Layout.width(cells.items(), panel);
        for (int user = first; user < end; user++) {
          int stop = cells.start()[user + 1];
          int p = next[user];
          for (; p < stop && cells.item()[p] < (panel + 1) * PANEL; p++) {
            offset[at] = (char) ((user - first) * width + cells.item()[p] - panel * PANEL);
            target[at] = cells.target()[p];
            if (weight != null) {
              weight[at] = cells.weightAt(p);
            }
            at++;
          }
          next[user] = p;
        }
        start[block * panels + panel + 1] = at;
      }
    }
  }

  /** Puts the targets (and weights, where w is not null) of a block and panel into the buffers. */
  void scatter(int block, int panel, float[] x, int xAt, float[] w, int wAt) {
    int list = block * panels + panel;
    for (int i = start[list], end = start[list + 1]; i < end; i++) {
      x[xAt + offset[i]] = target[i];
    }
    if (w != null) {
      for (int i = start[list], end = start[list + 1]; i < end; i++) {
        w[wAt + offset[i]] = weight == null ? 1 : weight[i];
      }
    }
  }
}
