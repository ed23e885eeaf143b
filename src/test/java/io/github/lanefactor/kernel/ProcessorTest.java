package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The size of the first-level cache, as the system tells it. */
class ProcessorTest {
  @TempDir Path folder;

  @Test
  void readsTheSizeThatLinuxGives() throws IOException {
    assertEquals(48 << 10, bytes("48K\n"));
    assertEquals(128 << 10, bytes("128K"));
  }

  @Test
  void takesTheUsualSizeForWhatItDoesNotKnow() throws IOException {
    assertEquals(32 << 10, bytes(""));
    assertEquals(32 << 10, bytes("1M\n"));
    assertEquals(32 << 10, bytes("-48K\n"));
    assertEquals(32 << 10, Processor.cacheBytes(folder.resolve("none")));
  }

  private int bytes(String text) throws IOException {
    return Processor.cacheBytes(Files.writeString(folder.resolve("size"), text));
  }
}
