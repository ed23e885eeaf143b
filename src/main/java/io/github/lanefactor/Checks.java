package io.github.lanefactor;

import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;

/** Checks of settings, with messages for the user. */
final class Checks {
  private Checks() {}

  static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new InputException("expected " + name + " of at least " + least + ", found " + value);
    }
    return value;
  }

  static double within(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new InputException(
          "expected " + name + " from " + least + " to " + most + ", found " + value);
    }
    return value;
  }

  static KernelChoice kernel(String name) {
    try {
      return KernelChoice.of(name);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage(), e);
    }
  }

  /** Opens a kernel. What {@code auto} means may be set from outside, and wrongly. */
  static Kernel open(KernelChoice choice, int threads) {
    try {
      return Kernel.open(choice, threads);
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage() + " in " + KernelChoice.PROPERTY, e);
    }
  }
}
