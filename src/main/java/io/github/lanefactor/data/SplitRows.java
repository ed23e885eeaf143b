package io.github.lanefactor.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines that are split wherever the separator stands. A line that is not UTF-8 is taken as Latin-1:
 * older MovieLens files are one or the other.
 */
final class SplitRows extends Rows {
  private final Lines lines;

  SplitRows(Source source, InputStream in, String separator) {
    super(source, separator);
    this.lines = new Lines(in);
  }

  @Override
  String[] next() throws IOException {
    while (lines.next()) {
      String line = text();
      if (!line.isBlank()) {
        return split(line);
      }
    }
    return null;
  }

  private String text() {
    byte[] bytes = lines.bytes();
    int start = lines.start();
    int length = lines.length();
    for (int i = start; i < start + length; i++) {
      if (bytes[i] < 0) {
        try {
          ByteBuffer line = ByteBuffer.wrap(bytes, start, length);
          return StandardCharsets.UTF_8.newDecoder().decode(line).toString();
        } catch (CharacterCodingException latin1) {
          break;
        }
      }
    }
    return new String(bytes, start, length, StandardCharsets.ISO_8859_1);
  }

  private String[] split(String line) {
    String separator = separator();
    List<String> fields = new ArrayList<>();
    int from = 0;
    for (int at = line.indexOf(separator); at >= 0; at = line.indexOf(separator, from)) {
      fields.add(line.substring(from, at));
      from = at + separator.length();
    }
    fields.add(line.substring(from));
    return fields.toArray(String[]::new);
  }

  @Override
  long line() {
    return lines.number();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
