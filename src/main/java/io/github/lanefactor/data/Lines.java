package io.github.lanefactor.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, as bytes, without the LF or CRLF that ends them. */
final class Lines implements Closeable {
  private final InputStream in;
  private byte[] bytes = new byte[1 << 16];
  private int start;
  private int length;
  private int next;
  private int filled;
  private boolean ended;
  private long number;

  Lines(InputStream in) {
    this.in = in;
  }

  /** Goes to the next line; false at the end. */
  boolean next() throws IOException {
    start = next;
    int end = start;
    while (true) {
      while (end < filled && bytes[end] != '\n') {
        end++;
      }
      if (end < filled || ended) {
        break;
      }
      int line = end - start;
      fill();
      end = start + line;
    }
    if (end == filled && start == end) {
      return false;
    }
    next = Math.min(end + 1, filled);
    length = end - start;
    if (length > 0 && bytes[end - 1] == '\r') {
      length--;
    }
    number++;
    return true;
  }

  /** Makes room for the rest of the current line and reads more of it. */
  private void fill() throws IOException {
    int begun = filled - start;
    if (begun == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    } else {
      System.arraycopy(bytes, start, bytes, 0, begun);
    }
    start = 0;
    int read = in.read(bytes, begun, bytes.length - begun);
    ended = read < 0;
    filled = begun + Math.max(read, 0);
  }

  /** Holds the bytes of the line, from {@link #start()} on, until the next call of next. */
  byte[] bytes() {
    return bytes;
  }

  int start() {
    return start;
  }

  int length() {
    return length;
  }

  /** The number of the line, from 1. */
  long number() {
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
