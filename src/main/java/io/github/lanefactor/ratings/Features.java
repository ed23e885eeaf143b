package io.github.lanefactor.ratings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is known of items besides who rated them: a row of d numbers for each, in the order of a
 * catalogue. Immutable.
 */
public final class Features {
  private final List<Feature> features;
  private final int rows;
  private final float[] values;

  private Features(List<Feature> features, int rows, float[] values) {
    this.features = List.copyOf(features);
    this.rows = rows;
    this.values = values;
  }

  /**
   * Numbers of a program's own, such as embeddings of texts. They should be of about the size of 1,
   * and one of them should be 1 for every item.
   *
   * @param names d names, at least one
   * @param values a row of d numbers for each item, in the order of the catalogue
   * @throws InputException if there are no names, a row is not whole or a number is not finite
   */
  public static Features of(List<String> names, float[] values) {
    if (names.isEmpty() || values.length % names.size() != 0) {
      throw new InputException(
          "expected %d numbers a row, found %d in all".formatted(names.size(), values.length));
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InputException("expected finite features, found " + value);
      }
    }
    return new Features(
        names.stream().map(Feature::given).toList(), values.length / names.size(), values.clone());
  }

  /**
   * What a catalogue says of its items: a constant, a number for each genre, and the year and its
   * square, if genres and years are known of any. Genres are in alphabetical order.
   */
  public static Features of(Catalogue catalogue) {
    Map<String, Integer> genres = new TreeMap<>();
    int withGenres = 0;
    double sum = 0;
    int years = 0;
    for (int item = 0; item < catalogue.items(); item++) {
      List<String> listed = catalogue.genres(item);
      withGenres += listed.isEmpty() ? 0 : 1;
      listed.stream().distinct().forEach(genre -> genres.merge(genre, 1, Integer::sum));
      OptionalInt year = catalogue.year(item);
      if (year.isPresent()) {
        sum += year.getAsInt();
        years++;
      }
    }
    List<Feature> features = new ArrayList<>();
    features.add(new Feature(Feature.Kind.CONSTANT, "constant", 1, 1));
    for (Map.Entry<String, Integer> genre : genres.entrySet()) {
      double share = (double) genre.getValue() / withGenres;
      features.add(new Feature(Feature.Kind.GENRE, genre.getKey(), share, 1));
    }
    double mean = sum / Math.max(1, years);
    double spread = deviation(catalogue, mean, years);
    if (spread > 0) {
      features.add(new Feature(Feature.Kind.YEAR, "year", mean, spread));
      features.add(new Feature(Feature.Kind.YEAR_SQUARED, "year²", mean, spread));
    }
    return of(features, catalogue);
  }

  private static double deviation(Catalogue catalogue, double mean, int years) {
    double squares = 0;
    for (int item = 0; item < catalogue.items(); item++) {
      OptionalInt year = catalogue.year(item);
      if (year.isPresent()) {
        squares += (year.getAsInt() - mean) * (year.getAsInt() - mean);
      }
    }
    return Math.sqrt(squares / Math.max(1, years));
  }

  /**
   * The same features of the items of another catalogue, such as those that came later.
   *
   * @throws InputException if a feature is not one that a catalogue has
   */
  public static Features of(List<Feature> features, Catalogue catalogue) {
    int d = features.size();
    float[] values = new float[Math.multiplyExact(catalogue.items(), d)];
    for (int item = 0; item < catalogue.items(); item++) {
      List<String> genres = catalogue.genres(item);
      OptionalInt year = catalogue.year(item);
      for (int f = 0; f < d; f++) {
        values[item * d + f] = features.get(f).of(genres, year);
      }
    }
    return new Features(features, catalogue.items(), values);
  }

  /** Whether a catalogue says anything of an item that is a feature: genres or a year. */
  public static boolean known(Catalogue catalogue, int item) {
    return !catalogue.genres(item).isEmpty() || catalogue.year(item).isPresent();
  }

  /** Whether a catalogue says anything of some item that is a feature. */
  public static boolean known(Catalogue catalogue) {
    return IntStream.range(0, catalogue.items()).anyMatch(item -> known(catalogue, item));
  }

  /** The d features. */
  public List<Feature> features() {
    return features;
  }

  /** How many items there are. */
  public int rows() {
    return rows;
  }

  /** d, the number of features. */
  public int size() {
    return features.size();
  }

  /** Number {@code feature} of item {@code row}. */
  public float value(int row, int feature) {
    return values[row * features.size() + feature];
  }
}
