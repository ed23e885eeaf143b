package io.github.lanefactor.kernel;

import io.github.lanefactor.cli.BenchShape;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/** The users' half of a Gauss-Newton sweep, with and without the pass that it needs. */
public class SweepBenchmark extends ShapeBenchmark {
  private Cells cells;
  private Factors start;
  private Factors weights;
  private FusedPass pass;
  private NewtonSweep sweep;
  private float[] ridge;

  /** One sweep must give the same result as scalar code on one thread. */
  @Setup(Level.Trial)
  public void open() {
    BenchShape parsed = parsed();
    cells = parsed.cells();
    start = parsed.start();
    ridge = new float[cells.users()];
    Arrays.fill(ridge, 0.1f);
    use(Kernel.open(KernelChoice.SCALAR, 1));
    passAndSweep();
    Factors expected = weights;
    kernel.close();
    use(opened());
    passAndSweep();
    Check.same(expected, weights);
  }

  private void use(Kernel opened) {
    kernel = opened;
    int k = start.factors;
    pass = new FusedPass(kernel, cells, k, true);
    sweep = new NewtonSweep(kernel, Math.max(cells.users(), cells.items()), k);
    weights = start.copy();
  }

  /** The sweep alone, on the gradients of the last pass. */
  @Benchmark
  public double sweep() {
    start.copyTo(weights);
    return sweep.run(
        true,
        cells,
        weights.u,
        weights.bu,
        weights.m,
        weights.bm,
        weights.bg,
        pass.userSums().side(sweep.common(pass::itemCurvature, weights.m, weights.items)),
        new NewtonSweep.Pull(ridge, ridge, null),
        0.01f);
  }

  /** Pass and sweep. */
  @Benchmark
  public double passAndSweep() {
    pass.load(start);
    return pass.run(FusedPass.Gradients.USERS) + sweep();
  }
}
