package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.ratings.Duplicates;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Ratings written in each format read back the same, in every wrapping. */
@PropertyDefaults(tries = 100, edgeCases = EdgeCasesMode.NONE)
class RoundTripTest {
  /** The genre flags of u.item, in its order, the first standing for no known genre. */
  private static final List<String> FLAGS =
      List.of(
          ("unknown Action Adventure Animation Children's Comedy Crime Documentary Drama Fantasy"
                  + " Film-Noir Horror Musical Mystery Romance Sci-Fi Thriller War Western")
              .split(" "));

  record Item(String id, String title, List<String> genres) {}

  record Row(String user, String item, double rating, long time) {}

  record DataSet(List<Item> items, List<Row> rows) {
    Ratings build(boolean withItems) {
      return build(withItems, Duplicates.NEWEST);
    }

    Ratings build(boolean withItems, Duplicates duplicates) {
      RatingsBuilder builder = new RatingsBuilder().duplicates(duplicates);
      for (Item item : withItems ? items : List.<Item>of()) {
        builder.item(
            item.id,
            item.title.replaceAll(" *[\r\n]+ *", " ").strip(),
            String.join("|", item.genres));
      }
      rows.forEach(row -> builder.rating(row.user, row.item, row.rating, row.time));
      return builder.build();
    }
  }

  /** How a file is wrapped. */
  enum Wrapping {
    PLAIN,
    GZIP,
    FOLDER,
    ZIP
  }

  /** How lines end and how a file begins and ends. */
  record Style(boolean byteOrderMark, String lineEnd, boolean lastLineEnds) {}

  private Path folder;

  @BeforeProperty
  void makeFolder() throws IOException {
    folder = Files.createTempDirectory("lanefactor");
  }

  @AfterProperty
  void deleteFolder() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Provide
  Arbitrary<Style> styles() {
    Arbitrary<Boolean> flip = Arbitraries.of(true, false);
    return Combinators.combine(flip, Arbitraries.of("\n", "\r\n"), flip).as(Style::new);
  }

  /**
   * Any text that CSV can hold: quotes, separators, line ends, characters beyond the first plane.
   */
  @Provide
  Arbitrary<DataSet> anyText() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars("ab \",;|:\t\n'é鬼")
            .withCharRange('0', '9')
            .ofMaxLength(8)
            .map(s -> "<" + s.replace("\n", "\r\n") + "😀>");
    Arbitrary<String> id = text.map(s -> s.replaceAll("[\r\n]", "_")); // ids stand on one line
    return dataSets(id, text, Arbitraries.of("Drama", "Film-Noir", "Sci-Fi", "IMAX"));
  }

  /** Text that the formats without quotes can hold in Latin-1. */
  @Provide
  Arbitrary<DataSet> latin1() {
    Arbitrary<String> title =
        Arbitraries.strings()
            .withChars("ab ,;\"'()")
            .withCharRange('à', 'ÿ')
            .ofMaxLength(8)
            .map(s -> "<" + s + "> (1999)");
    Arbitrary<String> id = Arbitraries.integers().between(1, 12).map(String::valueOf);
    return dataSets(id, title, Arbitraries.of(FLAGS.subList(1, FLAGS.size())));
  }

  private static Arbitrary<DataSet> dataSets(
      Arbitrary<String> id, Arbitrary<String> title, Arbitrary<String> genre) {
    Arbitrary<Item> item =
        Combinators.combine(id, title, genre.set().ofMaxSize(3))
            .as((i, t, g) -> new Item(i, t, g.stream().sorted().toList()));
    Arbitrary<Row> row =
        Combinators.combine(
                id,
                id,
                Arbitraries.integers().between(1, 10).map(halves -> halves / 2.0),
                Arbitraries.longs().between(0, 2_000_000_000))
            .as(Row::new);
    return Combinators.combine(
            item.list().ofMinSize(1).ofMaxSize(8).uniqueElements(Item::id),
            row.list().ofMinSize(1).ofMaxSize(20))
        .as(DataSet::new);
  }

  @Property
  void csv(
      @ForAll("anyText") DataSet data,
      @ForAll("styles") Style style,
      @ForAll Wrapping wrapping,
      @ForAll boolean allQuoted)
      throws IOException {
    UnaryOperator<String> quote =
        field ->
            allQuoted || field.matches("(?s).*[\",\n].*")
                ? '"' + field.replace("\"", "\"\"") + '"'
                : field;
    List<List<String>> ratings = new ArrayList<>();
    ratings.add(List.of("userId", "movieId", "rating", "timestamp"));
    data.rows.forEach(r -> ratings.add(List.of(r.user, r.item, "" + r.rating, "" + r.time)));
    List<List<String>> movies = new ArrayList<>();
    movies.add(List.of("movieId", "title", "genres"));
    for (Item item : data.items) {
      String genres = item.genres.isEmpty() ? "(no genres listed)" : String.join("|", item.genres);
      movies.add(List.of(item.id, item.title, genres));
    }
    check(
        data,
        wrapping,
        "ratings.csv",
        bytes(lines(ratings, ",", quote), style, StandardCharsets.UTF_8),
        "movies.csv",
        bytes(lines(movies, ",", quote), style, StandardCharsets.UTF_8));
  }

  @Property
  void doubleColons(
      @ForAll("latin1") DataSet data, @ForAll("styles") Style style, @ForAll Wrapping wrapping)
      throws IOException {
    Style noMark = new Style(false, style.lineEnd, style.lastLineEnds);
    for (Charset charset : List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8)) {
      check(
          data,
          wrapping,
          "ratings.dat",
          bytes(lines(ratingRows(data), "::", field -> field), noMark, charset),
          "movies.dat",
          bytes(
              data.items.stream()
                  .map(item -> item.id + "::" + item.title + "::" + String.join("|", item.genres))
                  .toList(),
              noMark,
              charset));
    }
  }

  @Property
  void tabsAndBars(
      @ForAll("latin1") DataSet data, @ForAll("styles") Style style, @ForAll Wrapping wrapping)
      throws IOException {
    Style noMark = new Style(false, style.lineEnd, style.lastLineEnds);
    List<List<String>> items = new ArrayList<>();
    List<Item> flagOrder = new ArrayList<>();
    for (Item item : data.items) {
      List<String> row = new ArrayList<>(List.of(item.id, item.title, "01-Jan-1995", "", "http"));
      for (String flag : FLAGS) {
        boolean unknown = item.genres.isEmpty() && flag.equals("unknown");
        row.add(unknown || item.genres.contains(flag) ? "1" : "0");
      }
      items.add(row);
      flagOrder.add(
          new Item(item.id, item.title, FLAGS.stream().filter(item.genres::contains).toList()));
    }
    check(
        new DataSet(flagOrder, data.rows),
        wrapping,
        "u.data",
        bytes(lines(ratingRows(data), "\t", f -> f), noMark, StandardCharsets.US_ASCII),
        "u.item",
        bytes(lines(items, "|", f -> f), noMark, StandardCharsets.ISO_8859_1));
  }

  /** Columns with other names, in another order, among others, with another separator. */
  @Property
  void namedColumns(
      @ForAll("anyText") DataSet data,
      @ForAll("styles") Style style,
      @ForAll("separators") String separator,
      @ForAll boolean timed)
      throws IOException {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "stars", "When", "book id", "comment", "Reader"));
    for (Row r : data.rows) {
      rows.add(List.of("7", "" + r.rating, "" + r.time, r.item, "none", r.user));
    }
    UnaryOperator<String> quote = field -> '"' + field.replace("\"", "\"\"") + '"';
    Path file = folder.resolve("books.txt");
    Files.write(file, bytes(lines(rows, separator, quote), style, StandardCharsets.UTF_8));
    RatingsReader reader = new RatingsReader().columns("reader", "book id", "stars");
    Ratings expected = data.build(false, timed ? Duplicates.NEWEST : Duplicates.LAST);
    if (timed) {
      reader.time("when");
    }
    assertEquals(dump(expected, timed), dump(reader.read(file), timed));
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of(",", ";", "\t");
  }

  private static List<List<String>> ratingRows(DataSet data) {
    return data.rows.stream()
        .map(r -> List.of(r.user, r.item, "" + r.rating, "" + r.time))
        .toList();
  }

  private static List<String> lines(
      List<List<String>> rows, String separator, UnaryOperator<String> quote) {
    return rows.stream()
        .map(row -> row.stream().map(quote).collect(Collectors.joining(separator)))
        .toList();
  }

  private static byte[] bytes(List<String> lines, Style style, Charset charset) {
    String text = String.join(style.lineEnd, lines) + (style.lastLineEnds ? style.lineEnd : "");
    return ((style.byteOrderMark ? "\ufeff" : "") + text).getBytes(charset);
  }

  private void check(
      DataSet data,
      Wrapping wrapping,
      String ratingsName,
      byte[] ratings,
      String itemsName,
      byte[] items)
      throws IOException {
    Path home = Files.createTempDirectory(folder, "set");
    RatingsReader reader = new RatingsReader();
    Path path =
        switch (wrapping) {
          case PLAIN, FOLDER -> {
            Files.write(home.resolve(itemsName), items);
            yield Files.write(home.resolve(ratingsName), ratings);
          }
          case GZIP -> {
            Files.write(home.resolve(itemsName + ".gz"), gzip(items));
            yield Files.write(home.resolve(ratingsName + ".gz"), gzip(ratings));
          }
          case ZIP -> {
            Path zip = home.resolve("set.zip");
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
              addEntry(out, "set/README.txt", new byte[] {1, 2, 3});
              addEntry(out, "set/" + itemsName, items);
              addEntry(out, "set/" + ratingsName, ratings);
              addEntry(out, "set/old/" + ratingsName, new byte[0]);
            }
            yield zip;
          }
        };
    if (wrapping == Wrapping.ZIP) {
      assertEquals(dump(data.build(true), true), dump(reader.read(path), true));
    } else {
      String suffix = wrapping == Wrapping.GZIP ? ".gz" : "";
      assertEquals(dump(data.build(false), true), dump(reader.read(path), true));
      assertEquals(dump(data.build(true), true), dump(reader.read(home), true));
      reader.items(home.resolve(itemsName + suffix));
      assertEquals(dump(data.build(true), true), dump(reader.read(path), true));
    }
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }

  private static void addEntry(ZipOutputStream out, String name, byte[] bytes) {
    try {
      out.putNextEntry(new ZipEntry(name));
      out.write(bytes);
      out.closeEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All that ratings hold, as text. */
  private static String dump(Ratings ratings, boolean timed) {
    StringBuilder text = new StringBuilder(ratings + " times " + (timed && ratings.hasTimes()));
    text.append(", " + ratings.duplicates() + " again, " + ratings.unlisted() + " unlisted");
    IntStream.range(0, ratings.items())
        .mapToObj(
            i ->
                Arrays.asList(
                    ratings.catalogue().itemId(i),
                    ratings.catalogue().title(i),
                    ratings.catalogue().genres(i)))
        .forEach(item -> text.append("\n").append(item));
    for (int u = 0; u < ratings.users(); u++) {
      text.append("\n").append(ratings.catalogue().userId(u));
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        text.append("\n  " + ratings.itemAt(p) + " " + ratings.ratingAt(p));
        text.append(timed ? " " + ratings.timeAt(p) : "");
      }
    }
    return text.toString();
  }
}
