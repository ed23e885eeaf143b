package io.github.lanefactor.data;

import io.github.lanefactor.ratings.Ratings;
import java.io.FileNotFoundException;
import java.io.InputStream;
import java.util.List;

/**
 * The bundled sample in {@code data/sample}, which is on the class path: real films with simulated
 * ratings, made by a seeded generator that is among the tests.
 */
public final class SampleData {
  /** The name of these ratings wherever they are shown. */
  public static final String LABEL = "bundled sample (simulated ratings of real films)";

  private SampleData() {}

  /** The bundled ratings and films. */
  public static Ratings ratings() {
    return new RatingsReader().read(List.of(file("ratings.csv")), file("movies.csv"));
  }

  /** A file of the sample. */
  static Source file(String name) {
    return new Source("data/sample/" + name, () -> open(name));
  }

  private static InputStream open(String name) throws FileNotFoundException {
    InputStream in = SampleData.class.getResourceAsStream("sample/" + name);
    if (in == null) {
      throw new FileNotFoundException("not on the class path");
    }
    return in;
  }
}
