package io.github.lanefactor.kernel;

/** The code and the threads that a training runs on. Close it to end the threads. */
public final class Kernel implements AutoCloseable {
  final Operations operations;
  final Workers workers;

  /** The bytes of the data cache next to a core; they decide in which order work is done. */
  final int firstLevelCache;

  /**
   * @param operations the code
   * @param threads the number of threads, including the caller's
   */
  Kernel(Operations operations, int threads) {
    this(operations, threads, Processor.FIRST_LEVEL_CACHE);
  }

  Kernel(Operations operations, int threads, int firstLevelCache) {
    this.operations = operations;
    this.firstLevelCache = firstLevelCache;
    this.workers = new Workers(threads);
  }

  /**
   * Opens a kernel of the requested kind, or of the best available kind.
   *
   * @throws IllegalStateException if vector code is requested and cannot run here
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

  /** The number of threads. */
  public int threads() {
    return workers.threads();
  }

  /** The index, out of {@code count}, at which this worker's share starts. */
  int shareStart(int count, int worker) {
    return (int) ((long) count * worker / threads());
  }

  @Override
  public void close() {
    workers.close();
  }
}
