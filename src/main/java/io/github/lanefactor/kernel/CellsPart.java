package io.github.lanefactor.kernel;

import java.io.Serializable;
import java.nio.IntBuffer;
import java.util.Arrays;

/** The observed cells of some rows, on their way to where they are worked on. */
public final class CellsPart implements Serializable {
  private static final long serialVersionUID = 1;

  private final int columns;
  private final int[] start;
  private final int[] column;
  private final CellValues values;
  private final float missingWeight;

  /** A copy of the cells of the rows from {@code first} to before {@code end}. */
  public CellsPart(Cells cells, int first, int end) {
    int from = cells.start()[first];
    int to = cells.start()[end];
    columns = cells.items();
    start = Arrays.copyOfRange(cells.start(), first, end + 1);
    column = new int[to - from];
    for (int row = 0; row < start.length; row++) {
      start[row] -= from;
    }
    for (int p = from; p < to; p++) {
      column[p - from] = cells.itemAt(p);
    }
    values = cells.values().part(from, to);
    missingWeight = cells.missingWeight();
  }

  /** The cells, whose rows are numbered from 0. */
  public Cells cells() {
    return new Cells(
        start.length - 1, columns, start, IntBuffer.wrap(column), values, missingWeight);
  }
}
