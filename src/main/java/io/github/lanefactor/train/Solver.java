package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;

/** A method that lowers the loss one step (or sweep) at a time. */
interface Solver {
  /**
   * One step.
   *
   * @return the loss before it, as {@link #loss()} would have given it
   */
  double step();

  /** The loss at the current weights: the mean of weight times squared error, without L2. */
  double loss();

  /** Copies the current weights out. */
  void store(Factors out);
}
