package io.github.lanefactor.ratings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * What is known of items, or of users, besides who rated what: a row of d numbers for each, in the
 * order of a catalogue, of which most are 0. Immutable.
 */
public final class Features {
  private final List<Feature> features;
  private final Rows rows;

  private Features(List<Feature> features, Rows rows) {
    this.features = List.copyOf(features);
    this.rows = rows;
  }

  /**
   * Numbers of a program's own, such as embeddings of texts. They should be of about the size of 1,
   * and one of them should be 1 for every item.
   *
   * @param names d names, at least one
   * @param values a row of d numbers for each item or user, in the order of the catalogue
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
    int d = names.size();
    Rows rows = new Rows(values.length / d);
    for (int row = 0; row < values.length / d; row++) {
      for (int f = 0; f < d; f++) {
        rows.add(f, values[row * d + f]);
      }
      rows.end(true);
    }
    return new Features(names.stream().map(Feature::given).toList(), rows);
  }

  /**
   * What a catalogue says of its items: a constant; a number for each genre; the year in the title,
   * and its square; and what {@link Catalogue#itemAttributes} has.
   */
  public static Features of(Catalogue catalogue) {
    List<String> columns = new ArrayList<>(List.of(FeatureColumn.GENRES, FeatureColumn.YEAR));
    catalogue.itemAttributes().names().stream()
        .filter(name -> !columns.contains(name))
        .forEach(columns::add);
    return ofItems(catalogue, columns);
  }

  /**
   * A constant, and what some columns say of a catalogue's items: {@code genres}, {@code year}, and
   * those of {@link Catalogue#itemAttributes}.
   *
   * <p>A column of numbers makes two features: the number, standardised, and its square. Any other
   * makes one of each value, which is 1 for the rows that have it, alone or among others separated
   * by {@code |}; values that only one row has, and those beyond the 256 most common ones, share a
   * feature. Numbers count as values if they are few, at most 32 different ones with ten rows each
   * or more. {@code price:number} and {@code price:category} settle it.
   *
   * @throws InputException if there is no such column, or there are no numbers where they should be
   */
  public static Features ofItems(Catalogue catalogue, List<String> columns) {
    return made(columns, catalogue.items(), name -> itemColumn(catalogue, name));
  }

  /**
   * The same of a catalogue's users, by the columns of {@link Catalogue#userAttributes}.
   *
   * @throws InputException as by {@link #ofItems}
   */
  public static Features ofUsers(Catalogue catalogue, List<String> columns) {
    return made(columns, catalogue.users(), name -> userColumn(catalogue, name));
  }

  private interface Columns {
    /** The column of this name; null if there is none. */
    FeatureColumn named(String name);
  }

  private static Features made(List<String> columns, int count, Columns source) {
    List<Feature> features = new ArrayList<>();
    features.add(new Feature(Feature.Kind.CONSTANT, "", "constant", 1, 1));
    Map<String, FeatureColumn> found = new HashMap<>();
    for (String text : columns) {
      FeatureColumn.Asked asked = FeatureColumn.Asked.of(text);
      FeatureColumn column = source.named(asked.name());
      if (column == null) {
        throw new InputException("expected a column %s, found none".formatted(asked.name()));
      }
      if (found.put(asked.name(), column) != null) {
        throw new InputException(
            "expected each column once, found %s again".formatted(asked.name()));
      }
      features.addAll(column.features(asked.reading()));
    }
    return of(features, count, found::get);
  }

  /**
   * The same features of the items of another catalogue, such as those that came later. What the
   * catalogue does not say counts as the mean.
   *
   * @throws InputException if a feature is not one that a catalogue has
   */
  public static Features ofItems(List<Feature> features, Catalogue catalogue) {
    return of(features, catalogue.items(), name -> itemColumn(catalogue, name));
  }

  /**
   * The same features of one user, of whom some things are known.
   *
   * @param known texts by the names of columns, such as {@code age} to {@code 31}
   * @throws InputException if a column is none of the features', or has no number where the others
   *     had numbers
   */
  public static Features ofUser(List<Feature> features, Map<String, String> known) {
    List<String> names =
        features.stream().map(Feature::column).filter(n -> !n.isEmpty()).distinct().toList();
    for (String name : known.keySet()) {
      if (!names.contains(name)) {
        throw new InputException(
            "expected features among %s, found %s".formatted(String.join(", ", names), name));
      }
    }
    return of(
        features,
        1,
        name ->
            known.containsKey(name) ? new FeatureColumn(name, 1, row -> known.get(name)) : null);
  }

  private static Features of(List<Feature> features, int count, Columns source) {
    Map<String, Filler> fillers = new LinkedHashMap<>();
    for (int f = 0; f < features.size(); f++) {
      String column = features.get(f).column();
      fillers
          .computeIfAbsent(column, name -> new Filler(name, source.named(name)))
          .add(f, features.get(f));
    }
    Rows rows = new Rows(count);
    for (int row = 0; row < count; row++) {
      boolean known = false;
      for (Filler filler : fillers.values()) {
        known |= filler.fill(row, rows);
      }
      rows.end(known);
    }
    return new Features(features, rows);
  }

  private static FeatureColumn itemColumn(Catalogue catalogue, String name) {
    Attributes more = catalogue.itemAttributes();
    IntFunction<String> texts =
        more.has(name)
            ? row -> more.value(name, row)
            : name.equals(FeatureColumn.GENRES)
                ? catalogue::genresText
                : name.equals(FeatureColumn.YEAR) ? catalogue::yearText : null;
    return texts == null ? null : new FeatureColumn(name, catalogue.items(), texts);
  }

  private static FeatureColumn userColumn(Catalogue catalogue, String name) {
    Attributes attributes = catalogue.userAttributes();
    return attributes.has(name)
        ? new FeatureColumn(name, catalogue.users(), row -> attributes.value(name, row))
        : null;
  }

  /** The d features. */
  public List<Feature> features() {
    return features;
  }

  /** How many items or users there are. */
  public int rows() {
    return rows.known.length;
  }

  /** d, the number of features. */
  public int size() {
    return features.size();
  }

  /** Whether anything is known of a row; else all its features are the means. */
  public boolean known(int row) {
    return rows.known[row];
  }

  /** Whether anything is known of any row. */
  public boolean known() {
    for (boolean known : rows.known) {
      if (known) {
        return true;
      }
    }
    return false;
  }

  /** Number {@code feature} of row {@code row}. */
  public float value(int row, int feature) {
    int at = Arrays.binarySearch(rows.feature, rows.start[row], rows.start[row + 1], feature);
    return at < 0 ? 0 : rows.value[at];
  }

  /**
   * Where the numbers of a row that are not 0 begin, 0 ≤ row ≤ {@link #rows()}; the next row begins
   * where they end.
   */
  public int start(int row) {
    return rows.start[row];
  }

  /** Which feature the number at a position is of; ascending within a row. */
  public int featureAt(int position) {
    return rows.feature[position];
  }

  /** The number at a position. */
  public float valueAt(int position) {
    return rows.value[position];
  }

  /** Rows of numbers, of which those that are not 0 are kept. */
  private static final class Rows {
    final boolean[] known;
    final int[] start;
    int[] feature;
    float[] value;
    private int row;
    private int size;

    Rows(int count) {
      known = new boolean[count];
      start = new int[count + 1];
      feature = new int[8 * count + 8];
      value = new float[8 * count + 8];
    }

    /** Adds a number to the row that has not ended yet. */
    void add(int f, float x) {
      if (x == 0) {
        return;
      }
      if (size == feature.length) {
        feature = Arrays.copyOf(feature, 2 * size);
        value = Arrays.copyOf(value, 2 * size);
      }
      int at = size++;
      for (; at > start[row] && feature[at - 1] > f; at--) {
        feature[at] = feature[at - 1];
        value[at] = value[at - 1];
      }
      feature[at] = f;
      value[at] = x;
    }

    void end(boolean isKnown) {
      known[row] = isKnown;
      row++;
      start[row] = size;
    }
  }

  /** Puts the features of one column into rows. */
  private static final class Filler {
    private final String name;
    private final FeatureColumn column;
    private final List<Feature> features = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    /** The values that have features of their own. */
    private final Set<String> named = new HashSet<>();

    /** By text: the numbers of its features, in order; null until there is a row with the text. */
    private final float[][] numbers;

    private float[] means;

    /**
     * @param column null if nothing is known
     */
    Filler(String name, FeatureColumn column) {
      this.name = name;
      this.column = column;
      this.numbers = new float[column == null ? 0 : column.texts().size()][];
    }

    void add(int place, Feature feature) {
      features.add(feature);
      places.add(place);
      if (feature.kind() == Feature.Kind.VALUE) {
        named.add(feature.name());
      }
    }

    /** Adds a row's numbers; whether anything is known of it. */
    boolean fill(int row, Rows rows) {
      int text = column == null ? -1 : column.text(row);
      float[] all = text < 0 ? means : numbers[text];
      if (all == null) {
        all = numbers(text < 0 ? "" : column.texts().get(text));
        if (text < 0) {
          means = all;
        } else {
          numbers[text] = all;
        }
      }
      for (int i = 0; i < all.length; i++) {
        rows.add(places.get(i), all[i]);
      }
      return text >= 0 && !name.isEmpty();
    }

    /** The numbers of a text; the means if it is empty. */
    private float[] numbers(String text) {
      float[] all = new float[features.size()];
      Set<String> values = FeatureColumn.values(text);
      for (int i = 0; i < all.length; i++) {
        Feature feature = features.get(i);
        if (text.isEmpty()) {
          all[i] = (float) feature.mean();
          continue;
        }
        all[i] =
            switch (feature.kind()) {
              case CONSTANT -> 1;
              case VALUE -> values.contains(feature.name()) ? 1 : 0;
              case OTHER -> named.containsAll(values) ? 0 : 1;
              case NUMBER, NUMBER_SQUARED -> feature.of(number(text));
              case GIVEN ->
                  throw new InputException(
                      "expected values of the feature \"%s\", found none"
                          .formatted(feature.name()));
            };
      }
      return all;
    }

    private double number(String text) {
      double number = FeatureColumn.number(text);
      if (Double.isNaN(number)) {
        throw new InputException("expected a number as %s, found \"%s\"".formatted(name, text));
      }
      return number;
    }
  }
}
