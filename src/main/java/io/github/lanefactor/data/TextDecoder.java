package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text in UTF-8. A line that is not UTF-8 is taken as Windows-1252, so what a line says never
 * depends on the lines around it.
 */
final class TextDecoder extends Reader {
  private static final int BLOCK = 1 << 16;
  private static final Charset WINDOWS = Charset.forName("windows-1252");

  private final String name;
  private final InputStream in;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private byte[] bytes = new byte[BLOCK];
  private int held;
  private CharBuffer text = CharBuffer.allocate(0);
  private boolean ended;
  private long decoded;
  private long otherLines;
  private long firstOther = Long.MAX_VALUE;

  /**
   * @param name the name of the file, for error messages
   */
  TextDecoder(String name, InputStream in) {
    this.name = name;
    this.in = in;
  }

  /** How many lines so far were not UTF-8. */
  long otherLines() {
    return otherLines;
  }

  /** How many characters stand before the first line that is not UTF-8. */
  long firstOther() {
    return firstOther;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    while (!text.hasRemaining()) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, text.remaining());
    text.get(chars, offset, count);
    return count;
  }

  /** Decodes the whole lines of the next block. */
  private void fill() throws IOException {
    int read = in.read(bytes, held, bytes.length - held);
    ended = read < 0;
    int from = held;
    held += Math.max(read, 0);
    int whole = ended ? held : lineEnd(from);
    if (whole == 0 && held == bytes.length) {
      if (bytes.length > Lines.LONGEST) {
        throw new InputException(name + ": " + Lines.TOO_LONG);
      }
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    decode(whole);
    held -= whole;
    System.arraycopy(bytes, whole, bytes, 0, held);
  }

  /** The position behind the last line end; 0 if there is none from {@code from} on. */
  private int lineEnd(int from) {
    for (int i = held; i > from; i--) {
      if (bytes[i - 1] == '\n' || bytes[i - 1] == '\r') {
        return i;
      }
    }
    return 0;
  }

  private void decode(int length) {
    if (text.capacity() < length) {
      text = CharBuffer.allocate(bytes.length);
    }
    text.clear();
    utf8.reset();
    if (utf8.decode(ByteBuffer.wrap(bytes, 0, length), text, true).isError()) {
      text.clear();
      decodeLines(length);
    }
    text.flip();
    decoded += text.limit();
  }

  private void decodeLines(int length) {
    int from = 0;
    while (from < length) {
      int to = from;
      while (to < length && bytes[to] != '\n' && bytes[to] != '\r') {
        to++;
      }
      to = Math.min(to + 1, length);
      try {
        text.put(utf8.decode(ByteBuffer.wrap(bytes, from, to - from)));
      } catch (CharacterCodingException e) {
        firstOther = Math.min(firstOther, decoded + text.position());
        otherLines++;
        text.put(windows(from, to));
      }
      from = to;
    }
  }

  /** The few bytes that Windows-1252 leaves open keep their numbers, as in Latin-1. */
  private String windows(int from, int to) {
    String line = new String(bytes, from, to - from, WINDOWS);
    return line.indexOf('\uFFFD') < 0
        ? line
        : new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
