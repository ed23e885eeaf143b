package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.train.Training.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class LossCsvTest {
  @Property(tries = 100)
  void readsBackToTheLastBit(@ForAll List<Double> losses) throws IOException {
    List<Point> history =
        IntStream.range(0, losses.size())
            .mapToObj(i -> new Point(100 * i, losses.get(i), i))
            .toList();
    Path file = Files.createTempFile("loss", ".csv");
    try {
      LossCsv.write(history, file);
      List<String> lines = Files.readAllLines(file);
      assertEquals("step,loss", lines.get(0));
      assertEquals(losses.size(), lines.size() - 1);
      for (int i = 0; i < losses.size(); i++) {
        String[] columns = lines.get(i + 1).split(",");
        assertEquals(100 * i, Integer.parseInt(columns[0]));
        assertEquals(losses.get(i), Double.parseDouble(columns[1]));
      }
    } finally {
      Files.delete(file);
    }
  }
}
