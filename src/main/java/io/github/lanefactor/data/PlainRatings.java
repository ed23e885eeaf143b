package io.github.lanefactor.data;

import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the beginning of a file of ratings, as far as it is plain, block by block on all
 * processors. The ratings come to the builder in the order of the file.
 */
final class PlainRatings {
  /** What a thread reads at a time; no line may be longer. */
  static final int BLOCK = 1 << 20;

  private final InputStream in;
  private final PlainLayout layout;
  private final RatingsBuilder builder;
  private final IdNumbers users;
  private final IdNumbers items;
  private final int size;
  private final Taken taken;

  // What the next block begins with, and its number; guarded by the input.
  private final byte[] rest;
  private int restLength;
  private int nextToRead;
  private boolean ended;

  // The number of the block whose turn it is; guarded by this.
  private int nextToAdd;
  private boolean stopped;
  private Throwable failure;

  private long lines;
  private long rows;
  private long zeros;
  private long point;

  private PlainRatings(
      InputStream in, PlainLayout layout, RatingsBuilder builder, int size, Taken taken) {
    this.in = in;
    this.layout = layout;
    this.builder = builder;
    this.users = new IdNumbers(builder::userNumber, builder);
    this.items = new IdNumbers(builder::itemNumber, builder);
    this.size = size;
    this.taken = taken;
    this.rest = new byte[size];
  }

  /**
   * What was read.
   *
   * @param lines the number of lines, from the beginning of the stream
   * @param rows the number of ratings in them
   * @param zeros how many of the ratings are 0
   * @param point the first line with a decimal point; 0 if there is none
   * @param whole whether that was the whole stream
   */
  record Prefix(long lines, long rows, long zeros, long point, boolean whole) {
    static final Prefix NONE = new Prefix(0, 0, 0, 0, false);
  }

  /** Is told of a block whose ratings were added. */
  @FunctionalInterface
  interface Taken {
    /**
     * Called for one block at a time, by any thread.
     *
     * @param before how many lines of the stream stand before it
     */
    void block(PlainBlock block, long before);
  }

  /**
   * Adds the ratings in the plain lines that a stream begins with; stops in front of a block in
   * which something is not plain.
   *
   * @param skip how many lines to skip, such as a header
   * @param size how many bytes make a block
   * @param taken is told of each block whose ratings were added, in the order of the stream
   */
  static Prefix read(
      InputStream in,
      long skip,
      PlainLayout layout,
      RatingsBuilder builder,
      int size,
      Taken taken) {
    PlainRatings reader = new PlainRatings(in, layout, builder, size, taken);
    if (!reader.skip(skip)) {
      return Prefix.NONE;
    }
    reader.run(Runtime.getRuntime().availableProcessors());
    return new Prefix(reader.lines, reader.rows, reader.zeros, reader.point, !reader.stopped);
  }

  /** Skips lines; false if the stream ends before. */
  private boolean skip(long count) {
    try {
      while (lines < count) {
        int c = in.read();
        if (c < 0) {
          return false;
        }
        if (c == '\n') {
          lines++;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void run(int threads) {
    List<Thread> others = new ArrayList<>();
    for (int t = 1; t < threads; t++) {
      Thread thread = new Thread(this::work, "lanefactor-read-" + t);
      thread.setDaemon(true);
      thread.start();
      others.add(thread);
    }
    work();
    for (Thread thread : others) {
      join(thread);
    }
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure != null) {
      throw (RuntimeException) failure; // nothing else is thrown
    }
  }

  /** Waits for a thread, which ends by itself; an interrupt has to wait, too. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      PlainBlock block = null;
      while (true) {
        int number;
        int length;
        boolean readable;
        synchronized (in) {
          if (ended) {
            return;
          }
          block = block == null ? new PlainBlock(layout, users, items, size + 1) : block;
          number = nextToRead++;
          length = fill(block.bytes);
          readable = length >= 0;
        }
        boolean plain = readable && block.parse(length);
        if (!add(number, block, plain)) {
          return;
        }
      }
    } catch (RuntimeException | Error e) {
      fail(e);
    }
  }

  /**
   * Reads whole lines.
   *
   * @return how many bytes they have; -1 if they cannot be read, or are too long
   */
  private int fill(byte[] bytes) {
    System.arraycopy(rest, 0, bytes, 0, restLength);
    int length = restLength;
    restLength = 0;
    try {
      length += in.readNBytes(bytes, length, size - length);
    } catch (IOException e) {
      ended = true;
      return -1;
    }
    if (length < size) {
      ended = true;
      if (length > 0 && bytes[length - 1] != '\n') {
        bytes[length++] = '\n';
      }
      return length;
    }
    int end = length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    if (end == 0) {
      ended = true;
      return -1;
    }
    restLength = length - end;
    System.arraycopy(bytes, end, rest, 0, restLength);
    return end;
  }

  /** Adds a block's ratings when it is its turn; false if there is nothing more to do. */
  private synchronized boolean add(int number, PlainBlock block, boolean plain) {
    while (nextToAdd < number && !stopped) {
      try {
        wait();
      } catch (InterruptedException e) {
        // The rest is left to the other reader.
        Thread.currentThread().interrupt();
        stopped = true;
      }
    }
    if (stopped || !plain) {
      stopped = true;
      notifyAll();
      return false;
    }
    if (block.count > 0) {
      synchronized (builder) {
        builder.ratings(block.user, block.item, block.rating, block.time, block.count);
      }
    }
    taken.block(block, lines);
    if (point == 0 && block.point > 0) {
      point = lines + block.point;
    }
    lines += block.lines;
    rows += block.count;
    zeros += block.zeros;
    nextToAdd++;
    notifyAll();
    return true;
  }

  private synchronized void fail(Throwable thrown) {
    failure = failure == null ? thrown : failure;
    stopped = true;
    notifyAll();
  }
}
