package io.github.lanefactor.ratings;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;

/** Checks compressed sparse rows before they become ratings. */
final class CompressedRows {
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
      int from = at(start, u);
      int to = at(start, u + 1);
      expect(from <= to && to <= size, "rows of ratings one after the other");
      int least = 0;
      for (int p = from; p < to; p++) {
        int i = item.get(item.position() + p);
        expect(least <= i && i < catalogue.items(), "items in ascending order");
        expect(Float.isFinite(rating.get(rating.position() + p)), "finite ratings");
        least = i + 1;
      }
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
