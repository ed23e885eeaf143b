package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Draws;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * The settings a {@link Tuner} tries, in display order: each has a name and a list or range of
 * values. Adding a setting with the same name replaces it. Values from a range are rounded to three
 * significant digits, so that they are easy to read and to type.
 *
 * <pre>{@code
 * SearchSpace space = new SearchSpace().list("factors", 16, 32, 64).log("l2", 0.01, 1);
 * }</pre>
 */
public final class SearchSpace {
  private static final MathContext DIGITS = new MathContext(3);

  private final Map<String, Setting> settings = new LinkedHashMap<>();

  /**
   * One setting.
   *
   * @param values all its values; empty for a range
   * @param at its value at a position from 0 (inclusive) to 1 (exclusive)
   */
  private record Setting(double[] values, DoubleUnaryOperator at) {}

  /** A space without settings. */
  public SearchSpace() {}

  /**
   * A setting with one of these values, all equally likely.
   *
   * @throws InputException if there is no value or one is not finite
   */
  public SearchSpace list(String name, double... values) {
    double[] copy = values.clone();
    if (copy.length == 0) {
      throw new InputException("expected at least one value of " + name + ", found none");
    }
    for (double value : copy) {
      checkRange(name, value, value);
    }
    settings.put(name, new Setting(copy, x -> copy[(int) (x * copy.length)]));
    return this;
  }

  /**
   * A setting with any value in a range, all equally likely.
   *
   * @throws InputException if a bound is not finite, or {@code from} is above {@code to}
   */
  public SearchSpace range(String name, double from, double to) {
    checkRange(name, from, to);
    settings.put(name, new Setting(new double[0], x -> rounded(from + x * (to - from), from, to)));
    return this;
  }

  /**
   * A setting with any value in a range, all orders of magnitude equally likely.
   *
   * @throws InputException if a bound is not finite and above 0, or {@code from} is above {@code
   *     to}
   */
  public SearchSpace log(String name, double from, double to) {
    checkRange(name, from, to);
    if (from <= 0) {
      throw new InputException("expected values of " + name + " above 0, found " + from);
    }
    double ratio = StrictMath.log(to / from);
    settings.put(
        name, new Setting(new double[0], x -> rounded(from * StrictMath.exp(x * ratio), from, to)));
    return this;
  }

  /** Removes a setting if present. */
  public SearchSpace without(String name) {
    settings.remove(name);
    return this;
  }

  /** The names of the settings, in order. */
  public List<String> names() {
    return List.copyOf(settings.keySet());
  }

  /**
   * Combinations to try. If the space has no range and at most {@code count} combinations, this
   * returns all of them, the last setting varying fastest. Otherwise it returns a Latin hypercube
   * sample (McKay, Beckman and Conover 1979): every setting takes {@code count} values spread
   * evenly over its list or range, combined at random. Duplicates are listed once.
   */
  List<Map<String, Double>> combinations(int count, long seed) {
    List<Map<String, Double>> found = enumerable(count) ? grid() : sample(count, seed);
    return List.copyOf(new LinkedHashSet<>(found));
  }

  private boolean enumerable(int count) {
    double combinations = 1;
    for (Setting setting : settings.values()) {
      combinations *= setting.values.length == 0 ? Double.POSITIVE_INFINITY : setting.values.length;
    }
    return combinations <= count;
  }

  private List<Map<String, Double>> grid() {
    List<Map<String, Double>> grid = List.of(Map.of());
    for (Map.Entry<String, Setting> setting : settings.entrySet()) {
      List<Map<String, Double>> longer = new ArrayList<>();
      for (Map<String, Double> combination : grid) {
        for (double value : setting.getValue().values) {
          Map<String, Double> extended = new LinkedHashMap<>(combination);
          extended.put(setting.getKey(), value);
          longer.add(extended);
        }
      }
      grid = longer;
    }
    return grid;
  }

  private List<Map<String, Double>> sample(int count, long seed) {
    Draws draws = new Draws(seed);
    List<Map<String, Double>> sample = new ArrayList<>();
    for (int c = 0; c < count; c++) {
      sample.add(new LinkedHashMap<>());
    }
    settings.forEach(
        (name, setting) -> {
          int[] stratum = draws.permutation(count);
          for (int c = 0; c < count; c++) {
            double x = Math.min((stratum[c] + draws.unit()) / count, Math.nextDown(1.0));
            sample.get(c).put(name, setting.at.applyAsDouble(x));
          }
        });
    return sample;
  }

  private static double rounded(double value, double from, double to) {
    double rounded = BigDecimal.valueOf(value).round(DIGITS).doubleValue();
    return Math.max(from, Math.min(to, rounded));
  }

  private static void checkRange(String name, double from, double to) {
    if (!Double.isFinite(from) || !Double.isFinite(to) || from > to) {
      throw new InputException(
          from == to || Double.isNaN(from)
              ? "expected finite values of " + name + ", found " + from
              : "expected values of " + name + " from low to high, found " + from + " to " + to);
    }
  }
}
