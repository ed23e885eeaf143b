package io.github.lanefactor.data;

/** The first row of a file, which names the columns. */
final class Header {
  private final Rows rows;
  private final String[] names;

  Header(Rows rows, String[] names) {
    this.rows = rows;
    this.names = names;
  }

  /** The columns as error messages show them. */
  String shown() {
    return Rows.quote(String.join(rows.separator(), names));
  }

  /**
   * The index of a column that must be there.
   *
   * @param given its name or its number, or null for a common name
   * @param what what is in it
   * @param option which option may name it
   * @throws MalformedRow if it is not there
   */
  int required(String given, ColumnNames common, String what, String option) {
    int found = optional(given, common);
    if (found < 0) {
      throw rows.malformed(
          "a header with a column of %s, which %s may name".formatted(what, option), shown());
    }
    return found;
  }

  /**
   * The index of a column that must be there if its name or number is given.
   *
   * @return -1 if it is not there
   * @throws MalformedRow if it was given and is not there, or is there twice
   */
  int optional(String given, ColumnNames common) {
    int found = mentioned(given, common);
    if (found < 0 && given != null) {
      throw rows.malformed("a header with the column " + given, shown());
    }
    return found;
  }

  /**
   * The index of a column, which need not be there.
   *
   * @return -1 if it is not there
   * @throws MalformedRow if it is there twice
   */
  int mentioned(String given, ColumnNames common) {
    if (given == null) {
      int found = common.find(names);
      return found < 0 ? -1 : index(names[found].strip());
    }
    int found = index(given);
    if (found < 0 && ReaderOptions.isNumber(given)) {
      int number = ReaderOptions.index(given);
      return number < names.length ? number : -1;
    }
    return found;
  }

  /** The index of the column with this name, whatever its case. */
  private int index(String name) {
    int found = -1;
    for (int i = 0; i < names.length; i++) {
      if (names[i].strip().equalsIgnoreCase(name)) {
        if (found >= 0) {
          throw rows.malformed("one column named " + name, shown());
        }
        found = i;
      }
    }
    return found;
  }
}
