package io.github.lanefactor.kernel;

import io.github.lanefactor.cli.BenchShape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The naive version of the kernel: plain loops over all cells, in double precision. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class NaiveBenchmark {
  /** Users x items x factors @ density. */
  @Param({"862x2500x15@0.12", "610x9742x15@0.017", "6040x3706x15@0.045"})
  public String shape;

  private Cells cells;
  private Factors weights;

  /** The scalar kernel must give the same loss and gradients, up to rounding. */
  @Setup(Level.Trial)
  public void open() {
    BenchShape parsed = BenchShape.parse(shape);
    int k = parsed.factors();
    cells = parsed.cells();
    weights = parsed.start();
    NaiveGradients naive = new NaiveGradients(cells, weights);
    try (Kernel scalar = Kernel.open(KernelChoice.SCALAR, 2)) {
      FusedPass pass = new FusedPass(scalar, cells, k, false);
      pass.load(weights);
      double loss = pass.run(FusedPass.Gradients.ALL);
      Check.near(naive.loss, loss, 1e-5 * naive.loss, "loss");
      for (int i = 0; i < cells.users(); i++) {
        Check.near(naive.bu[i], pass.userGradient(i, k), 1e-5 * cells.items(), "bu " + i);
        Check.near(naive.u[i * k], pass.userGradient(i, 0), 1e-5 * cells.items(), "U " + i);
      }
      for (int j = 0; j < cells.items(); j++) {
        Check.near(naive.bm[j], pass.itemGradient(j, k), 1e-5 * cells.users(), "bm " + j);
        Check.near(naive.m[j * k], pass.itemGradient(j, 0), 1e-5 * cells.users(), "M " + j);
      }
    }
  }

  /** Loss and gradients. */
  @Benchmark
  public double kernel() {
    return new NaiveGradients(cells, weights).loss;
  }
}
