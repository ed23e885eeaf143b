package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.support.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far chance moves a metric: 95 % confidence intervals by the percentile bootstrap over users
 * (Efron 1979). As many users as there are get drawn with replacement, 999 times over; the interval
 * runs from the 25th to the 975th of the values that result.
 *
 * <p>Methods take a list of breakdowns by user, one per part of a split (one only for a holdout,
 * one per fold); a value is the mean over the parts. A user is drawn with all their parts. The same
 * seed gives the same intervals.
 */
public final class Bootstrap {
  private static final double TAIL = 0.025;

  private final long seed;
  private int resamples = 999;

  /**
   * @param seed what the draws depend on
   */
  public Bootstrap(long seed) {
    this.seed = seed;
  }

  /**
   * How often users are drawn, at least 39; 999 by default.
   *
   * @throws InputException if it is below 39
   */
  public Bootstrap resamples(int resamples) {
    this.resamples = Checks.atLeast("resamples", resamples, 39);
    return this;
  }

  /**
   * An interval for each metric.
   *
   * @param parts at least one, with the same metrics; not all of them empty
   * @throws IllegalArgumentException if there is nobody to draw
   */
  public Map<String, Interval> intervals(List<Breakdown> parts) {
    List<String> names = parts.get(0).names();
    double[][] values = new double[names.size()][resamples];
    resample(
        parts,
        (r, draw) -> {
          for (int v = 0; v < names.size(); v++) {
            values[v][r] = draw.mean(parts, names.get(v));
          }
        });
    Map<String, Interval> intervals = new LinkedHashMap<>();
    for (int v = 0; v < names.size(); v++) {
      intervals.put(names.get(v), interval(values[v]));
    }
    return intervals;
  }

  /**
   * Compares two scorers user by user, so that what makes a user hard for both does not count.
   *
   * @param first the one scorer's, part by part
   * @param second the other's, of the same users in the same parts
   * @return a comparison for each metric that both have
   * @throws IllegalArgumentException if the users differ, or there is nobody to draw
   */
  public Map<String, Comparison> compare(List<Breakdown> first, List<Breakdown> second) {
    checkSameUsers(first, second);
    List<String> names = first.get(0).names();
    names.retainAll(second.get(0).names());
    double[][] values = new double[names.size()][resamples];
    Draw all =
        resample(
            first,
            (r, draw) -> {
              for (int v = 0; v < names.size(); v++) {
                String name = names.get(v);
                values[v][r] = draw.mean(first, name) - draw.mean(second, name);
              }
            });
    Map<String, Comparison> comparisons = new LinkedHashMap<>();
    for (int v = 0; v < names.size(); v++) {
      comparisons.put(
          names.get(v), comparison(all, first, second, names.get(v), interval(values[v])));
    }
    return comparisons;
  }

  private static Comparison comparison(
      Draw all, List<Breakdown> first, List<Breakdown> second, String name, Interval interval) {
    double[] ours = all.byUser(first, name);
    double[] theirs = all.byUser(second, name);
    double sign = first.get(0).sums(name).lowerIsBetter() ? -1 : 1;
    int better = 0;
    int worse = 0;
    for (int u = 0; u < ours.length; u++) {
      better += sign * (ours[u] - theirs[u]) > 0 ? 1 : 0;
      worse += sign * (ours[u] - theirs[u]) < 0 ? 1 : 0;
    }
    return new Comparison(
        all.mean(first, name) - all.mean(second, name),
        interval,
        (double) better / ours.length,
        (double) worse / ours.length);
  }

  private static void checkSameUsers(List<Breakdown> first, List<Breakdown> second) {
    boolean same = first.size() == second.size();
    for (int part = 0; same && part < first.size(); part++) {
      same = Arrays.equals(first.get(part).numbers(), second.get(part).numbers());
    }
    if (!same) {
      throw new IllegalArgumentException("expected the same users in the same parts to compare");
    }
  }

  private Interval interval(double[] values) {
    Arrays.sort(values);
    int low = (int) Math.round(TAIL * (resamples + 1)) - 1;
    return new Interval(values[low], values[resamples - 1 - low]);
  }

  /** Draws users again and again; returns everybody drawn once. */
  private Draw resample(List<Breakdown> parts, Resample each) {
    int[] users = parts.stream().flatMapToInt(p -> Arrays.stream(p.numbers())).distinct().toArray();
    if (users.length == 0) {
      throw new IllegalArgumentException("expected users to draw from, found none");
    }
    Arrays.sort(users);
    List<int[]> positions = new ArrayList<>();
    for (Breakdown part : parts) {
      positions.add(
          Arrays.stream(part.numbers()).map(u -> Arrays.binarySearch(users, u)).toArray());
    }
    Draws draws = new Draws(seed);
    for (int r = 0; r < resamples; r++) {
      Draw draw = new Draw(new int[users.length], positions);
      for (int i = 0; i < users.length; i++) {
        draw.times[draws.below(users.length)]++;
      }
      each.at(r, draw);
    }
    Draw all = new Draw(new int[users.length], positions);
    Arrays.fill(all.times, 1);
    return all;
  }

  /** Uses one draw of the users. */
  @FunctionalInterface
  private interface Resample {
    void at(int r, Draw draw);
  }

  /**
   * One draw of the users.
   *
   * @param times how often each user is in it
   * @param positions for each part, where its users are in {@code times}
   */
  private record Draw(int[] times, List<int[]> positions) {

    /** A metric over the users drawn: the mean over the parts that have any of them. */
    double mean(List<Breakdown> parts, String name) {
      double total = 0;
      int counted = 0;
      for (int part = 0; part < parts.size(); part++) {
        Breakdown.Sums sums = parts.get(part).sums(name);
        int[] position = positions.get(part);
        double sum = 0;
        double count = 0;
        for (int slot = 0; slot < position.length; slot++) {
          int weight = times[position[slot]];
          sum += weight * sums.sum()[slot];
          count += weight * sums.count(slot);
        }
        if (count > 0) {
          total += sums.value(sum, count);
          counted++;
        }
      }
      return total / counted;
    }

    /** A metric for each user, over all parts. */
    double[] byUser(List<Breakdown> parts, String name) {
      double[] sum = new double[times.length];
      double[] count = new double[times.length];
      for (int part = 0; part < parts.size(); part++) {
        Breakdown.Sums sums = parts.get(part).sums(name);
        int[] position = positions.get(part);
        for (int slot = 0; slot < position.length; slot++) {
          sum[position[slot]] += sums.sum()[slot];
          count[position[slot]] += sums.count(slot);
        }
      }
      Breakdown.Sums any = parts.get(0).sums(name);
      for (int u = 0; u < sum.length; u++) {
        sum[u] = any.value(sum[u], count[u]);
      }
      return sum;
    }
  }
}
