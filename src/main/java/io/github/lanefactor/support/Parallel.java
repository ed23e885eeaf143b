package io.github.lanefactor.support;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** A loop over tasks that several threads share. */
public final class Parallel {
  /** Threads wait so long for the next loop, since starting one takes as long as some loops. */
  private static final long IDLE_SECONDS = 5;

  private static final Executor THREADS = threads();

  private final int tasks;
  private final AtomicInteger next = new AtomicInteger();
  private int failedTask = Integer.MAX_VALUE;
  private Throwable failure;

  private Parallel(int tasks) {
    this.tasks = tasks;
  }

  /**
   * Runs tasks 0 to {@code tasks - 1} on the calling thread and {@code threads - 1} others, and
   * returns when all have ended. Tasks start in ascending order. If some fail, no more are started
   * and the failure of the lowest one is thrown: the same one for any number of threads.
   *
   * @param worker makes one body per thread, so that a body may own buffers
   * @throws CancellationException if the calling thread is interrupted
   */
  public static void run(int tasks, int threads, Supplier<IntConsumer> worker) {
    Parallel loop = new Parallel(tasks);
    int others = Math.max(0, Math.min(threads, tasks) - 1);
    CountDownLatch running = new CountDownLatch(others);
    for (int t = 0; t < others; t++) {
      THREADS.execute(
          () -> {
            loop.work(worker);
            running.countDown();
          });
    }
    loop.work(worker);
    if (Thread.interrupted() | loop.await(running)) {
      Thread.currentThread().interrupt();
      throw new CancellationException("interrupted");
    }
    loop.rethrow();
  }

  private void work(Supplier<IntConsumer> worker) {
    int task = -1;
    try {
      IntConsumer body = worker.get();
      for (task = next.getAndIncrement(); task < tasks; task = next.getAndIncrement()) {
        body.accept(task);
        if (Thread.currentThread().isInterrupted()) {
          stop();
        }
      }
    } catch (RuntimeException | Error e) {
      fail(task, e);
    }
  }

  private static Executor threads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        work -> {
          Thread thread = new Thread(work, "lanefactor-parallel");
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Starts no more tasks. Those below a failed one have all started already. */
  private void stop() {
    next.set(tasks);
  }

  private synchronized void fail(int task, Throwable thrown) {
    stop();
    if (task < failedTask) {
      failedTask = task;
      failure = thrown;
    }
  }

  private synchronized void rethrow() {
    if (failure instanceof Error error) {
      throw error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
  }

  /** Waits for the others; an interrupt stops the loop but not the waiting. */
  private boolean await(CountDownLatch running) {
    boolean interrupted = false;
    while (true) {
      try {
        running.await();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
  }
}
