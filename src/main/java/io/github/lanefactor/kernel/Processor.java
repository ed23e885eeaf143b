package io.github.lanefactor.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What of the processor decides in which order work is done. No result depends on it, to the last
 * bit: only the time does.
 */
final class Processor {
  /** Assumed where the system does not tell. */
  private static final int USUAL = 32 << 10;

  /**
   * From here on a first-level data cache belongs to a core that loads two vectors of 512 bits a
   * cycle and starts two multiply-adds (Intel since Ice Lake, AMD since Zen 5).
   */
  private static final int LARGE = 48 << 10;

  /** The bytes of the data cache next to a core. */
  static final int FIRST_LEVEL_CACHE =
      cacheBytes(Path.of("/sys/devices/system/cpu/cpu0/cache/index0/size"));

  private Processor() {}

  /** Whether two vectors of 512 bits are loaded a cycle. */
  static boolean twoLoads() {
    return FIRST_LEVEL_CACHE >= LARGE;
  }

  /** The size that Linux gives in a file such as "48K"; the usual one if there is none. */
  static int cacheBytes(Path file) {
    try {
      String size = Files.readString(file).strip();
      return size.matches("[0-9]{1,6}K")
          ? Integer.parseInt(size, 0, size.length() - 1, 10) << 10
          : USUAL;
    } catch (IOException e) {
      return USUAL;
    }
  }
}
