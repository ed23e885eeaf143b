package io.github.lanefactor.kernel;

import io.github.lanefactor.BenchShape;
import java.util.Arrays;
import java.util.Locale;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The users' half of a Gauss-Newton sweep, with and without the pass that it needs. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SweepBenchmark {
  /** Users x items x factors @ density. */
  @Param({
    "862x2500x15@0.12",
    "610x9742x15@0.017",
    "6040x3706x15@0.045",
    "6040x3706x32@0.045",
    "6040x3706x64@0.045"
  })
  public String shape;

  /** Which code. */
  @Param({"vector", "scalar"})
  public String code;

  /** How many threads work. */
  @Param({"1", "2"})
  public int threads;

  private Kernel kernel;
  private Cells cells;
  private Factors start;
  private Factors weights;
  private FusedPass pass;
  private NewtonSweep sweep;
  private NewtonSweep.Side side;
  private float[] ridge;

  /** One sweep must give what scalar code gives on one thread. */
  @Setup(Level.Trial)
  public void open() {
    BenchShape parsed = BenchShape.parse(shape);
    cells = parsed.cells();
    start = parsed.start();
    side =
        new NewtonSweep.Side(
            cells.users(), cells.start(), cells.item(), cells.target(), cells.weight());
    ridge = new float[cells.users()];
    Arrays.fill(ridge, 0.1f);
    use(Kernel.open(KernelChoice.SCALAR, 1));
    passAndSweep();
    Factors expected = weights;
    kernel.close();
    use(Kernel.open(KernelChoice.valueOf(code.toUpperCase(Locale.ROOT)), threads));
    passAndSweep();
    Check.same(expected, weights);
  }

  private void use(Kernel opened) {
    kernel = opened;
    int k = start.factors;
    pass = new FusedPass(kernel, cells, k, true);
    sweep = new NewtonSweep(kernel, Math.max(cells.users(), cells.items()), k, cells.items());
    weights = start.copy();
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    kernel.close();
  }

  /** The sweep alone, on the gradients of the last pass. */
  @Benchmark
  public double sweep() {
    start.copyTo(weights);
    return sweep.run(
        true,
        side,
        weights.u,
        weights.bu,
        weights.m,
        weights.bm,
        weights.bg,
        pass.userSide(),
        cells.missingWeight(),
        ridge,
        ridge,
        0.01f);
  }

  /** Pass and sweep. */
  @Benchmark
  public double passAndSweep() {
    pass.load(start);
    return pass.run(FusedPass.Gradients.USERS) + sweep();
  }
}
