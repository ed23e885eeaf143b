package io.github.lanefactor.cli;

import static io.github.lanefactor.cli.EvaluationTables.MODEL;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.eval.Bootstrap;
import io.github.lanefactor.eval.Breakdown;
import io.github.lanefactor.eval.Comparison;
import io.github.lanefactor.eval.CountRange;
import io.github.lanefactor.eval.Interval;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code evaluate --json} prints.
 *
 * @param columns what was measured, by name; the model's first
 * @param bootstrap draws the intervals
 * @param intervals whether to print those of the metrics
 * @param compared the columns that the model is compared with
 * @param groups groups of users and items, if asked for
 */
record EvaluationJson(
    Map<String, Measured> columns,
    Bootstrap bootstrap,
    boolean intervals,
    List<String> compared,
    Optional<Groups> groups) {

  /**
   * Writes one object: the model's metrics, then an object for each other column.
   *
   * @param against the options of the second model; null if there is none
   */
  void write(JsonWriter writer, String data, String against) throws IOException {
    writer.beginObject();
    writer.name("data").value(data);
    for (Map.Entry<String, Measured> column : columns.entrySet()) {
      boolean other = !column.getKey().equals(MODEL);
      if (other) {
        writer.name(column.getKey()).beginObject();
      }
      if (column.getKey().equals(Evaluate.AGAINST)) {
        writer.name("options").value(against);
      }
      metrics(writer, column.getValue().mean().metrics());
      if (intervals) {
        writer.name("intervals").beginObject();
        for (Map.Entry<String, Interval> metric :
            column.getValue().intervals(bootstrap).entrySet()) {
          interval(writer, metric.getKey(), metric.getValue());
        }
        writer.endObject();
      }
      if (other) {
        writer.endObject();
      }
    }
    if (!compared.isEmpty()) {
      writer.name("differences").beginObject();
      for (String other : compared) {
        writer.name(other).beginObject();
        comparisons(writer, columns.get(MODEL).compare(columns.get(other), bootstrap));
        writer.endObject();
      }
      writer.endObject();
    }
    if (groups.isPresent()) {
      writer.name("groups").beginObject();
      groups(writer, "users", groups.get().ofUsers(columns), true);
      groups(writer, "items", groups.get().ofItems(columns), false);
      writer.endObject();
    }
    writer.endObject();
  }

  /** An array with an object for each group. */
  private void groups(
      JsonWriter writer,
      String kind,
      Map<String, Map<CountRange, List<Breakdown>>> columns,
      boolean compare)
      throws IOException {
    Map<CountRange, List<Breakdown>> ours = columns.get(MODEL);
    writer.name(kind).beginArray();
    for (CountRange range : ours.keySet()) {
      writer.beginObject();
      writer.name("ratings").beginArray().value(range.least()).value(range.most()).endArray();
      writer.name(kind).value(groups.orElseThrow().size(ours.get(range)));
      for (String name : columns.keySet()) {
        writer.name(name).beginObject();
        metrics(writer, Groups.means(columns.get(name).get(range)));
        writer.endObject();
      }
      if (compare) {
        writer.name("differences").beginObject();
        for (String name : columns.keySet()) {
          if (!name.equals(MODEL)) {
            writer.name(name).beginObject();
            comparisons(writer, bootstrap.compare(ours.get(range), columns.get(name).get(range)));
            writer.endObject();
          }
        }
        writer.endObject();
      }
      writer.endObject();
    }
    writer.endArray();
  }

  private static void comparisons(JsonWriter writer, Map<String, Comparison> comparisons)
      throws IOException {
    for (Map.Entry<String, Comparison> metric : comparisons.entrySet()) {
      Comparison c = metric.getValue();
      writer.name(metric.getKey()).beginObject();
      writer.name("difference").value(c.difference());
      interval(writer, "interval", c.interval());
      writer.name("better").value(c.better());
      writer.name("worse").value(c.worse());
      writer.endObject();
    }
  }

  private static void interval(JsonWriter writer, String name, Interval interval)
      throws IOException {
    writer.name(name).beginArray().value(interval.low()).value(interval.high()).endArray();
  }

  /** A value that is not a number, of a group that nothing was measured of, is null. */
  private static void metrics(JsonWriter writer, Map<String, Double> values) throws IOException {
    for (Map.Entry<String, Double> metric : values.entrySet()) {
      writer.name(metric.getKey());
      if (Double.isNaN(metric.getValue())) {
        writer.nullValue();
      } else {
        writer.value(metric.getValue());
      }
    }
  }
}
