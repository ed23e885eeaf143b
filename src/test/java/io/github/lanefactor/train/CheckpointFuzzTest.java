package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.sun.management.ThreadMXBean;
import io.github.lanefactor.FuzzSeeds;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever bytes a checkpoint has, it is read or refused, even where its checksum is right. */
class CheckpointFuzzTest {
  private static final Map<String, String> BINDING = Map.of("ratings", "sha256:1f", "seed", "1");
  private static final Factors SHAPE = new Factors(2, 3, 2);

  static Stream<Arguments> checkpoints() throws IOException {
    Path file = Files.createTempFile("lanefactor", ".checkpoint");
    List<Training.Point> history =
        List.of(new Training.Point(0, 0.2, 1.5), new Training.Point(1, 0.1, 2.5));
    Checkpoint.Kept kept = new Checkpoint.Kept(SHAPE, 1, 0.1, 0.3, 0);
    new CheckpointFile(file, BINDING)
        .write(new Checkpoint(2, 3.5, List.of(SHAPE, SHAPE), history, 0.5, kept));
    byte[] whole = Files.readAllBytes(file);
    Files.delete(file);
    return FuzzSeeds.of(Arrays.copyOf(whole, whole.length - Long.BYTES));
  }

  /** Whatever number stands in it, no more memory is taken than the file could fill. */
  @Test
  void absurdSizesTakeNoMemory() throws IOException {
    byte[] whole = (byte[]) checkpoints().findFirst().orElseThrow().get()[0];
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (int size : new int[] {Integer.MAX_VALUE, 1 << 28, -1, 1 << 20}) {
      for (int at = 0; at + Integer.BYTES <= whole.length; at++) {
        byte[] damaged = whole.clone();
        ByteBuffer.wrap(damaged).putInt(at, size);
        long before = threads.getThreadAllocatedBytes(self);
        checkpoints(damaged);
        long took = threads.getThreadAllocatedBytes(self) - before;
        assertTrue(took < 32 << 20, took + " bytes, at " + at);
      }
    }
  }

  @MethodSource("checkpoints")
  @FuzzTest
  void checkpoints(byte[] bytes) throws IOException {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    ByteBuffer whole = ByteBuffer.allocate(bytes.length + Long.BYTES).put(bytes);
    Path file = Files.createTempFile("lanefactor", ".checkpoint");
    try {
      Files.write(file, whole.putLong(sum.getValue()).array());
      Checkpoint read = new CheckpointFile(file, BINDING).read(SHAPE);
      assertTrue(read.solver() != null && read.history() != null);
      assertEquals(SHAPE.users, read.kept().weights().users);
    } catch (InputException e) {
      assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    } finally {
      Files.delete(file);
    }
  }
}
