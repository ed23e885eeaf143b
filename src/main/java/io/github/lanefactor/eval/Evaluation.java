package io.github.lanefactor.eval;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * Measured values by name, in display order. The names are fixed, so scripts can rely on them:
 * {@code ndcg@10}, {@code precision@10}, {@code recall@10}, {@code map@10}, {@code mrr@10}, {@code
 * hit_rate@10}, {@code coverage@10}, {@code novelty@10} and {@code users} for a ranking, with the
 * cutoff after the @; {@code rmse} and {@code mae} for ratings; and whatever a caller adds, such as
 * {@code seconds}.
 *
 * @param metrics the values by name; unmodifiable
 */
public record Evaluation(Map<String, Double> metrics) {

  /** Copies the metrics, keeping their order. */
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * One value.
   *
   * @throws NoSuchElementException if there is none with this name
   */
  public double get(String name) {
    Double value = metrics.get(name);
    if (value == null) {
      throw new NoSuchElementException("no metric " + name + " among " + metrics.keySet());
    }
    return value;
  }

  /** These values with one more at the end. */
  public Evaluation with(String name, double value) {
    return and(new Evaluation(Map.of(name, value)));
  }

  /** These values and then the other's; if both have a name, the other's value wins. */
  public Evaluation and(Evaluation other) {
    Map<String, Double> joined = new LinkedHashMap<>(metrics);
    joined.putAll(other.metrics);
    return new Evaluation(joined);
  }

  /**
   * The mean of several evaluations, such as those of folds: each value is averaged.
   *
   * @param evaluations at least one, all with the same names
   * @throws IllegalArgumentException if there is none, or their names differ
   */
  public static Evaluation mean(List<Evaluation> evaluations) {
    if (evaluations.isEmpty()) {
      throw new IllegalArgumentException("expected at least one evaluation, found none");
    }
    Map<String, Double> mean = new LinkedHashMap<>(evaluations.get(0).metrics);
    for (Evaluation evaluation : evaluations.subList(1, evaluations.size())) {
      if (!evaluation.metrics.keySet().equals(mean.keySet())) {
        throw new IllegalArgumentException(
            "different metrics: " + mean.keySet() + " and " + evaluation.metrics.keySet());
      }
      evaluation.metrics.forEach((name, value) -> mean.merge(name, value, Double::sum));
    }
    mean.replaceAll((name, sum) -> sum / evaluations.size());
    return new Evaluation(mean);
  }
}
