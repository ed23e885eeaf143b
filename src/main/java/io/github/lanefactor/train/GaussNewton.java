package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.NewtonPrior;
import io.github.lanefactor.kernel.NewtonSweep;
import io.github.lanefactor.objective.Ridge;
import java.util.List;

/**
 * Block Gauss-Newton: in a sweep every user, then every item, takes one damped Newton step on its
 * factors and bias while the other side stays fixed. See {@code docs/solver.md}.
 */
final class GaussNewton implements Solver {
  private final Factors factors;
  private final Halves halves;
  private final NewtonSweep.Pull userPull;
  private final NewtonSweep.Pull itemPull;
  private final NewtonPrior userPrior;
  private final NewtonPrior itemPrior;
  private final Ridge ridge;
  private final double count;
  private double held;

  /** Where the halves of a sweep are computed. */
  @FunctionalInterface
  interface Where {
    /**
     * @param factors the weights, which the halves move
     */
    Halves at(
        Kernel kernel,
        Cells cells,
        Factors factors,
        NewtonSweep.Pull userPull,
        NewtonSweep.Pull itemPull);
  }

  /**
   * Starts from a copy of {@code start}.
   *
   * @param where who computes the halves of a sweep
   * @param userPrior what L2 pulls the users to; null for 0
   * @param itemPrior what L2 pulls the items to; null for 0
   */
  GaussNewton(
      Where where,
      Kernel kernel,
      Cells cells,
      Factors start,
      Ridge ridge,
      NewtonPrior userPrior,
      NewtonPrior itemPrior) {
    this.factors = start.copy();
    this.userPrior = userPrior;
    this.itemPrior = itemPrior;
    this.ridge = ridge;
    this.userPull = pull(ridge.users(), ridge.biasShare(), userPrior);
    this.itemPull = pull(ridge.items(), ridge.biasShare(), itemPrior);
    this.count = cells.counted();
    this.halves = where.at(kernel, cells, factors, userPull, itemPull);
  }

  @Override
  public double step() {
    double loss = users(true);
    halves.items();
    return loss;
  }

  @Override
  public double loss() {
    return users(false);
  }

  /** The users' half of a sweep; returns the loss before it. */
  private double users(boolean move) {
    double ofUsers = held(userPrior, userPull, factors.u, factors.bu);
    held = (ofUsers + held(itemPrior, itemPull, factors.m, factors.bm)) / count;
    return halves.users(move) / count;
  }

  /** Fits the prior of one side, and returns Σ ρ‖θ − mean‖² with what holds the prior itself. */
  private double held(NewtonPrior prior, NewtonSweep.Pull pull, float[] numbers, float[] bias) {
    if (prior != null) {
      prior.fit(numbers, bias);
    }
    int k = factors.factors;
    float[] mean = pull.mean();
    double sum = 0;
    for (int row = 0; row < bias.length; row++) {
      double square = 0;
      for (int l = 0; l < k; l++) {
        double apart = numbers[row * k + l] - (mean == null ? 0 : mean[row * (k + 1) + l]);
        square += apart * apart;
      }
      double apart = bias[row] - (mean == null ? 0 : mean[row * (k + 1) + k]);
      sum += pull.ridge()[row] * square + pull.biasRidge()[row] * apart * apart;
    }
    return prior == null ? sum : sum + prior.penalty(ridge.biasShare());
  }

  @Override
  public double held() {
    return held;
  }

  @Override
  public void store(Factors out) {
    factors.copyTo(out);
  }

  @Override
  public List<Factors> save() {
    return List.of(factors.copy());
  }

  @Override
  public void restore(List<Factors> saved) {
    // The weights it started from are all that it needs.
  }

  @Override
  public void close() {
    halves.close();
  }

  private static NewtonSweep.Pull pull(float[] ridge, float biasShare, NewtonPrior prior) {
    float[] ofBias = new float[ridge.length];
    for (int i = 0; i < ridge.length; i++) {
      ofBias[i] = ridge[i] * biasShare;
    }
    return new NewtonSweep.Pull(ridge, ofBias, prior == null ? null : prior.mean());
  }
}
