package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Ratings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The seed recipe beside TensorFlow on the bundled sample. {@code bench/peers/tensorflow_seed.py}
 * made the expected numbers, from the same start.
 */
class SeedOracleTest {
  private static final int K = 15;

  private long state = 2019;

  @Test
  void followsTensorFlowOnTheSample() throws IOException {
    // Plain loops take their time: fewer steps to compare.
    boolean scalar = System.getProperty("lanefactor.expectKernel", "").equals("scalar");
    int steps = scalar ? 201 : 1001;
    Ratings ratings = SampleData.ratings();
    Training training =
        Trainer.seedRecipe().init(start(ratings.catalogue())).steps(steps).train(ratings);
    List<String[]> losses = expected("loss");
    assertEquals(steps / 100 + 1, training.history().size());
    for (Training.Point point : training.history()) {
      String[] row = losses.get(point.step() / 100);
      assertEquals(Integer.parseInt(row[1]), point.step());
      double loss = Double.parseDouble(row[2]);
      assertEquals(loss, point.loss(), 1e-6 * loss, "step " + point.step());
    }
    if (steps == 1001) {
      checkOutputs(training.model(), expected("output"));
    }
  }

  private static void checkOutputs(FactorModel model, List<String[]> rows) {
    assertEquals(40, rows.size());
    Catalogue catalogue = model.catalogue();
    for (String[] row : rows) {
      double output = Double.parseDouble(row[3]);
      double found = model.output(catalogue.user(row[1]), catalogue.item(row[2]));
      assertEquals(output, found, 1e-6, "user " + row[1] + ", item " + row[2]);
    }
    assertTrue(rows.stream().map(row -> row[3]).distinct().count() > 30);
  }

  /** Glorot's uniform start, by the script's generator. */
  private Weights start(Catalogue catalogue) {
    float[] u = uniform(catalogue.users());
    float[] m = uniform(catalogue.items());
    return new Weights(
        catalogue, K, u, m, new float[catalogue.users()], new float[catalogue.items()], 0);
  }

  private float[] uniform(int rows) {
    double limit = Math.sqrt(6.0 / (rows + K));
    float[] values = new float[rows * K];
    for (int i = 0; i < values.length; i++) {
      state = (state * 1664525 + 1013904223) & 0xffffffffL;
      values[i] = (float) ((2 * (state * 0x1p-32) - 1) * limit);
    }
    return values;
  }

  /** The script's lines of one kind. */
  private static List<String[]> expected(String kind) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                SeedOracleTest.class.getResourceAsStream("seed-sample.csv"),
                StandardCharsets.US_ASCII))) {
      return lines.lines().map(line -> line.split(",")).filter(row -> row[0].equals(kind)).toList();
    }
  }
}
