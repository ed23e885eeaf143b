package io.github.lanefactor.kernel;

import io.github.lanefactor.BenchShape;
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

/** The kernel (loss and all gradients) and the whole training step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class StepBenchmark {
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
  private FusedPass pass;
  private Descent descent;

  /** Two steps must give what scalar code gives on one thread. */
  @Setup(Level.Trial)
  public void open() {
    BenchShape parsed = BenchShape.parse(shape);
    Cells cells = parsed.cells();
    Factors start = parsed.start();
    kernel = Kernel.open(KernelChoice.valueOf(code.toUpperCase(Locale.ROOT)), threads);
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
    return new Descent(pass, start, seed, new float[pass.n], new float[pass.m], 0);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    kernel.close();
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
