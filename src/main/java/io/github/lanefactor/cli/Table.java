package io.github.lanefactor.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows of text in columns: the first is left-aligned, the others are right-aligned. */
final class Table {
  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /** Adds a row; all have as many cells as the first. */
  Table row(List<String> cells) {
    rows.add(List.copyOf(cells));
    return this;
  }

  void print(PrintWriter out) {
    int columns = rows.get(0).size();
    int[] width = new int[columns];
    for (List<String> row : rows) {
      for (int c = 0; c < columns; c++) {
        width[c] = Math.max(width[c], row.get(c).length());
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        String cell = row.get(c);
        String space = " ".repeat(width[c] - cell.length());
        line.append(c == 0 ? cell + space : GAP + space + cell);
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
