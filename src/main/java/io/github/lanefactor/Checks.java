package io.github.lanefactor;

import io.github.lanefactor.kernel.KernelChoice;
import java.util.Locale;
import java.util.Set;

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
    if (!Set.of("auto", "vector", "scalar").contains(name.toLowerCase(Locale.ROOT))) {
      throw new InputException("expected kernel auto, vector or scalar, found " + name);
    }
    return KernelChoice.valueOf(name.toUpperCase(Locale.ROOT));
  }
}
