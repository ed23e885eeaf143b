package io.github.lanefactor.train;

import io.github.lanefactor.model.FactorModel;
import java.util.List;

/**
 * What a training gives.
 *
 * @param model the trained model
 * @param history the loss along the way, first to last
 * @param ending why it ended, in a few words
 * @param seconds how long the training took, start-up and loading apart
 */
public record Training(FactorModel model, List<Point> history, String ending, double seconds) {
  /** Copies the history. */
  public Training {
    history = List.copyOf(history);
  }

  /**
   * One point of the loss curve.
   *
   * @param step the step (or sweep), from 0
   * @param loss the loss before that step's update
   * @param seconds since the training began
   */
  public record Point(int step, double loss, double seconds) {}

  /** Told how a training goes on. Called on the thread that trains. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param point the newest point
     * @param logged whether it belongs to the history; the others only show that work goes on
     * @param steps the number of steps at most
     */
    void at(Point point, boolean logged, int steps);
  }
}
