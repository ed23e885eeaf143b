package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that cannot be read gets one line that says where and why. */
class MalformedInputTest {
  @TempDir Path folder;

  private String messageFor(RatingsReader reader, Path path) {
    InputException e = assertThrows(InputException.class, () -> reader.read(path));
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage().replace(folder + "/", "");
  }

  /** A backslash and n in {@code text} stand for a line end, and t for a tab. */
  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text.replace("\\n", "\n").replace("\\t", "\t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                 | : expected some text, found an empty file",
        "\\n\\n                             | : expected some text, found an empty file",
        "userId,movieId,rating\\n           | :2: expected at least one rating, found the end of the file",
        "who,what,stars\\n1,2,3       | :1: expected a header with columns of users and items, which --user-column and --item-column may name or number, or --no-header, found \"who,what,stars\"",
        "1,b                                | :1: expected user, item, rating and perhaps time, found 2 fields",
        "userId,movieId,rating\\n1,2,3\\n1,2 | :3: expected 3 fields as in the header, found 2 fields",
        "userId,movieId,rating\\n1,2,3,4    | :2: expected 3 fields as in the header, found 4 fields",
        "userId,movieId,rating\\n1,2,good   | :2: expected a number as rating, found \"good\"",
        "userId,movieId,rating\\n\\n1,2,    | :3: expected a number as rating, found \"\"",
        "userId,movieId,rating\\n1,2,NaN    | :2: expected a number as rating, found \"NaN\"",
        "userId,movieId,rating\\n1,2,1e99   | :2: expected a number as rating, found \"1e99\"",
        "userId,movieId,rating\\n1,2,3f     | :2: expected a number as rating, found \"3f\"",
        "userId,movieId,rating,RATING\\n1,2,3,4 | :1: expected one column named rating, found \"userId,movieId,rating,RATING\"",
        "userId,movieId,rating\\n1,2,0X1P3  | :2: expected a number as rating, found \"0X1P3\"",
        "userId,movieId,rating\\n1,2,0x1p3  | :2: expected a number as rating, found \"0x1p3\"",
        "userId,movieId,rating\\n1,2,3\\n ,2,3 | :3: expected the id of user, found an empty field",
        "userId,movieId,rating\\n1,\"\",3   | :2: expected the id of item, found an empty field",
        "userId,movieId,rating,timestamp\\n1,2,3,May | :2: expected a time, such as 1112486027 or 2005-04-02 23:53:47, found \"May\"",
        "userId,movieId,rating\\n1,2,3\\n1,\"3,4\\n2,2,2 | :3: expected a closing quote, found the end of the file",
        "userId,movieId,rating\\n1,2,3\\n1,\"3\"4,4\\n2,2,2 | :3: expected a separator after a closing quote, found other text",
        "1::2::3::4\\n1::2                  | :2: expected 4 fields as in the first row, found 2 fields",
        "1::2::3\\n1::2::3::4               | :2: expected 3 fields as in the first row, found 4 fields",
        "1::2                               | :1: expected user, item, rating and perhaps time, found 2 fields",
        "1::2::x::4                         | :1: expected a number as rating, found \"x\"",
        "1\\t2\\n                           | :1: expected user, item, rating and perhaps time, found 2 fields",
        "1\\t2\\t3\\t4\\n\\n1\\t\\t3\\t4    | :3: expected the id of item, found an empty field",
      })
  void ratings(String text, String message) throws IOException {
    Path file = write("r.txt", text);
    assertEquals("r.txt" + message, messageFor(new RatingsReader(), file));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '`',
      value = {
        "``                                 ! : expected some text, found an empty file",
        "movieId,title,genres\\n            ! :2: expected at least one item, found the end of the file",
        "movieId,what\\n1,x                 ! :1: expected a header with a column of titles, which --title-column may name, found \"movieId,what\"",
        "movieId,title,genres\\n1,Piano, The,Drama ! :2: expected 3 fields, found 4 fields",
        "movieId,title\\n1,A\\n2,B\\n1,C    ! :4: expected each item once, found item 1 again",
        "movieId,title\\n,A                 ! :2: expected the id of an item, found an empty field",
        "1::A                               ! :1: expected 3 fields, found 2 fields",
        "1|A|||                             ! :1: expected 24 fields, found 5 fields",
        "1|A||||0|0|0|0|0|0|0|0|0|2|0|0|0|0|0|0|0|0|0 ! :1: expected 0 or 1 for the genre Fantasy, found \"2\"",
      })
  void items(String text, String message) throws IOException {
    Path ratings = write("r.csv", "userId,movieId,rating\\n1,1,3");
    Path items = write("i.txt", text);
    assertEquals("i.txt" + message, messageFor(new RatingsReader().items(items), ratings));
  }

  @Test
  void namedColumnsThatAreNotThere() throws IOException {
    Path file = write("r.csv", "userId,movieId,rating\\n1,1,3");
    assertEquals(
        "r.csv:1: expected a header with the column u, found \"userId,movieId,rating\"",
        messageFor(new RatingsReader().columns("u", "movieId", "rating"), file));
    assertEquals(
        "r.csv:1: expected a header with the column when, found \"userId,movieId,rating\"",
        messageFor(new RatingsReader().time("when"), file));
  }

  @Test
  void nothingThere() throws IOException {
    assertEquals(
        "no.csv: expected a file or a folder, found none",
        messageFor(new RatingsReader(), folder.resolve("no.csv")));
    assertEquals(
        "no.zip: expected a file or a folder, found none",
        messageFor(new RatingsReader(), folder.resolve("no.zip")));
    Path ratings = write("r.csv", "userId,movieId,rating\\n1,1,3");
    assertEquals(
        "no.csv: expected a file or a folder, found none",
        messageFor(new RatingsReader().items(folder.resolve("no.csv")), ratings));
  }

  @Test
  void folderWithoutRatings() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertEquals(
        "empty: expected the ratings of a known data set, such as ratings.csv, or a single file in"
            + " it, found none",
        messageFor(new RatingsReader(), empty));
  }

  @Test
  void notGzip() throws IOException {
    String message = messageFor(new RatingsReader(), write("r.csv.gz", "userId,movieId,rating"));
    assertTrue(message.startsWith("r.csv.gz: expected sound packed data"), message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "userId,movieId,rating\\n1,2,3"})
  void notZip(String text) throws IOException {
    String message = messageFor(new RatingsReader(), write("r.zip", text));
    assertTrue(message.startsWith("r.zip: expected sound packed data"), message);
  }

  @Test
  void gzipCutShort() throws IOException {
    StringBuilder text = new StringBuilder("userId,movieId,rating\n");
    Random random = new Random(1);
    for (int i = 0; i < 50_000; i++) {
      text.append(random.nextInt(1_000_000)).append(',').append(i).append(",3\n");
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    }
    byte[] whole = packed.toByteArray();
    for (int length : new int[] {3, 100, whole.length / 2, whole.length - 4}) {
      Path file = folder.resolve("r.csv.gz");
      Files.write(file, Arrays.copyOf(whole, length));
      assertEquals(
          "r.csv.gz: expected whole packed data, found that it is cut short",
          messageFor(new RatingsReader(), file));
    }
  }

  @Test
  void aLineThatIsNotUtf8() throws IOException {
    StringBuilder text = new StringBuilder("userId,movieId,rating\n");
    for (int i = 0; i < 5000; i++) {
      text.append("é").append(i).append(i == 4000 ? ",\u00ff" : ",1").append(",3\n");
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    int at = text.substring(0, text.indexOf("\u00ff")).getBytes(StandardCharsets.UTF_8).length;
    bytes[at] = (byte) 0xff;
    Path file = Files.write(folder.resolve("r.csv"), bytes);
    List<String> notes = new ArrayList<>();
    Ratings ratings = new RatingsReader().notes(notes::add).read(file);
    assertEquals(5000, ratings.users());
    assertEquals(
        List.of(
            file + ": 1 lines that are not UTF-8 are read as Windows-1252, the first is line 4002"),
        notes);
  }

  /** However a file is damaged, it is read or refused, and nothing else happens. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId,movieId,rating,timestamp\n1,2,3.5,7\n2,\"a\"\"b\",4,8\n3,2,1,9\n",
        "1::2::3::4\n2::3::4::5\n",
        "1\t2\t3\t4\r\n2\t3\t4\t5\r\n"
      })
  void damage(String text) throws IOException {
    Random random = new Random(text.length());
    Path file = folder.resolve("r.csv");
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt(256)
                : (byte) "\",\n\r:\t|0-.".charAt(random.nextInt(10));
      }
      Files.write(file, Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
      try {
        new RatingsReader().read(file);
      } catch (InputException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }
}
