package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A file of items, in any of the formats that {@link RatingsReader} lists. */
final class ItemsFile {
  /** The genres of the last fields of a line of u.item, each of which is 0 or 1. */
  private static final List<String> FLAGS =
      List.of(
          "unknown",
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  /** A line of u.item begins with id, title, two dates and an address. */
  private static final int BEFORE_FLAGS = 5;

  private final Rows rows;
  private final RatingsBuilder builder;

  private ItemsFile(Rows rows, RatingsBuilder builder) {
    this.rows = rows;
    this.builder = builder;
  }

  private static TextFormat format(String firstLine) {
    return TextFormat.earliest(firstLine, "::", "|", ",", ";", "\t")
        .filter(separator -> separator.equals("::") || separator.equals("|"))
        .map(TextFormat::split)
        .orElseGet(() -> TextFormat.csv(firstLine));
  }

  /**
   * Lists the items of a file in {@code builder}.
   *
   * @param idColumn the name of the column of ids, if there is a header
   * @throws InputException if something is malformed
   */
  static void read(Source source, String idColumn, RatingsBuilder builder) {
    try (Rows rows = TextFormat.open(source, ItemsFile::format)) {
      new ItemsFile(rows, builder).addAll(idColumn);
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  private void addAll(String idColumn) throws IOException {
    int id = 0;
    int title = 1;
    int genres = 2;
    if (rows instanceof CsvRows csv) {
      id = idColumn == null ? ColumnNames.ITEM.find(csv.header()) : csv.column(idColumn);
      title = ColumnNames.TITLE.find(csv.header());
      genres = ColumnNames.GENRES.find(csv.header());
      if (id < 0 || title < 0) {
        throw rows.malformed(
            "a header with the columns %s, title"
                .formatted(idColumn == null ? "movieId" : idColumn),
            Rows.quote(String.join(csv.separator(), csv.header())));
      }
    }
    String[] row = rows.next();
    if (row == null) {
      throw rows.malformed("at least one item", "the end of the file");
    }
    boolean flags = rows.separator().equals("|");
    int width = flags ? BEFORE_FLAGS + FLAGS.size() : rows instanceof CsvRows ? row.length : 3;
    for (; row != null; row = rows.next()) {
      if (row.length != width) {
        throw rows.malformed(width + " fields", row.length + " fields");
      }
      String names = flags ? flagged(row) : genres < 0 ? "" : listed(row[genres]);
      add(row[id].strip(), line(row[title]), names);
    }
  }

  private void add(String id, String title, String genres) {
    if (id.isEmpty()) {
      throw rows.malformed("the id of an item", "an empty field");
    }
    if (!builder.item(id, title, genres)) {
      throw rows.malformed("each item once", "item " + id + " again");
    }
  }

  /** A title on one line. */
  static String line(String title) {
    return title.strip().replaceAll(" *[\\r\\n]+ *", " ");
  }

  static String listed(String field) {
    if (field.equals("(no genres listed)")) {
      return "";
    }
    return Stream.of(field.split("\\|"))
        .map(String::strip)
        .filter(genre -> !genre.isEmpty())
        .collect(Collectors.joining("|"));
  }

  private String flagged(String[] row) {
    StringBuilder genres = new StringBuilder();
    for (int i = 0; i < FLAGS.size(); i++) {
      String flag = row[BEFORE_FLAGS + i];
      if (!flag.equals("0") && !flag.equals("1")) {
        throw rows.malformed("0 or 1 for the genre " + FLAGS.get(i), Rows.quote(flag));
      }
      // The first flag means that no genre is known.
      if (flag.equals("1") && i > 0) {
        genres.append(genres.isEmpty() ? "" : "|").append(FLAGS.get(i));
      }
    }
    return genres.toString();
  }
}
