package io.github.lanefactor.data;

import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.InputException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Features as a text, as model files store them: a line for each, with kind, centre, spread, column
 * and name between tabs; in columns and names a backslash stands before n for a line feed, r for a
 * carriage return, t for a tab and another backslash.
 */
final class FeatureLines {
  private static final int FIELDS = 5;

  private FeatureLines() {}

  static String of(List<Feature> features) {
    return features.stream().map(FeatureLines::line).collect(Collectors.joining("\n"));
  }

  private static String line(Feature feature) {
    return String.join(
        "\t",
        feature.kind().name().toLowerCase(Locale.ROOT),
        Double.toString(feature.centre()),
        Double.toString(feature.spread()),
        escaped(feature.column()),
        escaped(feature.name()));
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\n", "\\n")
        .replace("\r", "\\r")
        .replace("\t", "\\t");
  }

  /**
   * @throws InputException if the text is not what {@link #of} makes
   */
  static List<Feature> read(String text) {
    return text.lines().map(FeatureLines::feature).toList();
  }

  private static Feature feature(String line) {
    String[] parts = line.split("\t", -1);
    try {
      if (parts.length == FIELDS) {
        return new Feature(
            Feature.Kind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
            plain(parts[3]),
            plain(parts[4]),
            number(parts[1]),
            number(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new InputException("expected a feature, found \"%s\"".formatted(line));
  }

  private static double number(String text) {
    double number = Double.parseDouble(text);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(text);
    }
    return number;
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c =
            switch (text.charAt(i)) {
              case 'n' -> '\n';
              case 'r' -> '\r';
              case 't' -> '\t';
              default -> text.charAt(i);
            };
      }
      plain.append(c);
    }
    return plain.toString();
  }
}
