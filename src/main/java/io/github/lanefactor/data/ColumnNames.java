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
      "parentasin",
      "jokeid",
      "gameid",
      "malid"),
  RATING(
      "rating",
      "stars",
      "score",
      "bookrating",
      "overall",
      "plays",
      "playcount",
      "listens",
      "listencount",
      "count",
      "weight"),
  /** What says how often, and not how good. */
  COUNTS("plays", "playcount", "listens", "listencount", "count", "clicks", "views", "purchases"),
  TIME("timestamp", "time", "unixreviewtime", "date", "datetime", "ratedat", "createdat"),
  TITLE("title", "booktitle", "movietitle", "itemtitle", "moviename", "itemname", "artistname"),
  /** A title where all rows are items. */
  NAME("title", "name", "booktitle", "movietitle", "itemtitle", "moviename", "itemname"),
  /** An item where all rows are items. */
  ID("id"),
  GENRES("genres", "genre");

  private final List<String> names;

  ColumnNames(String... names) {
    this.names = List.of(names);
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_\\-\"\uFEFF]", "");
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
