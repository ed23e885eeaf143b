package io.github.lanefactor.cli;

import io.github.lanefactor.eval.Bootstrap;
import io.github.lanefactor.eval.Breakdown;
import io.github.lanefactor.eval.Comparison;
import io.github.lanefactor.eval.CountRange;
import io.github.lanefactor.eval.Evaluation;
import io.github.lanefactor.eval.Interval;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code evaluate} prints for people: tables of columns, the model's first. */
final class EvaluationTables {
  static final String MODEL = "model";

  private final Map<String, Measured> columns;
  private final Bootstrap bootstrap;
  private final PrintWriter out;

  /**
   * @param columns what was measured, by name; the model's first
   * @param bootstrap draws the intervals
   */
  EvaluationTables(Map<String, Measured> columns, Bootstrap bootstrap, PrintWriter out) {
    this.columns = columns;
    this.bootstrap = bootstrap;
    this.out = out;
  }

  /** A row for each metric, a column for each scorer. */
  void metrics(boolean withIntervals) {
    Map<String, Evaluation> means = new LinkedHashMap<>();
    Map<String, Map<String, Interval>> intervals = new LinkedHashMap<>();
    columns.forEach(
        (name, column) -> {
          means.put(name, column.mean());
          intervals.put(name, withIntervals ? column.intervals(bootstrap) : Map.of());
        });
    List<String> header = new ArrayList<>(List.of(""));
    means.keySet().forEach(name -> header.add(shown(name) + (withIntervals ? " (95 %)" : "")));
    Table table = new Table().row(header);
    for (String metric : means.get(MODEL).metrics().keySet()) {
      List<String> row = new ArrayList<>(List.of(Text.metric(metric)));
      means.forEach(
          (name, mean) -> {
            Double value = mean.metrics().get(metric);
            String shown = value == null ? "" : Text.fixed(value, decimals(metric));
            Interval interval = intervals.get(name).get(metric);
            row.add(interval == null ? shown : shown + " [" + ends(interval, false) + "]");
          });
      table.row(row);
    }
    table.print(out);
  }

  /** How the model differs from another column, metric by metric. */
  void differences(String other) {
    Table table =
        new Table()
            .row(
                List.of(
                    "model less " + shown(other),
                    "difference (95 %)",
                    "users better off",
                    "worse off"));
    columns
        .get(MODEL)
        .compare(columns.get(other), bootstrap)
        .forEach(
            (metric, c) -> {
              boolean good = !metric.startsWith("novelty"); // more of it is not always better
              table.row(
                  List.of(
                      Text.metric(metric),
                      difference(c),
                      good ? Text.percent(c.better()) : "",
                      good ? Text.percent(c.worse()) : ""));
            });
    out.println();
    table.print(out);
  }

  /** One metric by group of users. */
  void userGroups(Groups groups) {
    String metric = groups.metric();
    Map<String, Map<CountRange, List<Breakdown>>> users = groups.ofUsers(columns);
    Map<CountRange, List<Breakdown>> ours = users.get(MODEL);
    List<String> others = users.keySet().stream().filter(name -> !name.equals(MODEL)).toList();
    List<String> header = new ArrayList<>(List.of("training ratings", "users"));
    users.keySet().forEach(name -> header.add(shown(name)));
    others.forEach(name -> header.add("model less " + shown(name) + " (95 %)"));
    Table table = new Table().row(header);
    for (CountRange range : ours.keySet()) {
      List<String> row = new ArrayList<>();
      row.add(range.toString());
      row.add(Text.fixed(groups.size(ours.get(range)), 0));
      for (Map<CountRange, List<Breakdown>> column : users.values()) {
        row.add(Text.fixed(Groups.means(column.get(range)).get(metric), 4));
      }
      for (String name : others) {
        List<Breakdown> theirs = users.get(name).get(range);
        row.add(difference(bootstrap.compare(ours.get(range), theirs).get(metric)));
      }
      table.row(row);
    }
    out.println();
    out.println(Text.metric(metric) + " of users, by their number of training ratings:");
    table.print(out);
  }

  /** Metrics by group of items, a table for each. */
  void itemGroups(Groups groups) {
    Map<String, Map<CountRange, List<Breakdown>>> items = groups.ofItems(columns);
    Map<CountRange, List<Breakdown>> ours = items.get(MODEL);
    for (String metric : groups.itemMetrics()) {
      List<String> header = new ArrayList<>(List.of("training ratings", "items"));
      items.keySet().forEach(name -> header.add(shown(name)));
      Table table = new Table().row(header);
      for (CountRange range : ours.keySet()) {
        List<String> row = new ArrayList<>();
        row.add(range.toString());
        row.add(Text.fixed(groups.size(ours.get(range)), 0));
        for (Map<CountRange, List<Breakdown>> column : items.values()) {
          double value = Groups.means(column.get(range)).get(metric);
          row.add(Double.isNaN(value) ? "" : Text.fixed(value, 4));
        }
        table.row(row);
      }
      out.println();
      out.println(title(metric) + ", by their number of training ratings:");
      table.print(out);
    }
  }

  /** How people write the name of a column. */
  private static String shown(String column) {
    return column.replace('_', ' ');
  }

  private static String title(String metric) {
    return metric.startsWith("shown")
        ? "The share of lists that an item is in"
        : Text.metric(metric) + " of items";
  }

  private static String difference(Comparison c) {
    return signed(c.difference()) + " [" + ends(c.interval(), true) + "]";
  }

  private static String ends(Interval interval, boolean signed) {
    return signed
        ? signed(interval.low()) + ", " + signed(interval.high())
        : Text.fixed(interval.low(), 4) + ", " + Text.fixed(interval.high(), 4);
  }

  private static String signed(double value) {
    String shown = Text.fixed(value, 4);
    return shown.startsWith("-") || shown.matches("[0.]+") ? shown : "+" + shown;
  }

  private static int decimals(String metric) {
    return switch (metric) {
      case "users" -> 0;
      case "seconds" -> 2;
      default -> 4;
    };
  }
}
