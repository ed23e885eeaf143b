package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.OutputFile;
import io.github.lanefactor.train.Training;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws loss curves, as PNG or SVG.
 *
 * <pre>{@code
 * LossPlot.bySteps("Training loss").curve("seed", training.history()).write(Path.of("loss.svg"));
 * }</pre>
 */
public final class LossPlot {
  /** An axis whose values span more than this factor gets a logarithmic scale. */
  private static final double LOG_FROM = 10;

  /** A single curve has a marker at each point, up to this many points. */
  private static final int FEW_POINTS = 60;

  private static final int WIDTH = 800;
  private static final int HEIGHT = 500;

  /** Pixels of a bitmap along one unit of length, for sharp lines on dense screens. */
  private static final int PIXELS = 2;

  /** The palette of Okabe and Ito (2008), which colour-blind readers can tell apart too. */
  private static final Color[] COLOURS = {
    new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73),
    new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9),
  };

  private static final Color INK = new Color(0x333333);
  private static final Color GRID = new Color(0xE4E4E4);

  private final String title;
  private final boolean seconds;
  private final Map<String, List<Training.Point>> curves = new LinkedHashMap<>();

  private LossPlot(String title, boolean seconds) {
    this.title = title;
    this.seconds = seconds;
  }

  /** A plot of loss against steps. */
  public static LossPlot bySteps(String title) {
    return new LossPlot(title, false);
  }

  /** A plot of loss against seconds of training. */
  public static LossPlot bySeconds(String title) {
    return new LossPlot(title, true);
  }

  /**
   * Adds a curve. If there are several, a legend names them.
   *
   * @throws InputException if the curve has no point
   */
  public LossPlot curve(String name, List<Training.Point> points) {
    if (points.isEmpty()) {
      throw new InputException("expected a loss to plot for " + name + ", found none");
    }
    curves.put(name, List.copyOf(points));
    return this;
  }

  /**
   * Checks, before long work, that {@link #write} knows the format that the file's name asks for.
   *
   * @throws InputException if the name ends neither in .png nor in .svg
   */
  public static void checkFormat(Path file) {
    if (!isNamed(file, ".png") && !isNamed(file, ".svg")) {
      throw new InputException(file + ": expected a plot named .png or .svg");
    }
  }

  private static boolean isNamed(Path file, String extension) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(extension);
  }

  /**
   * Draws the plot into a file, whole or not at all.
   *
   * @throws InputException if the name ends neither in .png nor in .svg, or the file's folder is
   *     missing or not writable
   * @throws UncheckedIOException if writing fails
   * @throws UnsupportedOperationException if this Java cannot draw
   */
  public void write(Path file) {
    checkFormat(file);
    OutputFile.write(
        file,
        temporary -> {
          try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
            draw(out, isNamed(file, ".png"));
          }
        });
  }

  private void draw(OutputStream out, boolean png) throws IOException {
    try {
      if (png) {
        ImageIO.write(bitmap(chart()), "png", out);
      } else {
        VectorGraphicsEncoder.saveVectorGraphic(
            chart(), out, VectorGraphicsEncoder.VectorGraphicsFormat.SVG);
      }
    } catch (RuntimeException | Error e) {
      // Without fonts or desktop libraries, each Java fails here in its own way.
      throw new UnsupportedOperationException("this Java cannot draw plots: " + e.getMessage(), e);
    }
  }

  private static BufferedImage bitmap(XYChart chart) {
    int width = WIDTH * PIXELS;
    int height = HEIGHT * PIXELS;
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(PIXELS, PIXELS);
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.dispose();
    return image;
  }

  private XYChart chart() {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(seconds ? "seconds" : "step")
            .yAxisTitle("loss")
            .build();
    style(chart.getStyler(), curves.size() > 1);
    // Curves of different speed: the fast ones are over before a linear axis shows anything.
    boolean logX =
        seconds
            && curves.size() > 1
            && isWide(points().mapToDouble(this::x).filter(x -> x > 0).summaryStatistics());
    DoubleSummaryStatistics losses = points().mapToDouble(Training.Point::loss).summaryStatistics();
    chart.getStyler().setXAxisLogarithmic(logX).setYAxisLogarithmic(isWide(losses));
    if (isWide(losses)) {
      chart.getStyler().setYAxisLogarithmicDecadeOnly(decades(losses) > 1);
    } else {
      chart.getStyler().setyAxisTickLabelsFormattingFunction(LossPlot::label);
    }
    curves.forEach((name, points) -> addCurve(chart, name, points, logX));
    return chart;
  }

  private Stream<Training.Point> points() {
    return curves.values().stream().flatMap(List::stream);
  }

  private double x(Training.Point point) {
    return seconds ? point.seconds() : point.step();
  }

  private static boolean isWide(DoubleSummaryStatistics range) {
    return range.getMin() > 0 && range.getMax() > LOG_FROM * range.getMin();
  }

  /** How many powers of ten lie in a range. */
  private static double decades(DoubleSummaryStatistics range) {
    return Math.floor(Math.log10(range.getMax())) - Math.ceil(Math.log10(range.getMin())) + 1;
  }

  private void addCurve(XYChart chart, String name, List<Training.Point> points, boolean logX) {
    // A logarithmic axis cannot show 0.
    List<Training.Point> shown = points.stream().filter(p -> !logX || x(p) > 0).toList();
    XYSeries series =
        chart.addSeries(
            name,
            shown.stream().mapToDouble(this::x).toArray(),
            shown.stream().mapToDouble(Training.Point::loss).toArray());
    boolean few = curves.size() == 1 && shown.size() <= FEW_POINTS;
    series.setMarker(few ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
  }

  /** A number in as few characters as possible. */
  private static String label(double value) {
    return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
  }

  private static void style(XYStyler styler, boolean legend) {
    styler
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14))
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
        .setAxisTickLabelsColor(INK)
        .setAxisTickMarksColor(GRID)
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setPlotMargin(0)
        .setLocale(Locale.ROOT);
    styler
        .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 16))
        .setChartFontColor(INK)
        .setChartTitlePadding(12)
        .setChartBackgroundColor(Color.WHITE)
        .setChartPadding(16)
        .setPlotBorderVisible(false)
        .setSeriesColors(COLOURS)
        .setMarkerSize(6)
        .setLegendVisible(legend)
        .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
        .setLegendBorderColor(GRID)
        .setLegendPosition(LegendPosition.InsideNE);
  }
}
