package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

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

  /** A line of the Netflix Prize: id, year and title, which may have commas in it. */
  private static final Pattern YEAR = Pattern.compile("[0-9]+,([0-9]{4}|NULL),.+");

  private final ReaderOptions options;
  private final Attempt attempt;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** Where the wanted columns stand; -1 for a year that is in titles. */
  private int[] more = {};

  /**
   * An item of a file.
   *
   * @param more what it has in the wanted columns
   */
  record Entry(String id, String title, String genres, String[] more) {}

  private ItemsFile(ReaderOptions options, Attempt attempt) {
    this.options = options;
    this.attempt = attempt;
  }

  /**
   * Reads the items of a file, in the order of the file.
   *
   * @throws InputException if something is malformed
   */
  static Collection<Entry> read(Source source, ReaderOptions options) {
    return Attempt.best(
        options,
        attempt ->
            attempt.open(
                source,
                peek -> format(peek, options),
                (peek, rows) -> new ItemsFile(options, attempt).readAll(peek, rows)));
  }

  private static TextFormat format(Peek peek, ReaderOptions options) {
    if (isNetflix(peek)) {
      return new TextFormat(",", false, List.of(Quotes.PLAIN));
    }
    List<String> candidates = TextFormat.candidates(peek, options);
    String first = peek.lines().get(0);
    String separator =
        TextFormat.best(
            candidates,
            s -> {
              String[] header = TextFormat.fields(first, s);
              return id(header, options) >= 0 && title(header, options) >= 0 ? header.length : 0;
            });
    if (separator != null && !(options.headless && byNumbers(options))) {
      return new TextFormat(separator, true);
    }
    if (first.contains("::")) {
      return new TextFormat("::", false);
    }
    separator = TextFormat.mostFields(candidates, first);
    return new TextFormat(separator, !(options.headless || separator.equals("|")));
  }

  private static boolean byNumbers(ReaderOptions options) {
    return ReaderOptions.isNumber(options.itemId) && ReaderOptions.isNumber(options.title);
  }

  private static boolean isNetflix(Peek peek) {
    return peek.lines().stream().allMatch(line -> YEAR.matcher(line).matches());
  }

  /** The column of ids: as it was called, as the ratings call it, or by a common name. */
  private static int id(String[] header, ReaderOptions options) {
    if (options.itemId != null) {
      return RatingsColumns.find(header, options.itemId, ColumnNames.ITEM);
    }
    int like =
        options.item == null || ReaderOptions.isNumber(options.item)
            ? -1
            : RatingsColumns.find(header, options.item, ColumnNames.ITEM);
    int common = like < 0 ? ColumnNames.ITEM.find(header) : like;
    return common < 0 ? ColumnNames.ID.find(header) : common;
  }

  private static int title(String[] header, ReaderOptions options) {
    return RatingsColumns.find(header, options.title, ColumnNames.NAME);
  }

  private Collection<Entry> readAll(Peek peek, Rows rows) throws IOException {
    boolean flags = false;
    int id = place(options.itemId, 0);
    int title = place(options.title, 1);
    int genres = place(options.genres, 2);
    int width = 0;
    if (isNetflix(peek)) {
      title = 2;
      genres = -1;
    } else if (format(peek, options).headed()) {
      String[] header = rows.next().clone();
      width = header.length;
      id = id(header, options);
      title = title(header, options);
      genres = RatingsColumns.find(header, options.genres, ColumnNames.GENRES);
      more = wanted(rows, header);
      if (id < 0 || title < 0) {
        throw rows.malformed(
            id < 0
                ? "a header with a column of items, which --item-id-column may name"
                : "a header with a column of titles, which --title-column may name",
            new Header(rows, header).shown());
      }
    } else {
      width = TextFormat.fields(peek.lines().get(0), rows.separator()).length;
      flags = rows.separator().equals("|") && options.title == null;
      width = flags ? BEFORE_FLAGS + FLAGS.size() : rows.separator().equals("::") ? 3 : width;
      genres = genres < width ? genres : -1;
    }
    if (more.length < options.itemColumns.size()) {
      more = wanted(rows, new String[0]);
    }
    addAll(rows, width, new int[] {id, title, genres}, flags);
    return entries.values();
  }

  private int[] wanted(Rows rows, String[] header) {
    int[] places = new int[options.itemColumns.size()];
    for (int i = 0; i < places.length; i++) {
      ReaderOptions.Wanted column = options.itemColumns.get(i);
      places[i] = column.in(header);
      if (places[i] < 0 && !column.name().equals("year")) {
        throw rows.malformed(
            "a header with a column " + column.name(),
            header.length == 0 ? "none" : new Header(rows, header).shown());
      }
    }
    return places;
  }

  private static int place(String column, int usual) {
    return ReaderOptions.isNumber(column) ? ReaderOptions.index(column) : usual;
  }

  /**
   * Adds all rows.
   *
   * @param width how many fields a row has; 0 for three of which the last may have separators
   * @param columns where id, title and genres stand; -1 for no genres
   */
  private void addAll(Rows rows, int width, int[] columns, boolean flags) throws IOException {
    Fields fields = new Fields(rows);
    attempt.each(
        rows,
        row -> {
          String[] whole = width == 0 ? joined(row) : row;
          if (whole.length != (width == 0 ? 3 : width)) {
            throw rows.malformed(
                (width == 0 ? 3 : width) + " fields", row.length + " fields", true);
          }
          String genres = "";
          if (flags) {
            genres = flagged(rows, whole);
          } else if (columns[2] >= 0) {
            genres = Fields.genres(whole[columns[2]]);
          }
          String id = fields.id("an item", whole[columns[0]]);
          String[] known = new String[more.length];
          for (int i = 0; i < known.length; i++) {
            known[i] =
                more[i] < 0 ? null : fields.known(options.itemColumns.get(i), whole[more[i]]);
          }
          Entry entry = new Entry(id, Fields.title(whole[columns[1]]), genres, known);
          if (entries.putIfAbsent(id, entry) != null) {
            throw rows.malformed("each item once", "item " + id + " again");
          }
        });
    if (entries.isEmpty()) {
      throw rows.malformed("at least one item", "the end of the file");
    }
  }

  /** A row of the Netflix Prize, with the title in one piece. */
  private static String[] joined(String[] row) {
    return row.length <= 3
        ? row
        : new String[] {
          row[0], row[1], String.join(",", Arrays.asList(row).subList(2, row.length))
        };
  }

  private static String flagged(Rows rows, String[] row) {
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
