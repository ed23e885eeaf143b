package io.github.lanefactor.ratings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** A column of texts, and what features can be made of it. */
final class FeatureColumn {
  static final String GENRES = "genres";
  static final String YEAR = "year";

  /** A value that fewer rows have says nothing of other rows. */
  private static final int RARE = 2;

  /** The most values of a column that are features of their own. */
  private static final int MOST_VALUES = 256;

  /** So many different numbers at most are codes, such as those of occupations, */
  private static final int MOST_CODES = 32;

  /** if there are so many rows for each. */
  private static final int ROWS_PER_CODE = 10;

  /** How the texts of a column are read. */
  enum Reading {
    /** One or several of some values. */
    CATEGORY,
    NUMBER
  }

  /**
   * The name of a column and how it is to be read, as in {@code price} or {@code price:number}.
   *
   * @param reading null if the texts are to decide
   */
  record Asked(String name, Reading reading) {
    static Asked of(String text) {
      for (Reading reading : Reading.values()) {
        String suffix = ":" + reading.name().toLowerCase(Locale.ROOT);
        if (text.endsWith(suffix) && text.length() > suffix.length()) {
          return new Asked(text.substring(0, text.length() - suffix.length()), reading);
        }
      }
      return new Asked(text, null);
    }
  }

  private final String name;

  /** The different texts, and which of them each row has; -1 if nothing is known of it. */
  private final List<String> texts = new ArrayList<>();

  private final int[] text;

  /**
   * @param ofRow what a row has; empty if it is not known
   */
  FeatureColumn(String name, int rows, IntFunction<String> ofRow) {
    this.name = name;
    this.text = new int[rows];
    Map<String, Integer> numbers = new HashMap<>();
    for (int row = 0; row < rows; row++) {
      String known = ofRow.apply(row);
      Integer number = known.isEmpty() ? Integer.valueOf(-1) : numbers.get(known);
      if (number == null) {
        number = texts.size();
        numbers.put(known, number);
        texts.add(known);
      }
      text[row] = number;
    }
  }

  /** The different texts of all rows. */
  List<String> texts() {
    return texts;
  }

  /** Which of {@link #texts} a row has; -1 if nothing is known of it. */
  int text(int row) {
    return text[row];
  }

  /** The values in a text, each once. */
  static Set<String> values(String text) {
    if (text.indexOf('|') < 0) {
      return text.isEmpty() ? Set.of() : Set.of(text);
    }
    Set<String> values = new LinkedHashSet<>(List.of(text.split("\\|")));
    values.remove("");
    return values;
  }

  /** The number that a text is; NaN if it is none. */
  static double number(String text) {
    try {
      double number = Double.parseDouble(text.strip());
      return Double.isFinite(number) ? number : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /**
   * The features that the column makes.
   *
   * @throws InputException if it is to have numbers and has something else
   */
  List<Feature> features(Reading asked) {
    int[] counts = new int[texts.size()];
    int known = 0;
    for (int each : text) {
      if (each >= 0) {
        counts[each]++;
        known++;
      }
    }
    Reading reading = asked == null ? reading(known) : asked;
    return reading == Reading.NUMBER ? numbers(known) : values(counts, known);
  }

  private Reading reading(int known) {
    if (name.equals(YEAR)) {
      return Reading.NUMBER;
    }
    boolean numbers = !texts.isEmpty();
    for (String each : texts) {
      numbers = numbers && !Double.isNaN(number(each));
    }
    boolean codes = texts.size() <= MOST_CODES && known >= ROWS_PER_CODE * texts.size();
    return numbers && !codes ? Reading.NUMBER : Reading.CATEGORY;
  }

  private List<Feature> numbers(int known) {
    double[] numbers = new double[texts.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = number(texts.get(i));
      if (Double.isNaN(numbers[i])) {
        throw new InputException(
            "expected numbers in %s, found \"%s\"".formatted(name, texts.get(i)));
      }
    }
    double sum = 0;
    for (int each : text) {
      sum += each < 0 ? 0 : numbers[each];
    }
    double mean = sum / Math.max(1, known);
    double squares = 0;
    for (int each : text) {
      double away = each < 0 ? 0 : numbers[each] - mean;
      squares += away * away;
    }
    double spread = Math.sqrt(squares / Math.max(1, known));
    return spread > 0
        ? List.of(
            new Feature(Feature.Kind.NUMBER, name, name, mean, spread),
            new Feature(Feature.Kind.NUMBER_SQUARED, name, name + "²", mean, spread))
        : List.of();
  }

  private List<Feature> values(int[] counts, int known) {
    Map<String, Integer> values = new TreeMap<>();
    for (int i = 0; i < counts.length; i++) {
      for (String value : values(texts.get(i))) {
        values.merge(value, counts[i], Integer::sum);
      }
    }
    Set<String> named =
        values.entrySet().stream()
            .filter(entry -> entry.getValue() >= RARE)
            .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
            .limit(MOST_VALUES)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());
    List<Feature> features = new ArrayList<>();
    values.forEach(
        (value, count) -> {
          if (named.contains(value)) {
            double share = (double) count / known;
            features.add(new Feature(Feature.Kind.VALUE, name, value, share, 1));
          }
        });
    int others = 0;
    for (int i = 0; i < counts.length; i++) {
      others += named.containsAll(values(texts.get(i))) ? 0 : counts[i];
    }
    if (others > 0) {
      double share = (double) others / known;
      features.add(new Feature(Feature.Kind.OTHER, name, "other " + name, share, 1));
    }
    return features;
  }
}
