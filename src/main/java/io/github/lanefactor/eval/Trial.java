package io.github.lanefactor.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One combination of settings that a {@link Tuner} tried.
 *
 * @param number its number, from 0, in the order the combinations were drawn
 * @param settings the settings by name; unmodifiable
 * @param scores its score on each split; NaN if the training diverged
 * @param seconds the total time of its trainings and measurements
 */
public record Trial(int number, Map<String, Double> settings, List<Double> scores, double seconds) {

  /** Copies the settings, keeping their order, and the scores. */
  public Trial {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    scores = List.copyOf(scores);
  }

  /** The mean of the scores; NaN if a training diverged or there are no scores. */
  public double score() {
    return scores.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  /** This trial after one more split. */
  Trial and(double score, double moreSeconds) {
    List<Double> more = new ArrayList<>(scores);
    more.add(score);
    return new Trial(number, settings, more, seconds + moreSeconds);
  }
}
