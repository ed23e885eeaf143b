package io.github.lanefactor.kernel;

import java.util.concurrent.atomic.AtomicBoolean;

/** Which code does the arithmetic. All choices give bit-identical results. */
public enum KernelChoice {
  /** Vector code where it runs well; otherwise scalar code, with one message on standard error. */
  AUTO,
  /** The Vector API. */
  VECTOR,
  /** Plain loops. */
  SCALAR;

  /** The system property that decides what {@link #AUTO} means: auto, vector or scalar. */
  public static final String PROPERTY = "lanefactor.kernel";

  private static final String FLAG = "--add-modules jdk.incubator.vector";
  private static final AtomicBoolean TOLD = new AtomicBoolean();

  /**
   * The choice with this name, ignoring case.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static KernelChoice of(String name) {
    for (KernelChoice choice : values()) {
      if (choice.name().equalsIgnoreCase(name)) {
        return choice;
      }
    }
    throw new IllegalArgumentException("expected kernel auto, vector or scalar, found " + name);
  }

  Operations operations() {
    if (this == AUTO) {
      KernelChoice set = of(System.getProperty(PROPERTY, "auto"));
      if (set != AUTO) {
        return set.operations();
      }
    }
    if (this == SCALAR) {
      return new ScalarOperations();
    }
    String obstacle = obstacle();
    if (obstacle == null) {
      return new VectorOperations();
    }
    if (this == VECTOR) {
      throw new IllegalStateException("the vector kernel cannot run: " + obstacle);
    }
    if (TOLD.compareAndSet(false, true)) {
      System.getLogger("io.github.lanefactor")
          .log(System.Logger.Level.WARNING, "using the slower scalar kernel: " + obstacle);
    }
    return new ScalarOperations();
  }

  /** Why vector code cannot run well here; null if it can. */
  private static String obstacle() {
    String vm = System.getProperty("java.vm.name", "");
    String mode = System.getProperty("java.vm.info", "");
    if (!vm.contains("Server VM")) {
      return "it needs HotSpot's C2 compiler, this is " + vm;
    }
    if (mode.contains("interpreted") || mode.contains("emulated-client")) {
      return "it needs HotSpot's C2 compiler, which is switched off (" + mode + ")";
    }
    if (!FusedMultiplyAdd.HARDWARE) {
      return "this machine has no fused multiply-add";
    }
    try {
      int bits = new VectorOperations().vectorBits();
      return bits >= 128 ? null : "this machine has no vectors of 128 bits";
    } catch (LinkageError e) {
      return "start java with " + FLAG + " for the vector kernel";
    }
  }
}
