package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Ratings drawn with characters: a row is a user, a column an item; {@code 1} to {@code 5} are
 * ratings to train on, {@code a} to {@code e} ratings of 1 to 5 to test with, a dot is no rating.
 * The time of a rating is its place in reading order.
 */
final class Grids {
  private Grids() {}

  static Split split(String... rows) {
    return split(List.of(rows));
  }

  static Split split(List<String> rows) {
    String cells = String.join("", rows);
    Ratings full = full(rows);
    return new Split(
        full.filter(p -> cells.charAt(p) >= '1' && cells.charAt(p) <= '5'),
        full.filter(p -> cells.charAt(p) >= 'a'));
  }

  static Ratings ratings(String... rows) {
    String cells = String.join("", rows);
    return full(List.of(rows)).filter(p -> cells.charAt(p) != '.');
  }

  /** Every cell rated, so that a position is a place in reading order. */
  private static Ratings full(List<String> rows) {
    int items = rows.get(0).length();
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < items; i++) {
      builder.item("i" + i, "", "");
    }
    for (int u = 0; u < rows.size(); u++) {
      for (int i = 0; i < items; i++) {
        char c = rows.get(u).charAt(i);
        int rating = c >= 'a' ? c - 'a' + 1 : c == '.' ? 0 : c - '0';
        // Ids of equal lengths, so that users sort in row order.
        builder.rating("u" + (1000 + u), "i" + i, rating, (long) u * items + i);
      }
    }
    return builder.build();
  }

  /** Rows of 1 to 9 users and 2 to 14 items with a rating in either part. */
  static Arbitrary<List<String>> rows() {
    return Arbitraries.integers()
        .between(2, 14)
        .flatMap(
            items ->
                Arbitraries.strings()
                    .withChars("......11345abbde")
                    .ofLength(items)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(9))
        .filter(rows -> String.join("", rows).matches(".*([1-5].*[a-e]|[a-e].*[1-5]).*"));
  }

  /** Any ratings, at least {@code least} of them. */
  static Arbitrary<Ratings> ratings(int least) {
    return rows()
        .map(rows -> ratings(rows.toArray(String[]::new)))
        .filter(ratings -> ratings.size() >= least);
  }
}
