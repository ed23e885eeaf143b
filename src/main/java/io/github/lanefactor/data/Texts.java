package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/**
 * Texts as files store them, however different their lengths: their bytes one after the other, and
 * where each ends.
 *
 * @param utf8 the bytes of all
 * @param ends per text the position behind its last byte
 */
record Texts(byte[] utf8, int[] ends) {
  static Texts of(int count, IntFunction<String> text) {
    ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
    int[] ends = new int[count];
    for (int i = 0; i < count; i++) {
      utf8.writeBytes(text.apply(i).getBytes(StandardCharsets.UTF_8));
      ends[i] = utf8.size();
    }
    return new Texts(utf8.toByteArray(), ends);
  }

  static Texts of(String[] texts) {
    return of(texts.length, i -> texts[i]);
  }

  /**
   * @throws InputException if the ends do not fit the bytes, or the bytes are not UTF-8
   */
  static String[] read(String name, byte[] utf8, int[] ends) {
    String[] texts = new String[ends.length];
    int from = 0;
    for (int i = 0; i < ends.length; i++) {
      if (ends[i] < from || ends[i] > utf8.length) {
        throw new InputException("expected " + name + " one after the other");
      }
      texts[i] = decode(name, utf8, from, ends[i]);
      from = ends[i];
    }
    if (from != utf8.length) {
      throw new InputException("expected the end of " + name + ", found more");
    }
    return texts;
  }

  private static String decode(String name, byte[] utf8, int from, int to) {
    boolean ascii = true;
    for (int b = from; b < to; b++) {
      ascii &= utf8[b] >= 0;
    }
    if (ascii) {
      return new String(utf8, from, to - from, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(utf8, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new InputException("expected " + name + " in UTF-8", e);
    }
  }
}
