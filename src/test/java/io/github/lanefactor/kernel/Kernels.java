package io.github.lanefactor.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.lifecycle.LifecycleContext;
import net.jqwik.api.lifecycle.SkipExecutionHook;

/** Which code this JVM can run. The tests run in one with the vector module and in one without. */
public final class Kernels {
  /** "vector" or "scalar": what the build says that this JVM must run; empty outside of it. */
  static final String EXPECTED = System.getProperty("lanefactor.expectKernel", "");

  private Kernels() {}

  /** The vector operations, where they can run. */
  static Optional<Operations> vector() {
    try {
      return Optional.of(KernelChoice.VECTOR.operations());
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** All operations that can run here. */
  static List<Operations> all() {
    Operations scalar = new ScalarOperations();
    return vector().map(vector -> List.of(scalar, vector)).orElse(List.of(scalar));
  }

  /** A kernel of each kind that can run here on each of these numbers of threads. */
  static List<Kernel> on(int... threads) {
    List<Kernel> kernels = new ArrayList<>();
    for (Operations operations : all()) {
      for (int count : threads) {
        kernels.add(new Kernel(operations, count));
      }
    }
    return kernels;
  }

  /** Does something while the system property names this kernel. */
  public static void withProperty(String kernel, Runnable action) {
    String before = System.getProperty(KernelChoice.PROPERTY);
    System.setProperty(KernelChoice.PROPERTY, kernel);
    try {
      action.run();
    } finally {
      if (before == null) {
        System.clearProperty(KernelChoice.PROPERTY);
      } else {
        System.setProperty(KernelChoice.PROPERTY, before);
      }
    }
  }

  /** The choices that can be opened here. */
  public static List<KernelChoice> choices() {
    return vector().isPresent()
        ? List.of(KernelChoice.SCALAR, KernelChoice.VECTOR)
        : List.of(KernelChoice.SCALAR);
  }

  /** Skips properties that compare vector code with scalar code where there is no vector code. */
  static final class VectorOnly implements SkipExecutionHook {
    @Override
    public SkipResult shouldBeSkipped(LifecycleContext context) {
      return vector().isPresent()
          ? SkipResult.doNotSkip()
          : SkipResult.skip("this JVM runs without the vector module");
    }
  }
}
