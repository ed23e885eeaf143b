package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** A file of users and what is known of them, in any of the formats that RatingsReader lists. */
final class UsersFile {
  /** A line of u.user. */
  private static final String[] BARS = {"id", "age", "gender", "occupation", "zip"};

  /** A line of users.dat. */
  private static final String[] COLONS = {"id", "gender", "age", "occupation", "zip"};

  private static final String ZIP = "zip.*";

  private final ReaderOptions options;
  private final Attempt attempt;

  /**
   * The users of a file.
   *
   * @param columns the names of the columns
   * @param values what each user has in them
   */
  record Users(List<String> columns, Map<String, String[]> values) {}

  private UsersFile(ReaderOptions options, Attempt attempt) {
    this.options = options;
    this.attempt = attempt;
  }

  /**
   * Reads the users of a file, in the order of the file.
   *
   * @throws InputException if something is malformed
   */
  static Users read(Source source, ReaderOptions options) {
    return Attempt.best(
        options,
        attempt ->
            attempt.open(
                source,
                peek -> format(peek, options),
                (peek, rows) -> new UsersFile(options, attempt).readAll(peek, rows)));
  }

  private static TextFormat format(Peek peek, ReaderOptions options) {
    List<String> candidates = TextFormat.candidates(peek, options);
    String first = peek.lines().get(0);
    String separator =
        TextFormat.best(
            candidates,
            s -> {
              String[] header = TextFormat.fields(first, s);
              return id(header, options) >= 0 ? header.length : 0;
            });
    if (separator != null) {
      return new TextFormat(separator, true);
    }
    boolean colons = first.contains("::");
    return new TextFormat(colons ? "::" : TextFormat.mostFields(candidates, first), false);
  }

  /** The column of ids: called as in the ratings, or by a common name. */
  private static int id(String[] header, ReaderOptions options) {
    String like = ReaderOptions.isNumber(options.user) ? null : options.user;
    int found = RatingsColumns.find(header, like, ColumnNames.USER);
    int common = found < 0 ? ColumnNames.USER.find(header) : found;
    return common < 0 ? ColumnNames.ID.find(header) : common;
  }

  private Users readAll(Peek peek, Rows rows) throws IOException {
    boolean headed = format(peek, options).headed();
    String[] header = headed ? rows.next().clone() : rows.separator().equals("::") ? COLONS : BARS;
    int id = headed ? id(header, options) : 0;
    if (!headed && TextFormat.fields(peek.lines().get(0), rows.separator()).length != 5) {
      throw rows.malformed(
          "a header with a column of users, such as userId, or a line as in u.user or users.dat",
          Rows.quote(peek.lines().get(0)));
    }
    List<ReaderOptions.Wanted> wanted = wanted(header, id);
    int[] places = new int[wanted.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = wanted.get(i).in(header);
      if (places[i] < 0 || places[i] == id) {
        throw rows.malformed("a column " + wanted.get(i).name(), new Header(rows, header).shown());
      }
    }
    Map<String, String[]> users = new LinkedHashMap<>();
    Fields fields = new Fields(rows);
    attempt.each(
        rows,
        row -> {
          if (row.length != header.length) {
            throw rows.malformed(header.length + " fields", row.length + " fields", true);
          }
          String[] values = new String[places.length];
          for (int i = 0; i < places.length; i++) {
            values[i] = fields.known(wanted.get(i), row[places[i]]);
          }
          String user = fields.id("a user", row[id]);
          if (users.putIfAbsent(user, values) != null) {
            throw rows.malformed("each user once", "user " + user + " again");
          }
        });
    if (users.isEmpty()) {
      throw rows.malformed("at least one user", "the end of the file");
    }
    return new Users(wanted.stream().map(ReaderOptions.Wanted::name).toList(), users);
  }

  /** The columns that were asked for, or all but the ids and zip codes. */
  private List<ReaderOptions.Wanted> wanted(String[] header, int id) {
    if (options.userColumns != null) {
      return options.userColumns;
    }
    return IntStream.range(0, header.length)
        .filter(i -> i != id)
        .mapToObj(i -> header[i].strip())
        .filter(name -> !name.isEmpty() && !name.toLowerCase(Locale.ROOT).matches(ZIP))
        .map(name -> new ReaderOptions.Wanted(name, false))
        .toList();
  }
}
