package io.github.lanefactor.kernel;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.github.lanefactor.kernel.Problem.Weighting;
import java.lang.management.ManagementFactory;
import java.util.concurrent.locks.LockSupport;

/** Prints how many bytes a hundred steps allocate once they are compiled. */
final class StepAllocation {
  /** What this program may take of the processors until the compiler is done. */
  private static final long NANOS = 60_000_000_000L;

  private StepAllocation() {}

  /**
   * Runs one kind of code, as programs do: where the compiler has seen several, it may give up.
   *
   * @param args the place of the operations in {@link Kernels#all}
   */
  public static void main(String[] args) {
    Operations operations = Kernels.all().get(Integer.parseInt(args[0]));
    try (Kernel kernel = new Kernel(operations, 2, 48 << 10)) {
      System.out.println(bytes(kernel));
    }
  }

  /** This thread steps aside for the compiler, which a busy machine lets wait. */
  private static long bytes(Kernel kernel) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    OperatingSystemMXBean processors =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Problem problem = Problem.of(70, 150, 15, 0.1, Weighting.NONE, 1);
    FusedPass pass = new FusedPass(kernel, problem.cells(), 15, false);
    Rmsprop settings = Rmsprop.of(1e-3, 0.9, 0.9, 1e-7);
    Descent descent =
        new Descent(pass, problem.factors(), settings, new float[70], new float[150], 0.1f);
    long self = Thread.currentThread().getId();
    long allocated;
    do {
      for (int step = 0; step < 500; step++) {
        descent.step();
      }
      LockSupport.parkNanos(20_000_000);
      long before = threads.getThreadAllocatedBytes(self);
      for (int step = 0; step < 100; step++) {
        descent.step();
      }
      allocated = threads.getThreadAllocatedBytes(self) - before;
    } while (allocated > 1000 && processors.getProcessCpuTime() < NANOS);
    return allocated;
  }
}
