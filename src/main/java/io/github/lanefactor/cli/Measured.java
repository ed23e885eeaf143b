package io.github.lanefactor.cli;

import io.github.lanefactor.eval.Bootstrap;
import io.github.lanefactor.eval.Breakdown;
import io.github.lanefactor.eval.Comparison;
import io.github.lanefactor.eval.DetailedEvaluation;
import io.github.lanefactor.eval.Evaluation;
import io.github.lanefactor.eval.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was measured of one scorer, a column of the table: part by part, such as fold by fold. */
final class Measured {
  private final List<DetailedEvaluation> rankings = new ArrayList<>();
  private final List<DetailedEvaluation> ratings = new ArrayList<>();
  private final List<Double> seconds = new ArrayList<>();

  /** Adds the ranking of a part. */
  Measured ranking(DetailedEvaluation evaluation) {
    rankings.add(evaluation);
    return this;
  }

  /** Adds the predicted ratings of a part. */
  Measured ratings(DetailedEvaluation evaluation) {
    ratings.add(evaluation);
    return this;
  }

  /** Adds how long the training for a part took. */
  Measured seconds(double taken) {
    seconds.add(taken);
    return this;
  }

  /** Whether predicted ratings were measured. */
  boolean hasRatings() {
    return !ratings.isEmpty();
  }

  /** The means over the parts. */
  Evaluation mean() {
    Evaluation mean = new Evaluation(Map.of());
    for (List<DetailedEvaluation> parts : List.of(rankings, ratings)) {
      if (!parts.isEmpty()) {
        mean =
            mean.and(Evaluation.mean(parts.stream().map(DetailedEvaluation::evaluation).toList()));
      }
    }
    return seconds.isEmpty()
        ? mean
        : mean.with("seconds", seconds.stream().mapToDouble(s -> s).average().orElseThrow());
  }

  /** What {@link #users} and {@link #items} are about: ratings, or else the ranking. */
  private List<DetailedEvaluation> parts(boolean ofRatings) {
    return ofRatings ? ratings : rankings;
  }

  /** User by user, for each part; empty if nothing of the kind was measured. */
  List<Breakdown> users(boolean ofRatings) {
    return parts(ofRatings).stream().map(DetailedEvaluation::users).toList();
  }

  /** Item by item, for each part; empty if nothing of the kind was measured. */
  List<Breakdown> items(boolean ofRatings) {
    return parts(ofRatings).stream().map(DetailedEvaluation::items).toList();
  }

  /** An interval for each metric that is a mean over users. */
  Map<String, Interval> intervals(Bootstrap bootstrap) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (boolean ofRatings : new boolean[] {false, true}) {
      if (!parts(ofRatings).isEmpty()) {
        intervals.putAll(bootstrap.intervals(users(ofRatings)));
      }
    }
    return intervals;
  }

  /** How this differs from another, in each metric that both have. */
  Map<String, Comparison> compare(Measured other, Bootstrap bootstrap) {
    Map<String, Comparison> comparisons = new LinkedHashMap<>();
    for (boolean ofRatings : new boolean[] {false, true}) {
      if (!parts(ofRatings).isEmpty() && !other.parts(ofRatings).isEmpty()) {
        comparisons.putAll(bootstrap.compare(users(ofRatings), other.users(ofRatings)));
      }
    }
    return comparisons;
  }
}
