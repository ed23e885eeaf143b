package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/** Quoted fields come back, whatever stands in them. */
class QuotesTest {
  /** Whatever stands in ids, a file in one of the usual dialects gives them back. */
  @Property(tries = 300)
  void idsComeBack(
      @ForAll @Size(min = 1, max = 8) List<@From("ids") String> users,
      @ForAll("ids") String item,
      @ForAll @IntRange(max = 3) int dialect)
      throws IOException {
    char separator = dialect == 1 ? ';' : dialect == 3 ? '\t' : ',';
    StringBuilder text = new StringBuilder("user" + separator + "item" + separator + "rating\n");
    Set<String> expected = new TreeSet<>();
    // A row that tells backslashes apart from those that stand for themselves.
    List<String> all = new ArrayList<>(users);
    all.add("a\"b");
    for (String user : all) {
      expected.add(user.strip());
      text.append(quoted(user, dialect)).append(separator);
      text.append(quoted(item, dialect)).append(separator).append("4\n");
    }
    Path file = Files.createTempFile("wild", ".csv");
    try {
      Ratings read = new RatingsReader().read(Files.writeString(file, text));
      assertEquals(expected, new TreeSet<>(List.of(read.catalogue().userIds())), text.toString());
      assertEquals(item.strip(), read.catalogue().itemId(0), text.toString());
    } finally {
      Files.delete(file);
    }
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withChars("ab1,;\"\\ \t|:é")
        .ofMinLength(1)
        .ofMaxLength(6)
        .filter(id -> !id.isBlank() && !id.startsWith("="));
  }

  private static String quoted(String id, int dialect) {
    return dialect == 2
        ? '"' + id.replace("\\", "\\\\").replace("\"", "\\\"") + '"'
        : '"' + id.replace("\"", "\"\"") + '"';
  }

  /** What stands in quotes reads as Commons CSV reads it. */
  @Property(tries = 500)
  void csvIsReadAsByCommonsCsv(
      @ForAll @Size(min = 1, max = 5) List<@From("rows") List<String>> rows) throws IOException {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      List<String> fields = new ArrayList<>();
      row.forEach(field -> fields.add(field.matches("[ab1é]*") ? field : quoted(field, 0)));
      text.append(String.join(",", fields)).append(rows.size() % 2 == 0 ? "\n" : "\r\n");
    }
    CSVFormat format = CSVFormat.RFC4180.builder().setIgnoreEmptyLines(true).get();
    List<List<String>> theirs = new ArrayList<>();
    List<List<String>> read = new ArrayList<>();
    try (CSVParser parser = CSVParser.parse(text.toString(), format);
        Rows ours = new Rows("r", new Lines("r", slow(text.toString())), ",", Quotes.CSV)) {
      parser.forEach(record -> theirs.add(record.toList()));
      for (String[] row = ours.next(); row != null; row = ours.next()) {
        read.add(List.of(row.clone()));
      }
    }
    // Rows of one field alone may be taken for blank lines.
    theirs.removeIf(row -> row.size() == 1 && row.get(0).isBlank());
    read.removeIf(row -> row.size() == 1 && row.get(0).isBlank());
    assertEquals(theirs, read, text.toString());
  }

  /** A reader that gives one character at a time, so that every seam between two reads is tried. */
  private static Reader slow(String text) {
    return new StringReader(text) {
      @Override
      public int read(char[] chars, int offset, int length) throws IOException {
        return super.read(chars, offset, Math.min(length, 1));
      }
    };
  }

  @Provide
  Arbitrary<List<String>> rows() {
    Arbitrary<String> field = Arbitraries.strings().withChars("ab1,\"\\ \n\ré").ofMaxLength(5);
    return field.list().ofMinSize(1).ofMaxSize(4);
  }
}
