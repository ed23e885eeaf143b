package io.github.lanefactor.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRangeTest {
  private static Ratings of(double... values) {
    RatingsBuilder builder = new RatingsBuilder();
    for (int p = 0; p < values.length; p++) {
      builder.rating("u" + p % 7, "i" + p, values[p]);
    }
    return builder.build();
  }

  /** Sixty values that repeat these, and what is added. */
  private static double[] sixty(String repeated, double... more) {
    double[] few = Arrays.stream(repeated.split(" ")).mapToDouble(Double::parseDouble).toArray();
    DoubleStream sixty =
        DoubleStream.iterate(0, i -> i + 1).limit(60).map(i -> few[(int) i % few.length]);
    return DoubleStream.concat(sixty, Arrays.stream(more)).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "0.5 3 5, 5000000, 0.5, 5", // a slip of the keyboard
    "1 2 3 4 5, 55, 1, 5",
    "0.5 3 5, 10, 0.5, 5",
    "1 2 3 4 5, -999, 1, 5", // a code for "none"
    "1 2 3 4 5, 6, 1, 6",
    "-1 1, 2, -1, 2",
    "-1, 1, -1, 1", // hardly anybody voted up
    "0, 1, 0, 1",
    "1, 3, 1, 3",
    "1, 30, 1, 1",
    "0, 0, 0, 0"
  })
  void aValueFarFromAllOthersIsLeftOut(String others, double value, float lowest, float highest) {
    assertEquals(new ValueRange(lowest, highest), ValueRange.of(of(sixty(others, value))));
  }

  @Test
  void upToThreeAtEitherEndAreLeftOut() {
    assertEquals(
        new ValueRange(1, 5), ValueRange.of(of(sixty("1 3 5", 99, -80, 500, -80, 99, -99))));
    assertEquals(
        new ValueRange(1, 99), ValueRange.of(of(sixty("1 3 5", 99, 99, 99, 99))), "a scale to 99");
    assertEquals(new ValueRange(1, 99), ValueRange.of(of(1, 2, 3, 99)), "too few to tell");
    assertEquals(new ValueRange(0, 0), ValueRange.of(of(1).filter(p -> false)));
  }

  @Test
  void countsHaveALongTail() {
    assertEquals(new ValueRange(1, 900), ValueRange.ofCounts(of(sixty("1 2 9", 900))));
    assertEquals(new ValueRange(1, 300), ValueRange.ofCounts(of(sixty("1 2 9 300", 5e6))));
  }

  /** The specification: sort, and look for the widest gap among the ends. */
  @Property(tries = 300)
  void agreesWithASortedList(@ForAll @IntRange(min = 1, max = 120) int size, @ForAll long seed) {
    Random random = new Random(seed);
    double[] values = new double[size];
    for (int p = 0; p < size; p++) {
      values[p] = random.nextInt(11) - random.nextInt(6);
      if (random.nextInt(40) == 0) {
        values[p] *= Math.pow(10, random.nextInt(5));
      }
    }
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int low = 0;
    int high = size - 1;
    if (size >= 50) {
      for (int far : List.of(1, 2, 3)) {
        double rest = sorted[size - 1 - far];
        double spread = rest - sorted[3];
        double gap = sorted[size - far] - rest;
        high = spread > 0 ? (gap > spread ? size - 1 - far : high) : high;
        high = spread == 0 && rest != 0 && gap > 10 * Math.abs(rest) ? size - 1 - far : high;
        double first = sorted[far];
        double lowSpread = sorted[size - 4] - first;
        double lowGap = first - sorted[far - 1];
        low = lowSpread > 0 ? (lowGap > lowSpread ? far : low) : low;
        low = lowSpread == 0 && first != 0 && lowGap > 10 * Math.abs(first) ? far : low;
      }
    }
    assertEquals(
        new ValueRange((float) sorted[low], (float) sorted[high]), ValueRange.of(of(values)));
  }
}
