package io.github.lanefactor.data;

import io.github.lanefactor.support.OutputFile;
import io.github.lanefactor.train.Training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Loss curves as CSV files with the columns {@code step} and {@code loss}. */
public final class LossCsv {
  private LossCsv() {}

  /**
   * Writes a loss curve, whole or not at all, with enough digits to read back the same numbers.
   *
   * @throws io.github.lanefactor.ratings.InputException if the file's folder is missing or not
   *     writable
   * @throws UncheckedIOException if writing fails
   */
  public static void write(List<Training.Point> history, Path file) {
    OutputFile.write(file, temporary -> writeRows(history, temporary));
  }

  private static void writeRows(List<Training.Point> history, Path file) throws IOException {
    try (Writer writer = Files.newBufferedWriter(file)) {
      writer.write("step,loss\n");
      for (Training.Point point : history) {
        writer.write(point.step() + "," + point.loss() + "\n");
      }
    }
  }
}
