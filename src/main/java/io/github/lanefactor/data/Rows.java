package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rows of a text file, each of some fields. Blank lines are no rows. */
abstract class Rows implements Closeable {
  /** How much of a file is looked at to find out its format. */
  private static final int PEEK = 1 << 16;

  private final String name;
  private final String separator;

  Rows(Source source, String separator) {
    this.name = source.name();
    this.separator = separator;
  }

  /**
   * How a file separates its fields.
   *
   * @param separator what stands between two fields
   * @param csv whether it is CSV, with quotes and a header; otherwise every separator separates
   */
  record Format(String separator, boolean csv) {
    static Format split(String separator) {
      return new Format(separator, false);
    }

    /** CSV, separated by what stands most often in the header. */
    static Format csv(String header) {
      return Stream.of(",", ";", "\t")
          .max(Comparator.comparingInt(separator -> header.split(separator, -1).length))
          .map(separator -> new Format(separator, true))
          .orElseThrow();
    }
  }

  /** The one of some separators that stands first in a line; empty if none stands there. */
  static Optional<String> earliest(String line, String... separators) {
    return Stream.of(separators).filter(line::contains).min(Comparator.comparingInt(line::indexOf));
  }

  /**
   * Opens a file.
   *
   * @param format tells the format by the file's first line that is not blank
   */
  static Rows open(Source source, Function<String, Format> format) throws IOException {
    InputStream in = source.open();
    try {
      skipByteOrderMark(in);
      String firstLine = firstLine(in);
      if (firstLine.isEmpty()) {
        throw new InputException(source.name() + ": expected some text, found an empty file");
      }
      Format found = format.apply(firstLine);
      return found.csv()
          ? new CsvRows(source, in, found.separator())
          : new SplitRows(source, in, found.separator());
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static void skipByteOrderMark(InputStream in) throws IOException {
    in.mark(3);
    if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) {
      in.reset();
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    in.mark(PEEK);
    String start = new String(in.readNBytes(PEEK), StandardCharsets.ISO_8859_1);
    in.reset();
    return start.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
  }

  /** What separates the fields. */
  final String separator() {
    return separator;
  }

  /** The fields of the next row, or null at the end. */
  abstract String[] next() throws IOException;

  /** The line the row began on, from 1. */
  abstract long line();

  /** Says what is wrong with the row: its file, its line, what was expected and what was found. */
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
