package io.github.lanefactor.support;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks, draws, lazy values and events. */
class SupportTest {
  @TempDir Path folder;

  @Test
  void numbersAreCheckedAtTheirBounds() {
    assertEquals(3, Checks.atLeast("n", 3, 3));
    assertEquals(
        "expected n of at least 3, found 2",
        assertThrows(InputException.class, () -> Checks.atLeast("n", 2, 3)).getMessage());
    assertEquals(0, Checks.within("x", 0, 0, 1));
    assertEquals(1, Checks.within("x", 1, 0, 1));
    for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
      assertEquals(
          "expected x from 0.0 to 1.0, found " + wrong,
          assertThrows(InputException.class, () -> Checks.within("x", wrong, 0, 1)).getMessage());
    }
  }

  @Test
  void kernelsGoByName() {
    assertEquals(KernelChoice.SCALAR, Checks.kernel("Scalar"));
    assertThrows(InputException.class, () -> Checks.kernel("fast"));
    try (Kernel kernel = Checks.open(KernelChoice.SCALAR, 1)) {
      assertEquals("scalar", kernel.name());
    }
    InputException e =
        assertThrows(
            InputException.class, () -> Checks.onKernel(() -> KernelChoice.of("from outside")));
    assertTrue(e.getMessage().endsWith("found from outside in lanefactor.kernel"), e.getMessage());
  }

  @Test
  void aLazyValueIsMadeOnce() {
    AtomicInteger made = new AtomicInteger();
    Lazy<String> lazy = new Lazy<>(() -> "value " + made.incrementAndGet());
    assertEquals(0, made.get());
    String first = lazy.get();
    assertEquals("value 1", first);
    assertSame(first, lazy.get());
  }

  /** The bits are SplitMix64's, which is the same everywhere; the rest follows from them. */
  @Test
  void drawsFollowFromTheirBits() {
    SplittableRandom bits = new SplittableRandom(42);
    Draws draws = new Draws(42);
    assertEquals(bits.nextLong(), draws.bits());
    assertEquals((bits.nextLong() >>> 11) / (double) (1L << 53), draws.unit());
    for (int bound : new int[] {1, 2, 10, Integer.MAX_VALUE}) {
      assertEquals((int) ((bits.nextLong() >>> 32) * (double) bound / 0x1p32), draws.below(bound));
    }
    double one = unit(bits);
    double other = unit(bits);
    double gaussian = Math.sqrt(-2 * Math.log(1 - one)) * Math.cos(2 * Math.PI * other);
    assertEquals(gaussian, draws.gaussian(), 1e-12);
    assertEquals(-Math.log(-Math.log(unit(bits))), draws.gumbel(), 1e-12);
  }

  private static double unit(SplittableRandom bits) {
    return (bits.nextLong() >>> 11) * 0x1p-53;
  }

  /** Means and spreads of a hundred thousand. */
  @Test
  void drawsAreSpreadAsTheyShouldBe() {
    Draws draws = new Draws(1);
    int n = 100_000;
    double sum = 0;
    double squares = 0;
    double gumbel = 0;
    for (int i = 0; i < n; i++) {
      double normal = draws.gaussian();
      sum += normal;
      squares += normal * normal;
      gumbel += draws.gumbel();
    }
    assertEquals(0, sum / n, 0.02);
    assertEquals(1, squares / n, 0.02);
    assertEquals(0.5772, gumbel / n, 0.02); // Euler and Mascheroni's
    int[] firsts = new int[5];
    for (int i = 0; i < 10_000; i++) {
      int[] order = draws.permutation(5);
      firsts[order[0]]++;
      assertArrayEquals(new int[] {0, 1, 2, 3, 4}, IntStream.of(order).sorted().toArray());
    }
    assertTrue(IntStream.of(firsts).allMatch(count -> Math.abs(count - 2000) < 200));
    assertArrayEquals(new int[0], draws.permutation(0));
  }

  @Test
  void eventsAreWritten() throws IOException {
    Path file = folder.resolve("events.jfr");
    try (Recording recording = new Recording()) {
      recording.start();
      List<LongConsumer> counts =
          List.of(
              Events.load("r.csv"),
              Events.solve("users"),
              Events.score("similar"),
              Events.checkpoint("c"));
      List<DoubleConsumer> losses = List.of(Events.sweep(3), Events.step(4));
      Events.load("never done");
      for (int i = 0; i < counts.size(); i++) {
        counts.get(i).accept(10 + i);
      }
      losses.get(0).accept(0.5);
      losses.get(1).accept(0.25);
      recording.stop();
      recording.dump(file);
    }
    List<String> found = new ArrayList<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
      String name = event.getEventType().getName();
      if (name.startsWith("lanefactor.")) {
        StringBuilder text = new StringBuilder(name.substring(name.indexOf('.') + 1));
        event.getFields().stream()
            .map(field -> field.getName())
            .filter(field -> !field.matches("startTime|duration|eventThread|stackTrace"))
            .forEach(field -> text.append(' ').append(event.<Object>getValue(field)));
        assertTrue(!event.getDuration().isNegative() && !event.getDuration().isZero());
        found.add(text.toString());
      }
    }
    found.sort(null);
    assertEquals(
        List.of(
            "Checkpoint c 13",
            "Load r.csv 10",
            "Score similar 12",
            "Solve users 11",
            "Step 4 0.25",
            "Sweep 3 0.5"),
        found);
  }
}
