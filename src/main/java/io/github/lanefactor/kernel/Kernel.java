package io.github.lanefactor.kernel;

/** The code and the threads that a training runs on. Close it to end the threads. */
public final class Kernel implements AutoCloseable {
  final Operations operations;
  final Workers workers;

  /**
   * @param operations the code
   * @param threads how many threads work, the caller's among them
   */
  Kernel(Operations operations, int threads) {
    this.operations = operations;
    this.workers = new Workers(threads);
  }

  /**
   * A kernel of the kind that is asked for, or of the best kind there is.
   *
   * @throws IllegalStateException if vector code is asked for and cannot run here
   * @throws IllegalArgumentException if the system property {@link KernelChoice#PROPERTY} names no
   *     kernel
   */
  public static Kernel open(KernelChoice choice, int threads) {
    return new Kernel(choice.operations(), threads);
  }

  /** "vector" or "scalar". */
  public String name() {
    return operations.name();
  }

  /** The width of the vectors in bits; 0 for scalar code. */
  public int vectorBits() {
    return operations.vectorBits();
  }

  /** How many threads work. */
  public int threads() {
    return workers.threads();
  }

  /** The first of {@code count} things that are this worker's share. */
  int shareStart(int count, int worker) {
    return (int) ((long) count * worker / threads());
  }

  @Override
  public void close() {
    workers.close();
  }
}
