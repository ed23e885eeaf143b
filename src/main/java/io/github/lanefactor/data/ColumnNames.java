package io.github.lanefactor.data;

import java.util.List;
import java.util.Locale;

/** The names that columns commonly have. Case, blanks, dashes and underscores do not matter. */
enum ColumnNames {
  USER("userid", "user", "uid", "reviewerid", "customerid"),
  ITEM(
      "movieid",
      "itemid",
      "item",
      "movie",
      "bookid",
      "book",
      "animeid",
      "isbn",
      "productid",
      "product",
      "artistid",
      "artist",
      "trackid",
      "songid",
      "asin",
      "jokeid"),
  RATING("rating", "stars", "score", "bookrating", "overall", "plays", "playcount", "count"),
  TIME("timestamp", "time", "unixreviewtime"),
  TITLE("title", "name", "booktitle", "movietitle"),
  GENRES("genres", "genre");

  private final List<String> names;

  ColumnNames(String... names) {
    this.names = List.of(names);
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_\\-\"\uFEFF]", "");
  }

  /** Whether a column with this name is likely to be one of these. */
  boolean fits(String column) {
    return names.contains(plain(column));
  }

  /** The first of the fields of a header that fits, the most common name first; -1 if none does. */
  int find(String[] header) {
    for (String name : names) {
      for (int i = 0; i < header.length; i++) {
        if (plain(header[i]).equals(name)) {
          return i;
        }
      }
    }
    return -1;
  }
}
