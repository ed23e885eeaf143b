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
    KernelChoice choice = resolved();
    String obstacle = choice.obstacle();
    if (choice != SCALAR && obstacle == null) {
      return new VectorOperations();
    }
    if (choice == VECTOR) {
      throw new IllegalStateException("the vector kernel cannot run: " + obstacle);
    }
    if (choice == AUTO && TOLD.compareAndSet(false, true)) {
      System.getLogger("io.github.lanefactor")
          .log(System.Logger.Level.WARNING, "using the slower scalar kernel: " + obstacle);
    }
    return new ScalarOperations();
  }

  /**
   * Which kernel this choice gives here, and why if it is not the vector kernel, in one line.
   *
   * @throws IllegalArgumentException as {@link Kernel#open}
   */
  public String describe() {
    KernelChoice choice = resolved();
    String obstacle = choice.obstacle();
    if (choice != SCALAR && obstacle == null) {
      return "vector kernel of " + new VectorOperations().vectorBits() + " bits";
    }
    return choice == VECTOR
        ? "no kernel: the vector kernel was chosen and cannot run: " + obstacle
        : "scalar kernel: " + (choice == SCALAR ? "it was chosen" : obstacle);
  }

  /** This choice, or what the system property says if it is {@link #AUTO}. */
  private KernelChoice resolved() {
    return this == AUTO ? of(System.getProperty(PROPERTY, "auto")) : this;
  }

  /**
   * What speaks against vector code; null for nothing. Who chose it by name gets it wherever it can
   * run, however slowly.
   */
  private String obstacle() {
    if (this == SCALAR) {
      return null;
    }
    String missing = missing();
    return missing != null || this == VECTOR ? missing : Jvm.current().obstacle();
  }

  /** Why vector code cannot run here at all; null if it can. */
  private static String missing() {
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
