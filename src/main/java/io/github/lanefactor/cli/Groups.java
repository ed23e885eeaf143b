package io.github.lanefactor.cli;

import io.github.lanefactor.eval.Breakdown;
import io.github.lanefactor.eval.CountRange;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.ratings.Ratings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/** Users and items in groups by their numbers of training ratings. */
final class Groups {
  private final List<Split> parts;
  private final boolean ofRatings;

  /**
   * @param parts what was measured on, such as folds
   * @param ofRatings whether they are compared by predicted ratings, or else by the ranking
   */
  Groups(List<Split> parts, boolean ofRatings) {
    this.parts = parts;
    this.ofRatings = ofRatings;
  }

  /** What users are compared by. */
  String metric() {
    return ofRatings ? "rmse" : "ndcg@10";
  }

  /** What items are compared by. */
  List<String> itemMetrics() {
    return ofRatings ? List.of("rmse") : List.of("recall@10", "shown@10");
  }

  /**
   * The users' groups in each column that has the metric: in each part that has any of them, a
   * breakdown.
   */
  Map<String, Map<CountRange, List<Breakdown>>> ofUsers(Map<String, Measured> columns) {
    Map<String, Map<CountRange, List<Breakdown>>> groups = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          List<Breakdown> users = column.users(ofRatings);
          if (!users.isEmpty()) {
            groups.put(name, new TreeMap<>());
            for (int part = 0; part < users.size(); part++) {
              Ratings train = parts.get(part).train();
              add(groups.get(name), users.get(part), u -> train.start(u + 1) - train.start(u));
            }
          }
        });
    return groups;
  }

  /** The items' groups, as {@link #ofUsers}. */
  Map<String, Map<CountRange, List<Breakdown>>> ofItems(Map<String, Measured> columns) {
    Map<String, Map<CountRange, List<Breakdown>>> groups = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          List<Breakdown> items = column.items(ofRatings);
          if (!items.isEmpty()) {
            groups.put(name, new TreeMap<>());
            for (int part = 0; part < items.size(); part++) {
              int[] counts = parts.get(part).train().itemCounts();
              add(groups.get(name), items.get(part), i -> counts[i]);
            }
          }
        });
    return groups;
  }

  private static void add(
      Map<CountRange, List<Breakdown>> groups, Breakdown part, IntUnaryOperator count) {
    part.groups(count)
        .forEach(
            (range, group) -> groups.computeIfAbsent(range, r -> new ArrayList<>()).add(group));
  }

  /** How many are in a group, as a mean over all parts. */
  double size(List<Breakdown> group) {
    return group.stream().mapToDouble(Breakdown::size).sum() / parts.size();
  }

  /** Each metric's mean over the parts where it has a value; NaN if it has none anywhere. */
  static Map<String, Double> means(List<Breakdown> group) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (String metric : group.get(0).names()) {
      double mean =
          group.stream()
              .mapToDouble(part -> part.evaluation().get(metric))
              .filter(value -> !Double.isNaN(value))
              .average()
              .orElse(Double.NaN);
      means.put(metric, mean);
    }
    return means;
  }
}
