package io.github.lanefactor.kernel;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * A few threads that work on one task in parallel; the caller is the first of them. Between tasks
 * they spin briefly, since the next task of a training step comes within microseconds; then they
 * park, so that an idle library costs nothing. Not for use by several callers at once.
 */
final class Workers implements AutoCloseable {
  /** About 50 microseconds. */
  private static final int SPINS = 2_000;

  /** Keeps the counters of two threads on different cache lines. */
  private static final int STRIDE = 32;

  private final Thread[] helpers;
  private final int spins;
  private final AtomicIntegerArray finished;
  private IntConsumer task;
  private volatile int round;
  private volatile boolean closed;
  private volatile Throwable failure;

  Workers(int threads) {
    helpers = new Thread[threads - 1];
    finished = new AtomicIntegerArray(threads * STRIDE);
    // If threads outnumber processors, a spinning one may block the one it waits for.
    spins = threads <= Runtime.getRuntime().availableProcessors() ? SPINS : 1;
    for (int i = 0; i < helpers.length; i++) {
      int worker = i + 1;
      helpers[i] = new Thread(() -> work(worker), "lanefactor-" + worker);
      helpers[i].setDaemon(true);
      helpers[i].start();
    }
  }

  int threads() {
    return helpers.length + 1;
  }

  /**
   * Runs {@code work} once on each thread, with the thread's number from 0, and returns when all
   * are done. Rethrows what a thread throws.
   *
   * @throws CancellationException if the calling thread is interrupted meanwhile
   * @throws IllegalStateException if the threads were ended
   */
  void run(IntConsumer work) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    task = work;
    int current = round + 1;
    round = current;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
    perform(work, 0);
    for (int worker = 1; worker <= helpers.length; worker++) {
      // Wait for all even if one failed: the others still use the caller's data.
      for (int spin = 0; finished.getAcquire(worker * STRIDE) != current; spin++) {
        if (failure == null && Thread.currentThread().isInterrupted()) {
          failure = new CancellationException("interrupted");
        }
        spinOrYield(spin);
      }
    }
    Throwable thrown = failure;
    if (thrown != null) {
      failure = null;
      if (thrown instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) thrown; // an IntConsumer throws nothing else
    }
  }

  /**
   * Ends a task early if the calling thread of {@link #run} was interrupted or another worker
   * failed. A long task calls this every few milliseconds.
   */
  void check(int worker) {
    if (worker == 0 && Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
    if (failure != null) {
      throw new IllegalStateException("another worker failed");
    }
  }

  /** Waits a moment inside a task, for another worker. */
  void pause(int spin) {
    if (failure != null) {
      throw new IllegalStateException("another worker failed");
    }
    spinOrYield(spin);
  }

  private void spinOrYield(int spin) {
    if (spin < spins) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  private void work(int worker) {
    int last = 0;
    while (true) {
      for (int spin = 0; round == last && !closed; spin++) {
        if (spin < spins) {
          Thread.onSpinWait();
        } else {
          LockSupport.park(this);
        }
      }
      if (closed) {
        return;
      }
      last = round;
      perform(task, worker);
      finished.setRelease(worker * STRIDE, last);
    }
  }

  private void perform(IntConsumer work, int worker) {
    try {
      work.accept(worker);
    } catch (Throwable thrown) {
      if (failure == null) {
        failure = thrown;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (Thread helper : helpers) {
      LockSupport.unpark(helper);
    }
  }
}
