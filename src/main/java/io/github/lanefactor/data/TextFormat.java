package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * How a text file separates its fields.
 *
 * @param separator what stands between two fields
 * @param csv whether it is CSV, with quotes; otherwise every separator separates
 * @param headed whether the first row names the columns
 */
record TextFormat(String separator, boolean csv, boolean headed) {
  /** How much of a file is looked at to find out its format. */
  private static final int PEEK = 1 << 16;

  static TextFormat split(String separator) {
    return new TextFormat(separator, false, false);
  }

  /** CSV, separated by what stands most often in the header. */
  static TextFormat csv(String header) {
    return Stream.of(",", ";", "\t")
        .max(Comparator.comparingInt(separator -> header.split(separator, -1).length))
        .map(separator -> new TextFormat(separator, true, true))
        .orElseThrow();
  }

  /** The same without a header. */
  TextFormat headless() {
    return new TextFormat(separator, csv, false);
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
  static Rows open(Source source, Function<String, TextFormat> format) throws IOException {
    InputStream in = source.open();
    try {
      skipByteOrderMark(in);
      String firstLine = firstLine(in);
      if (firstLine.isEmpty()) {
        throw new InputException(source.name() + ": expected some text, found an empty file");
      }
      TextFormat found = format.apply(firstLine);
      return found.csv()
          ? new CsvRows(source, in, found.separator(), found.headed())
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
}
