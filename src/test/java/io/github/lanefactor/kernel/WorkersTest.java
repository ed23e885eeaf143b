package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkersTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void everyThreadDoesEveryTaskOnce(int threads) {
    int rounds = 2000;
    try (Workers workers = new Workers(threads)) {
      AtomicIntegerArray done = new AtomicIntegerArray(threads);
      for (int round = 1; round <= rounds; round++) {
        workers.run(worker -> done.incrementAndGet(worker));
        for (int worker = 0; worker < threads; worker++) {
          assertEquals(round, done.get(worker));
        }
      }
      assertEquals(threads, workers.threads());
    }
  }

  /** What a task writes is there for the caller, and for the next task, without more ado. */
  @Test
  void resultsOfATaskAreSeenByAll() {
    int threads = 3;
    try (Workers workers = new Workers(threads)) {
      int[] values = new int[threads * 64];
      for (int round = 0; round < 2000; round++) {
        workers.run(worker -> values[worker * 64] = values[(worker + 1) % threads * 64 + 1] + 1);
        workers.run(worker -> values[worker * 64 + 1] = values[worker * 64]);
      }
      for (int worker = 0; worker < threads; worker++) {
        assertEquals(2000, values[worker * 64]);
      }
    }
  }

  @Test
  void wakesUpAfterAPause() throws InterruptedException {
    try (Workers workers = new Workers(4)) {
      AtomicIntegerArray done = new AtomicIntegerArray(4);
      for (int round = 0; round < 3; round++) {
        workers.run(worker -> done.incrementAndGet(worker));
        Thread.sleep(100);
      }
      assertEquals("[3, 3, 3, 3]", done.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({"1,0", "2,0", "2,1", "4,0", "4,3"})
  void whatATaskThrowsIsThrown(int threads, int thrower) {
    try (Workers workers = new Workers(threads)) {
      RuntimeException exception = new IllegalArgumentException("thrown on purpose");
      Error error = new AssertionError("thrown on purpose");
      assertSame(exception, assertThrows(Throwable.class, () -> fail(workers, thrower, exception)));
      assertSame(error, assertThrows(Throwable.class, () -> fail(workers, thrower, error)));
      AtomicIntegerArray done = new AtomicIntegerArray(threads);
      workers.run(worker -> done.incrementAndGet(worker));
      for (int worker = 0; worker < threads; worker++) {
        assertEquals(1, done.get(worker), "works on after a failure");
      }
    }
  }

  private static void fail(Workers workers, int thrower, Throwable thrown) {
    workers.run(
        worker -> {
          if (worker == thrower) {
            if (thrown instanceof Error error) {
              throw error;
            }
            throw (RuntimeException) thrown;
          }
        });
  }

  /** A thread that waits for one that failed gives up, and the first failure is the one told. */
  @Test
  void nobodyWaitsForAThreadThatFailed() {
    try (Workers workers = new Workers(3)) {
      RuntimeException thrown =
          assertThrows(
              RuntimeException.class,
              () ->
                  workers.run(
                      worker -> {
                        if (worker == 1) {
                          throw new IllegalArgumentException("thrown on purpose");
                        }
                        for (int spin = 0; ; spin++) {
                          workers.pause(spin);
                        }
                      }));
      assertEquals("thrown on purpose", thrown.getMessage());
    }
  }

  @Test
  void closingEndsTheThreads() throws InterruptedException {
    List<Thread> before = helpers();
    Workers workers = new Workers(5);
    workers.run(worker -> {});
    List<Thread> mine = helpers();
    mine.removeAll(before);
    assertEquals(4, mine.size());
    workers.close();
    for (Thread thread : mine) {
      thread.join(10_000);
      assertFalse(thread.isAlive(), thread.getName());
    }
    assertThrows(IllegalStateException.class, () -> workers.run(worker -> {}));
  }

  /** Idle threads park: they take no processor time, and none keeps the JVM from ending. */
  @Test
  void idleThreadsCostNothing() throws InterruptedException {
    List<Thread> before = helpers();
    try (Workers workers = new Workers(3)) {
      workers.run(worker -> {});
      List<Thread> mine = helpers();
      mine.removeAll(before);
      long deadline = System.nanoTime() + 10_000_000_000L;
      for (Thread thread : mine) {
        assertTrue(thread.isDaemon());
        while (thread.getState() != Thread.State.WAITING && System.nanoTime() < deadline) {
          Thread.sleep(1);
        }
        assertEquals(Thread.State.WAITING, thread.getState());
      }
    }
  }

  private static List<Thread> helpers() {
    return new ArrayList<>(
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("lanefactor-"))
            .toList());
  }
}
