package io.github.lanefactor.ratings;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.stream.IntStream;

/** Checks compressed sparse rows before they become ratings. */
final class CompressedRows {
  private static final int CHUNK = 1 << 13;

  /** Ratings from which it pays to share the work. */
  private static final int LARGE = 1 << 20;

  private static final int PARTS = 16;

  private CompressedRows() {}

  /**
   * @throws InputException if the parts do not fit together; see {@link Ratings#ofRows}
   */
  static void check(
      Catalogue catalogue, IntBuffer start, IntBuffer item, FloatBuffer rating, LongBuffer time) {
    int size = item.remaining();
    int users = catalogue.users();
    expect(
        rating.remaining() == size && (time == null || time.remaining() == size),
        "as many ratings and times as items rated");
    expect(
        start.remaining() == users + 1 && at(start, 0) == 0 && at(start, users) == size,
        "a row of ratings for each user");
    for (int u = 0; u < users; u++) {
      expect(at(start, u) <= at(start, u + 1), "rows of ratings one after the other");
    }
    // Of a large mapped file this is the first look at its pages, which several threads share.
    int parts = size < LARGE ? 1 : PARTS;
    IntStream.range(0, parts)
        .parallel()
        .forEach(
            part -> {
              int first = (int) ((long) users * part / parts);
              int end = (int) ((long) users * (part + 1) / parts);
              checkRows(catalogue.items(), start, first, end, item.slice());
              checkFinite(rating.slice(), at(start, first), at(start, end));
            });
  }

  /** Numbers are copied out in chunks, which is faster than one at a time. */
  private static void checkRows(
      int items, IntBuffer start, int firstUser, int endUser, IntBuffer item) {
    int[] chunk = new int[CHUNK];
    for (int user = firstUser; user < endUser; user++) {
      int before = -1;
      int end = at(start, user + 1);
      for (int from = at(start, user); from < end; from += CHUNK) {
        int length = Math.min(CHUNK, end - from);
        item.get(from, chunk, 0, length);
        for (int p = 0; p < length; p++) {
          if (chunk[p] <= before || chunk[p] >= items) {
            expect(false, "items in ascending order");
          }
          before = chunk[p];
        }
      }
    }
  }

  private static void checkFinite(FloatBuffer rating, int begin, int end) {
    float[] chunk = new float[CHUNK];
    for (int from = begin; from < end; from += CHUNK) {
      int length = Math.min(CHUNK, end - from);
      rating.get(from, chunk, 0, length);
      float sum = 0;
      for (int p = 0; p < length; p++) {
        sum += 0 * chunk[p]; // NaN from NaN and from infinities
      }
      expect(!Float.isNaN(sum), "finite ratings");
    }
  }

  private static int at(IntBuffer buffer, int index) {
    return buffer.get(buffer.position() + index);
  }

  private static void expect(boolean condition, String what) {
    if (!condition) {
      throw new InputException("expected " + what);
    }
  }
}
