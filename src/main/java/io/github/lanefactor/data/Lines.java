package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Optional;

/**
 * The lines of a text, without what ends them: LF, CRLF or CR. Several lines can be taken together,
 * as a quoted field with a line break needs, and given back.
 */
final class Lines implements Closeable {
  /** How many characters a row may have. */
  static final int LONGEST = 1 << 20;

  /** What is said of a longer row. */
  static final String TOO_LONG =
      "expected rows of at most a million characters, found a longer one";

  private final String name;
  private final Reader in;
  private final TextDecoder decoder;
  private char[] chars = new char[1 << 16];
  private int filled;
  private boolean ended;
  private int start;
  private int end;
  private int next;
  private int firstEnd;
  private int firstNext;
  private int lines;
  private long number;
  private long before;
  private long firstOther;

  /**
   * @param name the name of the file, for error messages
   */
  Lines(String name, Reader in) {
    this.name = name;
    this.in = in;
    this.decoder = in instanceof TextDecoder utf8 ? utf8 : null;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    number += lines;
    lines = 0;
    start = next;
    if (start == filled && !fill()) {
      end = start;
      return false;
    }
    end = start;
    findEnd();
    firstEnd = end;
    firstNext = next;
    return true;
  }

  /** Whether there is nothing but blanks in the line. */
  boolean isBlank() {
    for (int at = start; at < end; at++) {
      if (!Character.isWhitespace(chars[at])) {
        return false;
      }
    }
    return true;
  }

  /** Takes the following line in too, with the line end before it; false at the end. */
  boolean more() throws IOException {
    if (next - start > LONGEST / 2) {
      throw new MalformedRow(name + ":" + number() + ": " + TOO_LONG, true);
    }
    if (next == filled && !fill()) {
      return false;
    }
    end = next;
    findEnd();
    return true;
  }

  /** Gives the lines that {@link #more} took back: {@link #next} goes to them again. */
  void giveBack() {
    end = firstEnd;
    next = firstNext;
    lines = Math.min(lines, 1);
  }

  /** Moves the end from the beginning of a line to its end. */
  private void findEnd() throws IOException {
    long offset = before + end;
    while (true) {
      int at = end;
      while (at < filled && chars[at] != '\n' && chars[at] != '\r') {
        at++;
      }
      end = at;
      boolean found = at < filled && (chars[at] == '\n' || at + 1 < filled);
      if (found || !fill()) {
        break;
      }
    }
    next = Math.min(end + 1, filled);
    if (next < filled && chars[end] == '\r' && chars[next] == '\n') {
      next++;
    }
    lines++;
    if (decoder != null && offset == decoder.firstOther()) {
      firstOther = number + lines;
    }
  }

  /** Reads more, moving what is still needed to the front; false at the end. */
  private boolean fill() throws IOException {
    if (ended) {
      return false;
    }
    if (filled - start > LONGEST) {
      throw new InputException(name + ":" + number() + ": " + TOO_LONG);
    }
    if (start > 0) {
      System.arraycopy(chars, start, chars, 0, filled - start);
      before += start;
      filled -= start;
      end -= start;
      next -= start;
      firstEnd -= start;
      firstNext -= start;
      start = 0;
    }
    if (filled == chars.length) {
      chars = Arrays.copyOf(chars, 2 * chars.length);
    }
    int read = in.read(chars, filled, chars.length - filled);
    ended = read < 0;
    filled += Math.max(read, 0);
    return !ended;
  }

  /** Holds the line or lines, from {@link #start()} to {@link #end()}, until more is read. */
  char[] chars() {
    return chars;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  /** The number of the first of the lines, from 1. */
  long number() {
    return number + 1;
  }

  /** What is to be said of lines that are not UTF-8; empty if there are none. */
  Optional<String> note() {
    return firstOther == 0
        ? Optional.empty()
        : Optional.of(
            "%s: %d lines that are not UTF-8 are read as Windows-1252, the first is line %d"
                .formatted(name, decoder.otherLines(), firstOther));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
