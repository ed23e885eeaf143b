package io.github.lanefactor.data;

import io.github.lanefactor.train.NotEnoughMemoryException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * The heap that reading files needs, foreseen from their sizes where they are not packed: what the
 * ratings take while they are put into rows, and nothing for ids or the collector.
 */
final class ReadingNeed {
  /** User, item and rating as they are collected, and item and rating in their row. */
  private static final int BYTES = 20;

  private static final int TIME_BYTES = 16;

  /** The number of rows is that of the line ends in so many pieces of a file, in proportion. */
  private static final int PIECES = 64;

  private static final int PIECE = 1 << 12;

  private static final double ROOM = 1.2;
  private static final long MEGA = 1 << 20;

  private long rows;
  private long bytes;

  /**
   * Adds a file to what is read.
   *
   * @param timed whether ratings have times
   * @throws NotEnoughMemoryException if this Java's heap cannot become as large as is needed
   */
  void add(Source source, boolean timed) throws IOException {
    if (source.file() == null || source.isPacked()) {
      return;
    }
    long more = rows(source.file());
    rows += more;
    bytes += more * (BYTES + (timed ? TIME_BYTES : 0));
    long most = Runtime.getRuntime().maxMemory();
    if (bytes > most) {
      throw new NotEnoughMemoryException(
          "%s: reading about %d ratings needs %d MB of memory and this Java may use %d: give it more with -Xmx%dm, which LANEFACTOR_JAVA_OPTS hands to ./lanefactor"
              .formatted(
                  source.name(),
                  rows,
                  bytes / MEGA,
                  most / MEGA,
                  (long) (bytes * ROOM) / MEGA + 50));
    }
  }

  /** About how many lines a file has; 0 if it is so small that it does not matter. */
  static long rows(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      long size = channel.size();
      if (size <= (long) PIECES * PIECE) {
        return 0;
      }
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      long feeds = 0;
      long returns = 0;
      for (int i = 0; i < PIECES; i++) {
        piece.clear();
        long at = (size - PIECE) / (PIECES - 1) * i;
        while (piece.hasRemaining() && channel.read(piece, at + piece.position()) > 0) {
          // Goes on until it is full.
        }
        for (int b = 0; b < piece.position(); b++) {
          feeds += piece.get(b) == '\n' ? 1 : 0;
          returns += piece.get(b) == '\r' ? 1 : 0;
        }
      }
      double share = (double) Math.max(feeds, returns) / (PIECES * PIECE);
      return (long) (share * size);
    }
  }
}
