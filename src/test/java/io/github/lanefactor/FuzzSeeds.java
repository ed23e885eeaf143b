package io.github.lanefactor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Where fuzzing begins: whole files, and the same with a little damage, always the same. */
public final class FuzzSeeds {
  private static final int DAMAGED = 60;

  /** What has to do with numbers and quotes goes wrong first. */
  private static final String[] WORDS = {
    "9999999999", "-1", "2147483647", "9223372036854775807", "NaN", "1e999", "0", "\"", "\n", "\r",
    ",", "::", "\t", "|", "[", "{", "\0", "\u00e4", "userId", "../../etc/passwd"
  };

  private FuzzSeeds() {}

  /** The files, each followed by damaged ones. */
  public static Stream<Arguments> of(byte[]... files) {
    Random random = new Random(1);
    List<byte[]> all = new ArrayList<>();
    for (byte[] file : files) {
      all.add(file);
      for (int i = 0; i < DAMAGED; i++) {
        all.add(damaged(file, random));
      }
    }
    return all.stream().map(bytes -> Arguments.of((Object) bytes));
  }

  /** Texts as bytes. */
  public static Stream<Arguments> of(String... texts) {
    return of(
        Arrays.stream(texts).map(t -> t.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new));
  }

  private static byte[] damaged(byte[] file, Random random) {
    int at = random.nextInt(file.length + 1);
    int to = Math.min(file.length, at + random.nextInt(9));
    byte[] middle =
        switch (random.nextInt(4)) {
          case 0 -> new byte[0];
          case 1 -> WORDS[random.nextInt(WORDS.length)].getBytes(StandardCharsets.UTF_8);
          case 2 -> new byte[] {(byte) random.nextInt(256)};
          default -> Arrays.copyOfRange(file, at / 2, Math.min(file.length, at / 2 + 40));
        };
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(file, at);
    }
    byte[] damaged = new byte[at + middle.length + file.length - to];
    System.arraycopy(file, 0, damaged, 0, at);
    System.arraycopy(middle, 0, damaged, at, middle.length);
    System.arraycopy(file, to, damaged, at + middle.length, file.length - to);
    return damaged;
  }
}
