package io.github.lanefactor.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * Metrics kept apart for each user, or for each item, so that groups of them can be looked at. Each
 * metric is a sum over users (or items) divided by a count; {@code rmse} is the root of that.
 * Immutable.
 */
public final class Breakdown {
  private final int[] numbers;
  private final Map<String, Sums> metrics;

  /**
   * @param numbers the numbers of the users or items, ascending
   * @param metrics by name, each with a value for each of {@code numbers}
   */
  Breakdown(int[] numbers, Map<String, Sums> metrics) {
    this.numbers = numbers;
    this.metrics = metrics;
  }

  /**
   * What a metric is made of.
   *
   * @param sum a value for each user or item
   * @param count what the sum of {@code sum} is divided by, for each; null for 1 each
   * @param root whether the metric is the root of the quotient
   * @param lowerIsBetter whether a lower value is the better one
   */
  record Sums(double[] sum, double[] count, boolean root, boolean lowerIsBetter) {
    /** The metric is the mean of these values. */
    static Sums mean(double[] values) {
      return new Sums(values, null, false, false);
    }

    double count(int slot) {
      return count == null ? 1 : count[slot];
    }

    double value(double sum, double count) {
      return root ? Math.sqrt(sum / count) : sum / count;
    }

    private Sums at(int[] slots) {
      return new Sums(at(sum, slots), count == null ? null : at(count, slots), root, lowerIsBetter);
    }

    private static double[] at(double[] values, int[] slots) {
      return Arrays.stream(slots).mapToDouble(slot -> values[slot]).toArray();
    }
  }

  /** How many users or items there are. */
  public int size() {
    return numbers.length;
  }

  /** The numbers of the users or items, ascending: a new array. */
  public int[] numbers() {
    return numbers.clone();
  }

  /** The names of the metrics, in display order. */
  public List<String> names() {
    return new ArrayList<>(metrics.keySet());
  }

  /** The metrics over all these users or items; NaN where the count is 0. */
  public Evaluation evaluation() {
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach(
        (name, sums) -> {
          double sum = 0;
          double count = 0;
          for (int slot = 0; slot < numbers.length; slot++) {
            sum += sums.sum[slot];
            count += sums.count(slot);
          }
          values.put(name, sums.value(sum, count));
        });
    return new Evaluation(values);
  }

  /**
   * A metric of one user or item; NaN if its count is 0.
   *
   * @throws NoSuchElementException if there is no such metric, or no such user or item here
   */
  public double value(String metric, int number) {
    int slot = Arrays.binarySearch(numbers, number);
    if (slot < 0) {
      throw new NoSuchElementException("nothing measured of number " + number);
    }
    Sums sums = sums(metric);
    return sums.value(sums.sum[slot], sums.count(slot));
  }

  /** Those users or items alone whose numbers {@code keep} accepts. */
  public Breakdown only(IntPredicate keep) {
    int[] slots = new int[numbers.length];
    int size = 0;
    for (int slot = 0; slot < numbers.length; slot++) {
      if (keep.test(numbers[slot])) {
        slots[size++] = slot;
      }
    }
    return at(Arrays.copyOf(slots, size));
  }

  /**
   * These users or items in groups, such as those with 20 to 49 ratings.
   *
   * @param count for a number, what it is grouped by, such as its ratings in training; at least 0
   */
  public SortedMap<CountRange, Breakdown> groups(IntUnaryOperator count) {
    SortedMap<CountRange, Breakdown> groups = new TreeMap<>();
    for (int number : numbers) {
      groups.computeIfAbsent(
          CountRange.of(count.applyAsInt(number)),
          range -> only(other -> range.contains(count.applyAsInt(other))));
    }
    return groups;
  }

  private Breakdown at(int[] slots) {
    Map<String, Sums> kept = new LinkedHashMap<>();
    metrics.forEach((name, sums) -> kept.put(name, sums.at(slots)));
    return new Breakdown(Arrays.stream(slots).map(slot -> numbers[slot]).toArray(), kept);
  }

  /** The parts of a metric. */
  Sums sums(String metric) {
    Sums sums = metrics.get(metric);
    if (sums == null) {
      throw new NoSuchElementException("no metric " + metric + " among " + metrics.keySet());
    }
    return sums;
  }
}
