package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;

/** The rows of a text file and their fields. Blank lines are skipped. */
abstract class Rows implements Closeable {
  private final String name;
  private final String separator;

  Rows(Source source, String separator) {
    this.name = source.name();
    this.separator = separator;
  }

  /** What separates the fields. */
  final String separator() {
    return separator;
  }

  /** The fields of the next row, or null at the end. */
  abstract String[] next() throws IOException;

  /** The line the row began on, from 1. */
  abstract long line();

  /** The error for this row: its file, its line, what was expected and what was found. */
  final InputException malformed(String expected, String found) {
    return new InputException(
        "%s:%d: expected %s, found %s".formatted(name, line(), expected, found));
  }

  /** A field as error messages quote it: on one line, not too long. */
  static String quote(String field) {
    String line = field.replaceAll("\\p{Cntrl}", " ");
    return '"' + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + '"';
  }
}
