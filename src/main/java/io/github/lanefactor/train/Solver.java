package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import java.util.List;

/** A method that lowers the loss one step (or sweep) at a time. */
interface Solver extends AutoCloseable {
  /**
   * One step.
   *
   * @return the loss before it, as {@link #loss()} would have given it
   */
  double step();

  /** The loss at the current weights: the mean of weight times squared error, without L2. */
  double loss();

  /** L2 at the weights whose loss was computed last, over the same number of cells. */
  double held();

  /** Copies the current weights out. */
  void store(Factors out);

  /** Copies of all that the next step depends on, each in the shape of weights; weights first. */
  List<Factors> save();

  /** Goes on from what {@link #save} gave, if this solver started from those weights. */
  void restore(List<Factors> saved);

  /** Ends it. */
  @Override
  default void close() {}
}
