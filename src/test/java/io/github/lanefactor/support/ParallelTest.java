package io.github.lanefactor.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ParallelTest {
  @Property(tries = 200)
  void runsEveryTaskOnce(
      @ForAll @IntRange(max = 50) int tasks, @ForAll @IntRange(min = 1, max = 8) int threads) {
    AtomicIntegerArray runs = new AtomicIntegerArray(tasks);
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    AtomicInteger bodies = new AtomicInteger();
    Parallel.run(
        tasks,
        threads,
        () -> {
          bodies.incrementAndGet();
          return task -> {
            used.add(Thread.currentThread());
            runs.incrementAndGet(task);
          };
        });
    for (int task = 0; task < tasks; task++) {
      assertEquals(1, runs.get(task));
    }
    assertTrue(used.size() <= threads);
    assertEquals(Math.max(1, Math.min(threads, tasks)), bodies.get());
  }

  @Property(tries = 200)
  void throwsTheLowestFailure(
      @ForAll @IntRange(max = 30) int first, @ForAll @IntRange(min = 1, max = 8) int threads) {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                Parallel.run(
                    40,
                    threads,
                    () ->
                        task -> {
                          if (task >= first) {
                            throw new IllegalStateException("task " + task);
                          }
                          Thread.onSpinWait();
                        }));
    assertEquals("task " + first, e.getMessage());
  }

  @Test
  @Timeout(60)
  void startsNothingAfterAFailure() {
    AtomicInteger runs = new AtomicInteger();
    assertThrows(
        AssertionError.class,
        () ->
            Parallel.run(
                1000,
                1,
                () ->
                    task -> {
                      runs.incrementAndGet();
                      throw new AssertionError();
                    }));
    assertEquals(1, runs.get());
  }

  @Test
  @Timeout(60)
  void anInterruptStopsTheLoop() {
    AtomicInteger runs = new AtomicInteger();
    Thread.currentThread().interrupt();
    assertThrows(
        CancellationException.class,
        () -> Parallel.run(1_000_000_000, 2, () -> task -> runs.incrementAndGet()));
    assertTrue(Thread.interrupted(), "the interrupt must stay visible");
    assertTrue(runs.get() < 1_000_000_000);
  }
}
