package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the beginning of a text file tells of it.
 *
 * @param utf16 the kind of UTF-16, or null for other text
 * @param mark how many bytes mark the order of bytes at the beginning
 * @param separator what the first line says separates the fields ({@code sep=;}, as Excel has it),
 *     or null
 * @param lines the first lines that are not blank, without that one
 */
record Peek(Charset utf16, int mark, String separator, List<String> lines) {
  /** How much of a file is looked at. */
  private static final int BYTES = 1 << 16;

  private static final Pattern SEPARATOR =
      Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE);

  /** What other data begins with. */
  private static final Map<String, String> OTHERS =
      Map.of(
          "PAR1", "Parquet",
          "\u0089HDF", "HDF5",
          "SQLi", "an SQLite database",
          "\u00d0\u00cf\u0011\u00e0", "an old Excel workbook",
          "7z\u00bc\u00af", "a 7z archive",
          "Rar!", "a RAR archive",
          "\u00fd7zX", "xz data");

  /** Whether the text is UTF-8, as far as that can be seen. */
  boolean isUtf8() {
    return utf16 == null;
  }

  /**
   * Looks at the beginning of a file.
   *
   * @throws InputException if it is empty, or no text
   */
  static Peek at(String name, InputStream in) throws IOException {
    in.mark(BYTES + 1);
    byte[] bytes = in.readNBytes(BYTES);
    in.reset();
    boolean whole = bytes.length < BYTES;
    int mark = startsWith(bytes, 0xef, 0xbb, 0xbf) ? 3 : 0;
    Charset utf16 = null;
    if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
      mark = 2;
      utf16 = bytes[0] == (byte) 0xff ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    } else if (mark == 0) {
      utf16 = byZeros(name, bytes);
    }
    Charset charset = utf16 == null ? StandardCharsets.UTF_8 : utf16;
    String text = new String(bytes, mark, bytes.length - mark, charset);
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (!whole && lines.size() > 1) {
      lines.remove(lines.size() - 1); // cut off
    }
    lines.removeIf(String::isBlank);
    Matcher first = SEPARATOR.matcher(lines.isEmpty() ? "" : lines.get(0).strip());
    String separator = null;
    if (first.matches()) {
      separator = first.group(1);
      lines.remove(0);
    }
    if (lines.isEmpty()) {
      throw new InputException(name + ": expected some text, found an empty file");
    }
    return new Peek(utf16, mark, separator, lines);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (bytes.length <= i || bytes[i] != (byte) start[i]) {
        return false;
      }
    }
    return true;
  }

  /** UTF-16 has a zero in every other byte, at the least of digits, separators and line ends. */
  private static Charset byZeros(String name, byte[] bytes) {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == 0) {
        if (i % 2 == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    if (even == 0 && odd == 0) {
      return null;
    }
    if (20 * Math.max(even, odd) < bytes.length || 10 * Math.min(even, odd) > Math.max(even, odd)) {
      String start = new String(bytes, 0, Math.min(4, bytes.length), StandardCharsets.ISO_8859_1);
      throw new InputException(
          name + ": expected text, found " + OTHERS.getOrDefault(start, "other data"));
    }
    return odd > even ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

  /** The lines of the file, from its beginning. */
  Lines open(String name, InputStream in) throws IOException {
    in.skipNBytes(mark);
    Lines lines = new Lines(name, reader(name, in));
    if (separator != null) {
      while (lines.next() && lines.isBlank()) {
        // Goes to the line that names the separator.
      }
    }
    return lines;
  }

  private Reader reader(String name, InputStream in) {
    return utf16 == null
        ? new TextDecoder(name, in)
        : new InputStreamReader(in, utf16.newDecoder());
  }
}
