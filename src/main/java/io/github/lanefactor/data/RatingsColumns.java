package io.github.lanefactor.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where in a row of a ratings file things stand; -1 for what is not there.
 *
 * @param user the index of the user's id
 * @param item the index of the item's id
 * @param rating the index of the rating; if there is none, each row is an event of value 1
 * @param time the index of the time
 * @param title the index of the item's title
 * @param genres the index of the item's genres
 */
record RatingsColumns(int user, int item, int rating, int time, int title, int genres) {
  /**
   * Whether a row has ids, ratings and times, all in different places, and nothing else to read.
   */
  boolean isPlain() {
    return title < 0
        && genres < 0
        && user != item
        && (rating < 0 || (rating != user && rating != item))
        && (time < 0 || (time != user && time != item && time != rating));
  }

  /** Finds out the format of a ratings file. */
  static TextFormat format(Peek peek, ReaderOptions options) {
    List<String> candidates = TextFormat.candidates(peek, options);
    String first = peek.lines().get(0);
    if (!options.headless) {
      String separator =
          TextFormat.best(candidates, s -> named(TextFormat.fields(first, s), options));
      if (separator != null || options.named()) {
        return new TextFormat(
            separator == null ? TextFormat.mostFields(candidates, first) : separator, true);
      }
    }
    String separator = TextFormat.best(candidates, s -> ratings(peek.lines(), s, options));
    if (separator == null) {
      separator = TextFormat.mostFields(candidates, first);
    }
    // Names of columns are no numbers.
    String[] fields = TextFormat.fields(first, separator);
    boolean headless = options.headless || Arrays.stream(fields).anyMatch(TextFormat::isNumber);
    return new TextFormat(separator, !headless);
  }

  /** How many columns a header names; 0 if the user or the item is not among them. */
  private static int named(String[] header, ReaderOptions options) {
    int user = find(header, options.user, ColumnNames.USER);
    int item = find(header, options.item, ColumnNames.ITEM);
    int rating = find(header, options.rating, ColumnNames.RATING);
    int time = find(header, options.time, ColumnNames.TIME);
    int title = find(header, options.title, ColumnNames.TITLE);
    boolean value =
        rating >= 0
            && TextFormat.isNumber(header[rating])
            && !header[rating].strip().equals(options.rating);
    if (user < 0 || item < 0 || value) {
      return 0;
    }
    int found = 0;
    String[] given = {options.user, options.item, options.rating, options.time, options.title};
    int[] indexes = {user, item, rating, time, title};
    for (int i = 0; i < given.length; i++) {
      found += indexes[i] >= 0 && !ReaderOptions.isNumber(given[i]) ? 1 : 0;
    }
    return found;
  }

  /** How many of some lines read as ratings without a header. */
  private static int ratings(List<String> lines, String separator, ReaderOptions options) {
    int count = 0;
    for (String line : lines) {
      String[] fields = TextFormat.fields(line, separator);
      RatingsColumns columns = byPlace(fields.length, options);
      boolean fits =
          columns != null
              && (columns.rating < 0 || TextFormat.isNumber(fields[columns.rating]))
              && (columns.rating >= 0 || options.headless);
      count += fits ? 1 : 0;
    }
    return count;
  }

  /**
   * The columns of a file without a header: user, item, rating and time from the left, as far as
   * the options do not say otherwise.
   *
   * @param width how many columns there are
   * @return null if that is not how files without a header look
   */
  static RatingsColumns byPlace(int width, ReaderOptions options) {
    if (options.numbered() ? width < 2 : width < (options.headless ? 2 : 3) || width > 4) {
      return null;
    }
    List<Integer> given = new ArrayList<>();
    for (String column : new String[] {options.user, options.item, options.rating, options.time}) {
      if (ReaderOptions.isNumber(column)) {
        given.add(ReaderOptions.index(column));
      }
    }
    int user = place(options.user, 0, width, given);
    int item = place(options.item, 1, width, given);
    int rating = place(options.rating, 2, width, given);
    int time =
        options.timeless || (width != 4 && options.time == null)
            ? -1
            : place(options.time, 3, width, given);
    int title = place(options.title, width, width, given);
    int genres = place(options.genres, width, width, given);
    boolean inside =
        given.stream().allMatch(place -> place < width)
            && user >= 0
            && item >= 0
            && user != item
            && user != rating
            && item != rating;
    return inside ? new RatingsColumns(user, item, rating, time, title, genres) : null;
  }

  /** The place that was given, or the usual one if it is there and free. */
  private static int place(String column, int usual, int width, List<Integer> given) {
    if (ReaderOptions.isNumber(column)) {
      int place = ReaderOptions.index(column);
      return place < width ? place : -1;
    }
    return usual < width && !given.contains(usual) ? usual : -1;
  }

  /**
   * The columns of a file with a header.
   *
   * @throws MalformedRow if one is missing, or is there twice
   */
  static RatingsColumns byName(Rows rows, String[] header, ReaderOptions options) {
    Header names = new Header(rows, header);
    if (names.mentioned(options.user, ColumnNames.USER) < 0
        && names.mentioned(options.item, ColumnNames.ITEM) < 0
        && options.user == null
        && options.item == null) {
      throw rows.malformed(
          "a header with columns of users and items, which --user-column and --item-column may name"
              + " or number, or --no-header",
          names.shown());
    }
    int user = names.required(options.user, ColumnNames.USER, "users", "--user-column");
    int item = names.required(options.item, ColumnNames.ITEM, "items", "--item-column");
    int rating = names.optional(options.rating, ColumnNames.RATING);
    if (rating < 0 && named(header, options) == 0) {
      throw rows.malformed(
          "a header that names a column of users or items, or --no-header", names.shown());
    }
    return new RatingsColumns(
        user,
        item,
        rating,
        options.timeless ? -1 : names.optional(options.time, ColumnNames.TIME),
        names.mentioned(options.title, ColumnNames.TITLE),
        names.mentioned(options.genres, ColumnNames.GENRES));
  }

  /** The index of a column by its name, its number or, if it is null, a common name. */
  static int find(String[] header, String column, ColumnNames common) {
    if (column == null) {
      return common.find(header);
    }
    int named = byName(header, column);
    return named < 0
            && ReaderOptions.isNumber(column)
            && ReaderOptions.index(column) < header.length
        ? ReaderOptions.index(column)
        : named;
  }

  private static int byName(String[] header, String name) {
    for (int i = 0; i < header.length; i++) {
      if (header[i].strip().equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }
}
