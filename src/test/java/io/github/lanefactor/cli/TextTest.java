package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.train.Training.Point;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void numbersAreRoundedAsPythonDoes() {
    assertEquals("4.2", Text.fixed(4.25, 1));
    assertEquals("4.8", Text.fixed(4.75, 1));
    assertEquals("0.1", Text.fixed(0.15, 1)); // in binary a little less
    assertEquals("0.83674", Text.fixed(0.836744, 5));
    assertEquals("-1.00000", Text.fixed(-1, 5));
    assertEquals("0.0", Text.fixed(-1e-9, 1));
  }

  @Property
  void lossesKeepSixDigits(
      @ForAll @DoubleRange(min = 1, max = 10) double digits,
      @ForAll @IntRange(min = -12, max = 12) int exponent) {
    double loss = digits * Math.pow(10, exponent);
    assertEquals(loss, Double.parseDouble(Text.loss(loss)), 5e-6 * loss);
  }

  @Property
  void aSparklineFallsAsTheLossDoes(
      @ForAll @IntRange(min = 1, max = 200) int points,
      @ForAll @IntRange(min = 1, max = 60) int width) {
    List<Point> history =
        IntStream.range(0, points).mapToObj(i -> new Point(i, Math.exp(-0.1 * i), i)).toList();
    String line = Text.sparkline(history, width);
    assertEquals(Math.min(points, width), line.length());
    for (int i = 1; i < line.length(); i++) {
      assertTrue(line.charAt(i) <= line.charAt(i - 1), line);
    }
    if (line.length() > 1) {
      assertEquals('█', line.charAt(0));
      assertEquals('▁', line.charAt(line.length() - 1));
    }
  }

  private static String progress(boolean terminal, double... seconds) {
    StringWriter err = new StringWriter();
    Progress progress = new Progress(new PrintWriter(err), terminal);
    for (int i = 0; i < seconds.length; i++) {
      progress.at(new Point(i, 0.5, seconds[i]), 10);
    }
    progress.clear();
    return err.toString();
  }

  @Test
  void progressIsABarOnATerminal() {
    String bars = progress(true, 0.01, 0.5, 0.51, 4.5);
    assertEquals(2, bars.split("step ", -1).length - 1, bars); // too soon to draw two of them
    assertTrue(
        bars.contains(
            "\r\033[K██████░░░░░░░░░░░░░░░░░░░░░░░░ step 2 of 10, loss 0.500000, 2 s left"),
        bars);
    assertTrue(bars.endsWith("\r\033[K"));
    assertTrue(!bars.contains("\n"));
  }

  @Test
  void progressIsALineNowAndThenElsewhere() {
    assertEquals(
        List.of("step 2 of 10, loss 0.500000, 44 s left", "step 4 of 10, loss 0.500000, 35 s left"),
        progress(false, 1, 11, 12, 23).lines().toList());
  }
}
