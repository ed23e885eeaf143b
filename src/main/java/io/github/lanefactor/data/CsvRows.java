package io.github.lanefactor.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** CSV in UTF-8 as in RFC 4180; every row has as many fields as the header. */
final class CsvRows extends Rows {
  private final CSVParser parser;
  private final Iterator<CSVRecord> records;
  private final String[] header;
  private final boolean headed;
  private long line;

  /**
   * @param headed whether the first row names the columns
   */
  CsvRows(Source source, InputStream in, String separator, boolean headed) throws IOException {
    super(source, separator);
    CSVFormat format =
        CSVFormat.RFC4180
            .builder()
            .setDelimiter(separator)
            .setIgnoreEmptyLines(false)
            .setIgnoreSurroundingSpaces(!separator.isBlank()) // also those before a quote
            .get();
    parser =
        CSVParser.builder()
            .setFormat(format)
            .setReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))
            .get();
    records = parser.iterator();
    String[] first = headed ? nextRecord() : null;
    header = first == null ? new String[0] : first;
    this.headed = headed;
  }

  /** The names of the columns; none if the file has no header. */
  String[] header() {
    return header.clone();
  }

  /**
   * The index of the column with this name, ignoring case.
   *
   * @return -1 if there is none
   */
  int column(String name) {
    int found = -1;
    for (int i = 0; i < header.length; i++) {
      if (header[i].strip().equalsIgnoreCase(name)) {
        if (found >= 0) {
          throw malformed("one column named " + name, quote(String.join(separator(), header)));
        }
        found = i;
      }
    }
    return found;
  }

  /**
   * Checks that there are columns with these names.
   *
   * @throws InputException if there are not
   */
  void require(String... names) {
    for (String name : names) {
      if (column(name) < 0) {
        throw malformed(
            "a header with the column" + (names.length > 1 ? "s " : " ") + String.join(", ", names),
            quote(String.join(separator(), header)));
      }
    }
  }

  @Override
  String[] next() throws IOException {
    String[] fields = nextRecord();
    if (headed && fields != null && fields.length != header.length) {
      throw malformed(header.length + " fields as in the header", fields.length + " fields");
    }
    return fields;
  }

  private String[] nextRecord() throws IOException {
    try {
      while (true) {
        line = parser.getCurrentLineNumber() + 1;
        if (!records.hasNext()) {
          return null;
        }
        String[] fields = records.next().values();
        if (fields.length > 1 || !fields[0].isBlank()) {
          return fields;
        }
      }
    } catch (UncheckedIOException e) {
      if (!(e.getCause() instanceof CSVException)) {
        throw e.getCause();
      }
      throw e.getCause().getMessage().contains("EOF")
          ? malformed("a closing quote", "the end of the file")
          : malformed("a separator after a closing quote", "other text");
    }
  }

  @Override
  long line() {
    return line;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
