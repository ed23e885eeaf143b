package io.github.lanefactor.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/** A loop over tasks that several threads share. */
public final class Parallel {
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
    List<Thread> others = new ArrayList<>();
    for (int t = 1; t < Math.min(threads, tasks); t++) {
      Thread thread = new Thread(() -> loop.work(worker), "lanefactor-eval-" + t);
      thread.setDaemon(true);
      thread.start();
      others.add(thread);
    }
    loop.work(worker);
    boolean interrupted = Thread.interrupted();
    for (Thread thread : others) {
      interrupted |= loop.join(thread);
    }
    if (interrupted) {
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

  /** Waits for a thread; an interrupt stops the loop but not the waiting. */
  private boolean join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        return interrupted;
      } catch (InterruptedException e) {
        interrupted = true;
        stop();
      }
    }
  }
}
