package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.train.Training.Point;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LossPlotTest {
  private static final int BLUE = 0xFF0072B2;
  private static final int VERMILION = 0xFFD55E00;

  @TempDir private Path folder;

  private static List<Point> curve(int points, IntToDoubleFunction loss) {
    return IntStream.range(0, points)
        .mapToObj(i -> new Point(100 * i, loss.applyAsDouble(i), 0.5 * i))
        .toList();
  }

  @Test
  void aPngShowsEveryCurve() throws IOException {
    LossPlot plot = LossPlot.bySteps("Loss").curve("a", curve(30, i -> 1.0 / (i + 1)));
    BufferedImage one = png(plot);
    assertTrue(count(one, BLUE) > 1000);
    assertEquals(0, count(one, VERMILION));
    BufferedImage two = png(plot.curve("b", curve(9, i -> 0.1 + 0.01 * i)));
    assertTrue(count(two, BLUE) > 1000);
    assertTrue(count(two, VERMILION) > 500);
  }

  private BufferedImage png(LossPlot plot) throws IOException {
    Path file = folder.resolve("loss.PNG");
    plot.write(file);
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(List.of(file), files.toList());
    }
    BufferedImage image = ImageIO.read(file.toFile());
    assertEquals(1600, image.getWidth());
    assertEquals(1000, image.getHeight());
    return image;
  }

  private static long count(BufferedImage image, int colour) {
    int width = image.getWidth();
    int height = image.getHeight();
    return IntStream.of(image.getRGB(0, 0, width, height, null, 0, width))
        .filter(pixel -> pixel == colour)
        .count();
  }

  /** On a logarithmic scale a loss that falls by the same factor each step is a straight line. */
  @Test
  void aWideRangeGetsALogarithmicScale() throws IOException {
    assertTrue(
        isStraight(png(LossPlot.bySteps("x").curve("a", curve(70, i -> Math.exp(-i / 9.0))))));
    assertFalse(
        isStraight(png(LossPlot.bySteps("x").curve("a", curve(70, i -> Math.exp(-i / 40.0))))));
    assertTrue(isStraight(png(LossPlot.bySteps("x").curve("a", curve(70, i -> 2 - i / 70.0)))));
  }

  /** Whether the middle of the curve is on the line between its ends. */
  private static boolean isStraight(BufferedImage image) {
    int[] left = null;
    int[] right = null;
    for (int x = 0; x < image.getWidth(); x++) {
      int y = height(image, x);
      if (y >= 0) {
        left = left == null ? new int[] {x, y} : left;
        right = new int[] {x, y};
      }
    }
    int middle = height(image, (left[0] + right[0]) / 2);
    return Math.abs(middle - (left[1] + right[1]) / 2) < 15;
  }

  private static int height(BufferedImage image, int x) {
    return IntStream.range(0, image.getHeight())
        .filter(y -> image.getRGB(x, y) == BLUE)
        .findFirst()
        .orElse(-1);
  }

  @Test
  void anSvgIsXmlAndHasTheCurvesColours() throws Exception {
    Path file = folder.resolve("loss.svg");
    LossPlot.bySeconds("Loss & <time>")
        .curve("slow", curve(300, i -> 0.1 + 1.0 / (i + 1)))
        .curve("fast", curve(3, i -> 0.1 + 0.5 / (i + 1)))
        .write(file);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    assertEquals(
        "svg", factory.newDocumentBuilder().parse(file.toFile()).getDocumentElement().getTagName());
    String svg = Files.readString(file);
    assertTrue(svg.contains("rgb(0,114,178)"));
    assertTrue(svg.contains("rgb(213,94,0)"));
  }

  @Test
  void oddCurvesAreDrawnToo() throws IOException {
    for (double loss : new double[] {0, 1e-300, 1e300}) {
      png(LossPlot.bySteps("one point").curve("a", curve(1, i -> loss)));
      png(LossPlot.bySeconds("constant").curve("a", curve(5, i -> loss)));
    }
    png(LossPlot.bySteps("down to zero").curve("a", curve(5, i -> 4 - i)));
  }

  @Test
  void otherFormatsAndEmptyCurvesAreRefused() {
    LossPlot plot = LossPlot.bySteps("Loss").curve("a", curve(3, i -> i));
    for (String name : List.of("loss.pdf", "loss", "png")) {
      assertThrows(InputException.class, () -> LossPlot.checkFormat(Path.of(name)));
      assertThrows(InputException.class, () -> plot.write(folder.resolve(name)));
    }
    assertThrows(InputException.class, () -> plot.curve("b", List.of()));
  }
}
