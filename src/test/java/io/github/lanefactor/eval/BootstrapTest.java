package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.eval.Breakdown.Sums;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Draws;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static Breakdown breakdown(int[] numbers, Map<String, Sums> metrics) {
    return new Breakdown(numbers, metrics);
  }

  private static Breakdown means(double... values) {
    return breakdown(IntStream.range(0, values.length).toArray(), Map.of("m", Sums.mean(values)));
  }

  private static double[] normal(int n, Random random) {
    return IntStream.range(0, n).mapToDouble(i -> random.nextGaussian()).toArray();
  }

  /** Users, each with a mean and a root mean square, in parts that have some of them each. */
  private static List<Breakdown> parts(int users, int parts, Random random) {
    List<Breakdown> list = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int skip = part;
      int[] numbers = IntStream.range(0, users).filter(u -> u == 0 || u % 4 != skip).toArray();
      Map<String, Sums> metrics = new LinkedHashMap<>();
      metrics.put("mean", Sums.mean(normal(numbers.length, random)));
      double[] count = new double[numbers.length];
      Arrays.setAll(count, i -> 1 + random.nextInt(5));
      double[] squares = new double[numbers.length];
      Arrays.setAll(squares, i -> random.nextInt(9));
      metrics.put("rmse", new Sums(squares, count, true, true));
      list.add(breakdown(numbers, metrics));
    }
    return list;
  }

  /** The intervals once more, over lists of users drawn as they come. */
  @Property(tries = 60)
  void agreesWithTheTwin(
      @ForAll @IntRange(min = 1, max = 40) int users,
      @ForAll @IntRange(min = 1, max = 3) int count,
      @ForAll Random random) {
    List<Breakdown> first = parts(users, count, random);
    List<Breakdown> second = parts(users, count, random);
    Bootstrap bootstrap = new Bootstrap(7).resamples(79);
    Draws draws = new Draws(7);
    int[] all = first.stream().flatMapToInt(p -> Arrays.stream(p.numbers())).distinct().toArray();
    Arrays.sort(all);
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int r = 0; r < 79; r++) {
      List<Integer> drawn = new ArrayList<>();
      for (int i = 0; i < all.length; i++) {
        drawn.add(all[draws.below(all.length)]);
      }
      for (String name : List.of("mean", "rmse")) {
        values.computeIfAbsent(name, n -> new double[79])[r] = over(first, name, drawn);
        values.computeIfAbsent(name + " less", n -> new double[79])[r] =
            over(first, name, drawn) - over(second, name, drawn);
      }
    }
    for (String name : List.of("mean", "rmse")) {
      assertInterval(values.get(name), bootstrap.intervals(first).get(name));
      assertInterval(
          values.get(name + " less"), bootstrap.compare(first, second).get(name).interval());
    }
  }

  /** Of 79 values the second and the last but one. */
  private static void assertInterval(double[] values, Interval interval) {
    Arrays.sort(values);
    assertEquals(values[1], interval.low(), 1e-12);
    assertEquals(values[77], interval.high(), 1e-12);
  }

  private static double over(List<Breakdown> parts, String name, List<Integer> drawn) {
    List<Double> values = new ArrayList<>();
    for (Breakdown part : parts) {
      double sum = 0;
      double count = 0;
      for (int user : drawn) {
        int slot = Arrays.binarySearch(part.numbers(), user);
        if (slot >= 0) {
          sum += part.sums(name).sum()[slot];
          count += name.equals("mean") ? 1 : part.sums(name).count()[slot];
        }
      }
      if (count > 0) {
        values.add(name.equals("mean") ? sum / count : Math.sqrt(sum / count));
      }
    }
    return values.stream().mapToDouble(v -> v).sum() / values.size();
  }

  @Test
  void theIntervalOfAMeanIsAboutTwoStandardErrors() {
    double[] values = normal(400, new Random(3));
    double mean = Arrays.stream(values).average().orElseThrow();
    double deviation =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElseThrow());
    Interval interval = new Bootstrap(1).intervals(List.of(means(values))).get("m");
    assertEquals(mean - 1.96 * deviation / 20, interval.low(), 0.02);
    assertEquals(mean + 1.96 * deviation / 20, interval.high(), 0.02);
  }

  /** Drawn again and again, the truth is inside 95 times in 100. */
  @Test
  void theTruthIsInsideNineteenTimesOfTwenty() {
    Random random = new Random(11);
    int inside = 0;
    for (int trial = 0; trial < 400; trial++) {
      Interval interval =
          new Bootstrap(trial)
              .resamples(199)
              .intervals(List.of(means(normal(60, random))))
              .get("m");
      inside += interval.low() <= 0 && interval.high() >= 0 ? 1 : 0;
    }
    assertTrue(inside >= 360 && inside <= 396, inside + " of 400");
  }

  @Test
  void whatIsHardForBothDoesNotCount() {
    Random random = new Random(5);
    double[] hard = normal(300, random);
    double[] better =
        Arrays.stream(hard).map(v -> v + 0.03 + 0.1 * random.nextGaussian()).toArray();
    Comparison c = new Bootstrap(1).compare(List.of(means(better)), List.of(means(hard))).get("m");
    assertTrue(c.interval().low() > 0, c.toString());
    assertTrue(c.interval().high() < 0.06, c.toString());
    assertEquals(1, c.better() + c.worse(), 1e-12);
    assertTrue(c.better() > 0.55, c.toString());
  }

  @Property(tries = 50)
  void theOtherWayRoundIsTheOpposite(
      @ForAll @IntRange(min = 1, max = 30) int users, @ForAll Random random) {
    List<Breakdown> first = parts(users, 2, random);
    List<Breakdown> second = parts(users, 2, random);
    Bootstrap bootstrap = new Bootstrap(2).resamples(79);
    Map<String, Comparison> there = bootstrap.compare(first, second);
    bootstrap
        .compare(second, first)
        .forEach(
            (name, back) -> {
              Comparison forth = there.get(name);
              assertEquals(-forth.difference(), back.difference(), 1e-12);
              assertEquals(-forth.interval().high(), back.interval().low(), 1e-12);
              assertEquals(forth.better(), back.worse());
              assertEquals(forth.worse(), back.better());
            });
    bootstrap
        .compare(first, first)
        .forEach(
            (name, same) -> assertEquals(new Comparison(0, new Interval(0, 0), 0, 0), same, name));
  }

  @Test
  void aLowerErrorIsBetter() {
    Map<String, Sums> low =
        Map.of("rmse", new Sums(new double[] {1}, new double[] {1}, true, true));
    Map<String, Sums> high =
        Map.of("rmse", new Sums(new double[] {4}, new double[] {1}, true, true));
    Comparison c =
        new Bootstrap(1)
            .compare(
                List.of(breakdown(new int[] {0}, low)), List.of(breakdown(new int[] {0}, high)))
            .get("rmse");
    assertEquals(new Comparison(-1, new Interval(-1, -1), 1, 0), c);
  }

  @Test
  void whatCannotBeComparedIsRefused() {
    Bootstrap bootstrap = new Bootstrap(1);
    List<Breakdown> two = List.of(means(1, 2));
    List<Breakdown> three = List.of(means(1, 2, 3));
    assertThrows(IllegalArgumentException.class, () -> bootstrap.compare(two, three));
    assertThrows(
        IllegalArgumentException.class,
        () -> bootstrap.compare(two, List.of(means(1, 2), means(1, 2))));
    assertThrows(IllegalArgumentException.class, () -> bootstrap.intervals(List.of(means())));
    assertThrows(InputException.class, () -> bootstrap.resamples(38));
  }
}
