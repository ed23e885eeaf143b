package io.github.lanefactor.ratings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What else is known of users or items: columns of texts, such as {@code director} or {@code age},
 * with an empty text where nothing is known. Several values of a row are separated by {@code |}.
 * Immutable.
 */
public final class Attributes {
  private final int rows;
  private final Map<String, String[]> columns;

  private Attributes(int rows, Map<String, String[]> columns) {
    this.rows = rows;
    this.columns = columns;
  }

  /** No columns at all. */
  public static Attributes none(int rows) {
    return new Attributes(rows, Map.of());
  }

  /**
   * @param rows how many users or items there are
   * @param columns a text for each of them, by the name of the column
   * @throws InputException if a column has another length
   */
  public static Attributes of(int rows, Map<String, String[]> columns) {
    Map<String, String[]> copy = new LinkedHashMap<>();
    columns.forEach(
        (name, values) -> {
          if (values.length != rows) {
            throw new InputException(
                "expected %d values of %s, found %d".formatted(rows, name, values.length));
          }
          copy.put(name, values.clone());
        });
    return new Attributes(rows, copy);
  }

  /** How many users or items there are. */
  public int rows() {
    return rows;
  }

  /** The names of the columns, in order. */
  public List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** Whether there is such a column. */
  public boolean has(String name) {
    return columns.containsKey(name);
  }

  /**
   * What a row has in a column; empty if it is not known.
   *
   * @throws InputException if there is no such column
   */
  public String value(String name, int row) {
    String[] column = columns.get(name);
    if (column == null) {
      throw new InputException("expected one of the columns %s, found %s".formatted(names(), name));
    }
    return column[row];
  }

  /** These rows, then those of another; what one of them does not have is not known. */
  Attributes then(Attributes more) {
    Map<String, String[]> all = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(columns.keySet());
    more.columns.keySet().stream().filter(name -> !has(name)).forEach(names::add);
    for (String name : names) {
      String[] values = new String[rows + more.rows];
      Arrays.fill(values, "");
      if (has(name)) {
        System.arraycopy(columns.get(name), 0, values, 0, rows);
      }
      if (more.has(name)) {
        System.arraycopy(more.columns.get(name), 0, values, rows, more.rows);
      }
      all.put(name, values);
    }
    return new Attributes(rows + more.rows, all);
  }
}
