package io.github.lanefactor;

import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * One fuzz test, run by Jazzer for as long as one likes: that which the system property {@code
 * lanefactor.fuzz} names as {@code CLASS#METHOD}. See {@code src/test/fuzz/run}.
 */
public final class FuzzTarget {
  private static final String[] NAME = System.getProperty("lanefactor.fuzz", "#").split("#");
  private static Method test;
  private static Object instance;

  private FuzzTarget() {}

  /** Called by Jazzer, over and over. */
  public static void fuzzerTestOneInput(byte[] bytes) throws Throwable {
    if (test == null) {
      Class<?> type = Class.forName(NAME[0]);
      instance = accessible(type.getDeclaredConstructor()).newInstance();
      test = accessible(type.getDeclaredMethod(NAME[1], byte[].class));
    }
    try {
      test.invoke(instance, bytes);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T extends AccessibleObject> T accessible(T member) {
    member.setAccessible(true);
    return member;
  }

  /** Writes the seeds of the test into a folder, where Jazzer begins. */
  public static void main(String[] args) throws ReflectiveOperationException, IOException {
    Method seeds = accessible(Class.forName(NAME[0]).getDeclaredMethod(NAME[1]));
    int number = 0;
    for (Object seed : ((Stream<?>) seeds.invoke(null)).toList()) {
      byte[] bytes = (byte[]) ((Arguments) seed).get()[0];
      Files.write(Path.of(args[0], "seed-" + number++), bytes);
    }
  }
}
