package io.github.lanefactor.train;

import io.github.lanefactor.model.FactorModel;
import java.util.List;

/**
 * What a training gives.
 *
 * @param model the trained model
 * @param history the loss along the way, first to last
 * @param ending why it ended
 * @param seconds how long the training took, start-up and loading apart
 */
public record Training(FactorModel model, List<Point> history, Ending ending, double seconds) {
  /** Copies the history. */
  public Training {
    history = List.copyOf(history);
  }

  /**
   * Why a training ended.
   *
   * @param kind the kind of ending
   * @param description the same in a few words, for people
   */
  public record Ending(Kind kind, String description) {
    /** The kinds of endings. */
    public enum Kind {
      /** All steps were taken. */
      DONE,
      /** The loss fell below the target. */
      TARGET_REACHED,
      /** The loss hardly fell any more. */
      STALLED,
      /** The quality on held-out ratings stopped improving. */
      NO_BETTER,
      /** The listener or an interrupt ended it; the model is the last good one. */
      CANCELLED,
      /** The loss stopped being finite; the model is the last good one. */
      DIVERGED
    }

    @Override
    public String toString() {
      return description;
    }
  }

  /**
   * One point of the loss curve.
   *
   * @param step the step (or sweep), from 0
   * @param loss the loss before that step's update
   * @param seconds since the training began
   */
  public record Point(int step, double loss, double seconds) {}

  /** Follows a training. Called on the thread that trains. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param point the newest point
     * @param logged whether it belongs to the history; other points only show progress
     * @param steps the number of steps at most
     * @return false to end the training here
     */
    boolean at(Point point, boolean logged, int steps);
  }
}
