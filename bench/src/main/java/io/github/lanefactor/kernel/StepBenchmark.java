package io.github.lanefactor.kernel;

import io.github.lanefactor.cli.BenchShape;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/** The kernel (loss and all gradients) and the whole training step. */
public class StepBenchmark extends ShapeBenchmark {
  private FusedPass pass;
  private Descent descent;

  /** Two steps must give the same result as scalar code on one thread. */
  @Setup(Level.Trial)
  public void open() {
    BenchShape parsed = parsed();
    Cells cells = parsed.cells();
    Factors start = parsed.start();
    kernel = opened();
    Factors expected = start.copy();
    double expectedLoss;
    try (Kernel twin = Kernel.open(KernelChoice.SCALAR, 1)) {
      Descent scalar = descent(new FusedPass(twin, cells, parsed.factors(), false), start);
      scalar.step();
      expectedLoss = scalar.step();
      scalar.store(expected);
    }
    Descent checked = descent(new FusedPass(kernel, cells, parsed.factors(), false), start);
    checked.step();
    Check.same(expectedLoss, checked.step(), "loss");
    Factors found = start.copy();
    checked.store(found);
    Check.same(expected, found);
    pass = new FusedPass(kernel, cells, parsed.factors(), false);
    descent = descent(pass, start);
  }

  private static Descent descent(FusedPass pass, Factors start) {
    Rmsprop seed = Rmsprop.of(1e-3, 0.9, 0.9, 1e-7);
    return new Descent(pass, start, seed, new float[start.users], new float[start.items], 0);
  }

  /** Loss and gradients. */
  @Benchmark
  public double kernel() {
    return pass.run(FusedPass.Gradients.ALL);
  }

  /** Loss, gradients and update. */
  @Benchmark
  public double step() {
    return descent.step();
  }
}
