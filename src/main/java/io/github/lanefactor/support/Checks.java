package io.github.lanefactor.support;

import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.ratings.InputException;
import java.util.function.Supplier;

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
    return onKernel(() -> Kernel.open(choice, threads));
  }

  /** Makes something that runs on a kernel, whose name may be wrong in the system property. */
  public static <T> T onKernel(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw new InputException(e.getMessage() + " in " + KernelChoice.PROPERTY, e);
    }
  }
}
