package io.github.lanefactor.data;

import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** The rows of a text file and their fields. Blank lines are skipped. */
final class Rows implements Closeable {
  private final String name;
  private final Lines lines;
  private final String separator;
  private final char first;
  private final Quotes quotes;
  private String[] fields = new String[8];
  private int count;

  /**
   * @param name the name of the file, for error messages
   * @param separator what stands between two fields; a blank stands for any number of blanks and
   *     tabs
   */
  Rows(String name, Lines lines, String separator, Quotes quotes) {
    this.name = name;
    this.lines = lines;
    this.separator = separator;
    this.first = separator.charAt(0);
    this.quotes = quotes;
  }

  /** The name of the file. */
  String name() {
    return name;
  }

  /** What separates the fields. */
  String separator() {
    return separator;
  }

  /** The fields of the next row, in an array that the one after may use again; null at the end. */
  String[] next() throws IOException {
    while (lines.next()) {
      if (lines.isBlank()) {
        continue;
      }
      count = 0;
      if (first == ' ') {
        splitAtBlanks();
      } else if (quotes == Quotes.PLAIN) {
        split();
      } else {
        splitQuoted();
      }
      if (fields.length != count) {
        fields = Arrays.copyOf(fields, count);
      }
      return fields;
    }
    return null;
  }

  private void add(String field) {
    if (count == fields.length) {
      fields = Arrays.copyOf(fields, 2 * count);
    }
    fields[count++] = field;
  }

  private void splitAtBlanks() {
    char[] chars = lines.chars();
    int at = lines.start();
    while (true) {
      while (at < lines.end() && isBlank(chars[at])) {
        at++;
      }
      if (at == lines.end()) {
        return;
      }
      int from = at;
      while (at < lines.end() && !isBlank(chars[at])) {
        at++;
      }
      add(plain(chars, from, at));
    }
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private void split() {
    char[] chars = lines.chars();
    int end = lines.end();
    int from = lines.start();
    for (int at = separatorFrom(from); at < end; at = separatorFrom(from)) {
      add(plain(chars, from, at));
      from = at + separator.length();
    }
    add(plain(chars, from, end));
  }

  /** A field without the quotes around it, if there are any. */
  private String plain(char[] chars, int from, int to) {
    boolean quoted =
        to - from >= 2
            && chars[from] == '"'
            && chars[to - 1] == '"'
            && separator.length() == 1; // "::" knows no quotes
    if (!quoted) {
      return new String(chars, from, to - from);
    }
    String inner = new String(chars, from + 1, to - from - 2);
    String text = inner.replace("\"\"", "\u0000");
    return text.indexOf('"') >= 0
        ? new String(chars, from, to - from)
        : text.replace('\u0000', '"');
  }

  /** The position of the next separator in the line; the line's end if there is none. */
  private int separatorFrom(int from) {
    char[] chars = lines.chars();
    int end = lines.end();
    for (int at = from; at < end; at++) {
      if (chars[at] == first && isSeparator(chars, at, end)) {
        return at;
      }
    }
    return end;
  }

  private boolean isSeparator(char[] chars, int at, int end) {
    int length = separator.length();
    if (length == 1) {
      return chars[at] == first;
    }
    if (at + length > end) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (chars[at + i] != separator.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void splitQuoted() throws IOException {
    int from = 0; // positions count from the row's start, for the row may move
    while (true) {
      char[] chars = lines.chars();
      int start = lines.start();
      int end = lines.end();
      int at = start + from;
      while (at < end && isBlank(chars[at]) && chars[at] != first) {
        at++;
      }
      if (at < end && chars[at] == '"') {
        int behind = quoted(at - start + 1);
        at = lines.start() + behind; // which is elsewhere after lines were added
      } else {
        at = separatorFrom(at);
        add(new String(chars, start + from, at - start - from));
      }
      if (at == lines.end()) {
        return;
      }
      from = at - lines.start() + separator.length();
    }
  }

  /**
   * Adds a quoted field.
   *
   * @param from where it begins, behind its quote, from the row's start
   * @return where the separator behind it stands, or the row's end, from the row's start
   */
  private int quoted(int from) throws IOException {
    StringBuilder text = null; // made for fields that are not one piece of the row
    int piece = from;
    int at = from;
    while (true) {
      char[] chars = lines.chars();
      int start = lines.start();
      if (start + at >= lines.end()) {
        if (!lines.more()) {
          throw malformed("a closing quote", "the end of the file", true);
        }
        continue;
      }
      char c = chars[start + at];
      boolean last = start + at + 1 >= lines.end();
      char following = last ? '\n' : chars[start + at + 1];
      boolean escapes =
          (c == '"' && following == '"')
              || (c == '\\'
                  && quotes == Quotes.BACKSLASH
                  && (following == '"' || following == '\\'));
      if (escapes) {
        text = text == null ? new StringBuilder() : text;
        text.append(chars, start + piece, at - piece).append(following);
        at += 2;
        piece = at;
      } else if (c == '"') {
        String rest = new String(chars, start + piece, at - piece);
        add(text == null ? rest : text.append(rest).toString());
        return behind(at + 1);
      } else {
        at++;
      }
    }
  }

  /** Where, behind a closing quote and blanks, the separator stands, or the row ends. */
  private int behind(int quote) {
    char[] chars = lines.chars();
    int start = lines.start();
    int end = lines.end();
    int at = start + quote;
    while (at < end && isBlank(chars[at]) && chars[at] != first) {
      at++;
    }
    if (at < end && !isSeparator(chars, at, end)) {
      throw malformed("a separator after a closing quote", "other text", true);
    }
    return at - start;
  }

  /** The line the row began on, from 1. */
  long line() {
    return lines.number();
  }

  /** Goes on with the line after the first of the last row, which was malformed. */
  void recover() {
    lines.giveBack();
  }

  /** The error for this row: its file, its line, what was expected and what was found. */
  MalformedRow malformed(String expected, String found) {
    return malformed(expected, found, false);
  }

  /**
   * The same.
   *
   * @param misread whether the row may look fine once quotes are read in another way
   */
  MalformedRow malformed(String expected, String found, boolean misread) {
    return new MalformedRow(
        "%s:%d: expected %s, found %s".formatted(name, line(), expected, found), misread);
  }

  /** A field as error messages quote it: on one line, not too long. */
  static String quote(String field) {
    String line = field.replaceAll("\\p{Cntrl}", " ");
    return '"' + (line.length() > 60 ? line.substring(0, 60) + "…" : line) + '"';
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
