package io.github.lanefactor.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the thread that made this, and holds the program's
 * end up until that thread closes it.
 */
final class StopSignal implements AutoCloseable {
  /** Writing a large checkpoint takes a while, but somebody waits. */
  private static final int SECONDS_AT_MOST = 20;

  private final Thread worker = Thread.currentThread();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "lanefactor-stop");
  private volatile boolean received;

  StopSignal() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the program is to end. */
  boolean isReceived() {
    return received;
  }

  private void stop() {
    received = true;
    worker.interrupt();
    try {
      closed.await(SECONDS_AT_MOST, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The program ends already, and the hook runs.
    }
  }
}
