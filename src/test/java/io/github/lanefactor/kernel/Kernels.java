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

  /** The vector operations in both their shapes, where they can run. */
  static List<Operations> vectors() {
    return vector().isPresent()
        ? List.of(new VectorOperations(false), new VectorOperations(true))
        : List.of();
  }

  /** All operations that can run here. */
  static List<Operations> all() {
    List<Operations> all = new ArrayList<>(vectors());
    all.add(0, new ScalarOperations());
    return all;
  }

  /**
   * A kernel of each kind that can run here on each of these numbers of threads, in turns with a
   * first-level cache that holds what a block of few factors needs, and a smaller one.
   */
  static List<Kernel> on(int... threads) {
    List<Kernel> kernels = new ArrayList<>();
    for (Operations operations : all()) {
      for (int count : threads) {
        kernels.add(new Kernel(operations, count, kernels.size() % 2 == 0 ? 48 << 10 : 32 << 10));
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
