package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Factors;
import java.util.List;

/**
 * Where a training stands between two steps: all that it takes to go on as if nothing had happened.
 *
 * @param step the step that comes next
 * @param seconds since the training began
 * @param solver what {@link Solver#save} gave
 * @param history the loss so far
 * @param objective loss and L2 before the last step
 * @param kept the weights to keep if the training ended here
 */
record Checkpoint(
    int step,
    double seconds,
    List<Factors> solver,
    List<Training.Point> history,
    double objective,
    Kept kept) {
  Checkpoint {
    solver = List.copyOf(solver);
    history = List.copyOf(history);
  }

  /**
   * The best weights so far.
   *
   * @param weights the weights
   * @param step the step before which they were the current ones
   * @param objective their loss and L2
   * @param quality their quality by {@link Trainer#keepBest}
   * @param looksSince how often the quality was measured since
   */
  record Kept(Factors weights, int step, double objective, double quality, int looksSince) {}
}
