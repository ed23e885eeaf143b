package io.github.lanefactor.support;

import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.ratings.InputException;

/** Checks of settings, with messages for the user. */
public final class Checks {
  private Checks() {}

  public static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new InputException("expected " + name + " of at least " + least + ", found " + value);
    }
    return value;
  }

  public static double within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          "expected " + name + " from " + least + " to " + most + ", found " + value);
    }
    return value;
  }

  public static KernelChoice kernel(String name) {
    try {
      return KernelChoice.of(name);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** Opens a kernel. A system property may set {@code auto} to a name that does not exist. */
  public static Kernel open(KernelChoice choice, int threads) {
    try {
      return Kernel.open(choice, threads);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage() + " in " + KernelChoice.PROPERTY, e);
    }
  }
}
