package io.github.lanefactor.cli;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Descent;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.FmaPeak;
import io.github.lanefactor.kernel.FusedPass;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.kernel.Rmsprop;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Checks;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Times a step of the seed recipe on made-up ratings of a given shape, on this machine. Step,
 * kernel and peak are measured in turns, so that all three see the same machine.
 *
 * <pre>{@code
 * StepTimer.Result result = new StepTimer().users(610).items(9742).density(0.017).run();
 * }</pre>
 */
public final class StepTimer {
  /** How long each of the three runs before the next has its turn, in seconds. */
  private static final double TURN = 0.02;

  /** The least warm-up in seconds, for C2 to finish; the share below applies if it is longer. */
  private static final double WARM_UP = 1.5;

  private static final double WARM_UP_SHARE = 0.2;

  private int users = 862;
  private int items = 2500;
  private double density = 0.12;
  private int factors = 15;
  private int threads = Runtime.getRuntime().availableProcessors();
  private double seconds = 5;
  private KernelChoice kernel = KernelChoice.AUTO;
  private Consumer<String> listener = stage -> {};

  /** A timer of 862 users, 2500 items and 15 factors, with 12 % of the cells rated. */
  public StepTimer() {}

  /** n, the number of users, ≥ 1. 862 unless set. */
  public StepTimer users(int users) {
    this.users = Checks.atLeast("users", users, 1);
    return this;
  }

  /** m, the number of items, ≥ 1. 2500 unless set. */
  public StepTimer items(int items) {
    this.items = Checks.atLeast("items", items, 1);
    return this;
  }

  /** The share of the n·m cells that are rated, from 0 to 1. 0.12 unless set. */
  public StepTimer density(double density) {
    this.density = Checks.within("density", density, 0, 1);
    return this;
  }

  /** k, the number of factors, ≥ 1. 15 unless set. */
  public StepTimer factors(int factors) {
    this.factors = Checks.atLeast("factors", factors, 1);
    return this;
  }

  /** How many threads work, ≥ 1. As many as there are processors unless set. */
  public StepTimer threads(int threads) {
    this.threads = Checks.atLeast("threads", threads, 1);
    return this;
  }

  /** How long to measure after the warm-up, from 0.1 to 3600 seconds. 5 unless set. */
  public StepTimer seconds(double seconds) {
    this.seconds = Checks.within("seconds", seconds, 0.1, 3600);
    return this;
  }

  /** The code to run on: "auto", "vector" or "scalar". */
  public StepTimer kernel(String kernel) {
    this.kernel = Checks.kernel(kernel);
    return this;
  }

  /** Called when a stage begins, with its name: making ratings, warming up, measuring. */
  public StepTimer listener(Consumer<String> listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Measures.
   *
   * @throws InputException if the shape is too large for Java's arrays
   * @throws IllegalStateException if the vector kernel is asked for and cannot run here
   */
  public Result run() {
    double numbers = ((double) users + items) * (factors + 1);
    if (numbers > 1e9 || (double) users * items * density > 1e9) {
      throw new InputException("expected at most a billion weights and a billion ratings");
    }
    try (Kernel opened = Checks.open(kernel, threads)) {
      listener.accept("making ratings");
      Cells cells = SyntheticCells.of(users, items, density);
      Factors start = SyntheticCells.factors(users, items, factors);
      FusedPass pass = new FusedPass(opened, cells, factors, false);
      Rmsprop settings = Rmsprop.of(1e-3, 0.9, 0.9, 1e-7);
      Descent descent = new Descent(pass, start, settings, new float[users], new float[items], 0);
      return measure(opened, descent);
    }
  }

  private Result measure(Kernel opened, Descent descent) {
    FmaPeak peak = new FmaPeak(opened);
    Times steps = new Times(descent::step);
    Times kernels = new Times(descent::loss);
    Times peaks = new Times(peak::measure);
    double warmUp = Math.max(WARM_UP, WARM_UP_SHARE * seconds);
    listener.accept("warming up");
    takeTurns(warmUp, steps, kernels, peaks);
    for (Times times : new Times[] {steps, kernels, peaks}) {
      times.forget();
    }
    listener.accept("measuring");
    takeTurns(seconds, steps, kernels, peaks);
    return result(opened, steps.median() * 1e3, kernels.median() * 1e3, peaks.largestResult());
  }

  /** The figures that follow from the measured ones. */
  Result result(Kernel kernel, double msPerStep, double msKernel, double peakGflops) {
    double gflops = 6.0 * users * items * factors / msKernel * 1e-6;
    return new Result(
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        CpuName.find(),
        kernel.name(),
        kernel.vectorBits(),
        users,
        items,
        density,
        factors,
        threads,
        msPerStep,
        msKernel,
        gflops,
        peakGflops,
        gflops / peakGflops);
  }

  private static void takeTurns(double seconds, Times... all) {
    long end = System.nanoTime() + (long) (seconds * 1e9);
    do {
      for (Times times : all) {
        times.turn(TURN);
      }
    } while (System.nanoTime() < end);
  }

  /** How long something takes, over and over. */
  private static final class Times {
    private final DoubleSupplier what;
    private double[] seconds = new double[1024];
    private int size;
    private double largestResult;

    Times(DoubleSupplier what) {
      this.what = what;
    }

    /** Does it until the turn is over, at least once. */
    void turn(double turn) {
      long begin = System.nanoTime();
      long last = begin;
      do {
        largestResult = Math.max(largestResult, what.getAsDouble());
        long now = System.nanoTime();
        if (size == seconds.length) {
          seconds = Arrays.copyOf(seconds, 2 * size);
        }
        seconds[size++] = (now - last) * 1e-9;
        last = now;
      } while ((last - begin) * 1e-9 < turn);
    }

    void forget() {
      size = 0;
      largestResult = 0;
    }

    double median() {
      double[] sorted = Arrays.copyOf(seconds, size);
      Arrays.sort(sorted);
      return (sorted[(size - 1) / 2] + sorted[size / 2]) / 2;
    }

    double largestResult() {
      return largestResult;
    }
  }

  /**
   * What was measured.
   *
   * @param jvm name and version of the JVM
   * @param cpu name of the processor
   * @param kernel "vector" or "scalar"
   * @param vectorBits the width of its vectors; 0 for scalar code
   * @param users n
   * @param items m
   * @param density the share of cells that are rated
   * @param factors k
   * @param threads how many threads worked
   * @param msPerStep median milliseconds of a whole training step: loss, gradients and update
   * @param msKernel median milliseconds of loss and gradients alone
   * @param gflops 10⁹ operations a second in that: 6·n·m·k of them
   * @param peakGflops the most that multiply-adds alone reached on the same threads meanwhile
   * @param peakShare {@code gflops} over {@code peakGflops}
   */
  public record Result(
      String jvm,
      String cpu,
      String kernel,
      int vectorBits,
      int users,
      int items,
      double density,
      int factors,
      int threads,
      double msPerStep,
      double msKernel,
      double gflops,
      double peakGflops,
      double peakShare) {}
}
