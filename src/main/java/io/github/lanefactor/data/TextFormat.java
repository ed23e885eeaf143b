package io.github.lanefactor.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;

/**
 * How a text file separates its fields.
 *
 * @param separator what stands between two fields
 * @param headed whether the first row names the columns
 * @param quotes what quotes may mean, one to be tried after the other
 */
record TextFormat(String separator, boolean headed, List<Quotes> quotes) {
  /** What may separate fields, the surest first. */
  private static final List<String> SEPARATORS = List.of("::", "\t", ",", ";", "|", " ");

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][-+]?[0-9]+)?");

  TextFormat(String separator, boolean headed) {
    this(separator, headed, Quotes.of(separator));
  }

  /** The separators to choose from: the one that was given, the one the file names, or all. */
  static List<String> candidates(Peek peek, ReaderOptions options) {
    if (options.separator != null) {
      return List.of(options.separator);
    }
    return peek.separator() == null ? SEPARATORS : List.of(peek.separator());
  }

  /** The candidate with the highest score, the first of several; null if none is above 0. */
  static String best(List<String> candidates, ToIntFunction<String> score) {
    String best = null;
    int highest = 0;
    for (String candidate : candidates) {
      int found = score.applyAsInt(candidate);
      if (found > highest) {
        highest = found;
        best = candidate;
      }
    }
    return best;
  }

  /** The candidate that makes the most fields of a line. */
  static String mostFields(List<String> candidates, String line) {
    return candidates.stream()
        .sorted(Comparator.comparing(" "::equals)) // titles have blanks
        .max(Comparator.comparingInt(candidate -> fields(line, candidate).length))
        .orElseThrow();
  }

  /** The fields of a line; none if its quotes are not closed. */
  static String[] fields(String line, String separator) {
    Lines lines = new Lines("", new StringReader(line));
    try (Rows rows = new Rows("", lines, separator, Quotes.of(separator).get(0))) {
      String[] fields = rows.next();
      return fields == null ? new String[0] : fields;
    } catch (MalformedRow e) {
      return new String[0];
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never, for nothing is read
    }
  }

  /** Whether a field is a number, in whatever way it is written. */
  static boolean isNumber(String field) {
    return NUMBER.matcher(field.strip()).matches();
  }
}
