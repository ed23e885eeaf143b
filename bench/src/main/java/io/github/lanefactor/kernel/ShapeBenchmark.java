package io.github.lanefactor.kernel;

import io.github.lanefactor.cli.BenchShape;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Base of the benchmarks at the shapes that matter, with either code, on one and two threads. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class ShapeBenchmark {
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

  /** The kernel to run; closed at the end. */
  protected Kernel kernel;

  /** The shape's sizes and made-up cells. */
  BenchShape parsed() {
    return BenchShape.parse(shape);
  }

  /** A kernel with the requested code and threads. */
  Kernel opened() {
    return Kernel.open(KernelChoice.of(code), threads);
  }

  /** Ends the threads. */
  @TearDown
  public void close() {
    kernel.close();
  }
}
