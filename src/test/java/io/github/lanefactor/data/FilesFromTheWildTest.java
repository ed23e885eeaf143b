package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.Duplicates;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files as people have them: each kind is read right or refused, never read wrong. */
class FilesFromTheWildTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("r.csv"), text);
  }

  private static List<String> lines(Ratings ratings) {
    List<String> lines = new ArrayList<>();
    for (int u = 0; u < ratings.users(); u++) {
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        String time = ratings.hasTimes() ? " at " + ratings.timeAt(p) : "";
        lines.add(
            ratings.catalogue().userId(u)
                + " "
                + ratings.catalogue().itemId(ratings.itemAt(p))
                + " "
                + ratings.ratingAt(p)
                + time);
      }
    }
    return lines;
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("r.csv"), bytes);
  }

  private static String refusal(RatingsReader reader, Path file) {
    String message = assertThrows(InputException.class, () -> reader.read(file)).getMessage();
    assertFalse(message.contains("\n"), message);
    return message.replaceFirst(".*/", "");
  }

  private static final List<String> TWO = List.of("1 101 4.0", "2 7 3.5");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "userId,movieId,rating\n1,101,4\n2,7,3.5\n",
        "user_id,item_id,rating\n1,101,4\n2,7,3.5\n",
        "item;user;stars\n101;1;4\n7;2;3.5\n",
        "\"User-ID\";\"ISBN\";\"Book-Rating\"\n\"1\";\"101\";\"4\"\n\"2\";\"7\";\"3.5\"\n",
        "user_id,anime_id,rating\n1, \"101\", 4\n2, \"7\" ,3.5\n", // blanks about quotes
        "user\titem\trating\n1\t101\t4\n2\t7\t3.5\n",
        "user|item|rating\n1|101|4\n2|7|3.5\n",
        "user item rating\n1 101  4\n2\t7 3.5 \n",
        "UserID::MovieID::Rating\n1::101::4\n2::7::3.5\n",
        "1,101,4\n2,7,3.5\n", // no header
        "2;7;3.5\n1;101;4\n",
        "1::101::4\n2::7::3.5\n",
        "1\t101\t4\n2\t7\t3.5\n",
        "1|101|4\n2|7|3.5\n",
        "1 101 4\n2 7 3.5\n",
        "\"1\"\t\"101\"\t\"4\"\n\"2\"\t\"7\"\t\"3.5\"\n",
        "1\t\t101\t\t4\n2\t\t7\t\t3.5\n", // doubled tabs
        "1;101;4\n2;7;3,5\n", // a decimal comma
        "1\t101\t4,0\n2\t7\t3,5\n",
        "sep=;\nuser;item;rating\n1;101;4\n2;7;3.5\n", // Excel
        "sep=|\r\n1|101|4\r\n2|7|3.5\r\n",
        "user,item,rating\n=\"1\",=\"101\",4\n\"=\"\"2\"\"\",\"=\"\"7\"\"\",3.5\n",
        "user,item,rating\r1,101,4\r2,7,3.5", // CR alone
        "\n\nuser,item,rating\r\n\r\n1,101,4\r\n2,7,3.5\r\n",
        ",userId,movieId,rating\n0,1,101,4\n1,2,7,3.5\n", // pandas' index
      })
  void columnsGoByTheirCommonNamesOrPlaces(String text) throws IOException {
    assertEquals(TWO, lines(new RatingsReader().read(file(text))));
  }

  static Stream<Arguments> charsets() {
    return Stream.of(
        Arguments.of("UTF-8", ""),
        Arguments.of("UTF-8", "\uFEFF"),
        Arguments.of("UTF-16LE", "\uFEFF"),
        Arguments.of("UTF-16BE", "\uFEFF"),
        Arguments.of("UTF-16LE", ""),
        Arguments.of("UTF-16BE", ""),
        Arguments.of("windows-1252", ""),
        Arguments.of("ISO-8859-1", ""));
  }

  @ParameterizedTest
  @MethodSource("charsets")
  void textIsReadInItsEncoding(String charset, String mark) throws IOException {
    for (String header : List.of("user,item,rating\n", "")) {
      String text = mark + header + "José,Ü,4\nZoë,ß,2\n";
      List<String> notes = new ArrayList<>();
      Path file = file(text.getBytes(Charset.forName(charset)));
      List<String> lines = lines(new RatingsReader().notes(notes::add).read(file));
      assertEquals(List.of("José Ü 4.0", "Zoë ß 2.0"), lines);
      boolean other = !charset.startsWith("UTF");
      int first = header.isEmpty() ? 1 : 2;
      assertEquals(
          other
              ? List.of(
                  file
                      + ": 2 lines that are not UTF-8 are read as Windows-1252, the first is line "
                      + first)
              : List.of(),
          notes);
    }
  }

  @Test
  void whatWindowsLeavesOpenStaysApart() throws IOException {
    byte[] bytes = "1,xA,4\n1,xB,3\n1,€,2\n".getBytes("windows-1252");
    bytes[3] = (byte) 0x81;
    bytes[10] = (byte) 0x8d;
    assertEquals(3, new RatingsReader().read(file(bytes)).items());
  }

  /** UTF-16 that breaks off in the middle, and bytes that are no text. */
  @Test
  void whatIsNoTextIsRefused() throws IOException {
    byte[] odd = "user,item,rating\n1,2,3\n".getBytes(StandardCharsets.UTF_16LE);
    String message = refusal(new RatingsReader(), file(Arrays.copyOf(odd, odd.length - 1)));
    assertEquals("r.csv: expected UTF-16 text, found other bytes", message);
    byte[] random = new byte[5000];
    new Random(1).nextBytes(random);
    random[0] = 'x';
    assertEquals(
        "r.csv: expected text, found other data", refusal(new RatingsReader(), file(random)));
    byte[] parquet = new byte[5000];
    System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, parquet, 0, 4);
    assertEquals(
        "r.csv: expected text, found Parquet", refusal(new RatingsReader(), file(parquet)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "comma     ! 1,2;3,5     ! 2;3",
        "semicolon ! 1;2,3;5     ! 2,3",
        "tab       ! 1~2 3~5     ! 2 3",
        "bar       ! 1|2,3|5     ! 2,3",
        "blank     ! 1 2,3,4  5  ! 2,3,4",
        "::        ! 1::2:3::5   ! 2:3",
        "-*-       ! 1-*-2,3-*-5 ! 2,3",
      })
  void theSeparatorCanBeSet(String separator, String row, String item) throws IOException {
    Path file = file(row.replace('~', '\t') + "\n");
    Ratings read = new RatingsReader().separator(separator).headless().read(file);
    assertEquals(List.of("1 " + item + " 5.0"), lines(read));
  }

  @Test
  void noSeparator() {
    for (String separator : List.of("", "\"", "\n")) {
      assertThrows(InputException.class, () -> new RatingsReader().separator(separator));
    }
  }

  /** However the rows stand, the file is the same, or refused. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "u\tmy rating\t4\nv\tother\t3\n",
        "u,x,4\n2,7,3\n",
        "u,user item rating,4\nrating,title,3\n2,7,3\n",
        "u::it::4::5\nmovie::user::3::6\n",
        "u|a,b;c,d|3\nv|b|4\n",
        "1;a,b,2;3,5\n1;c;3,25\n2;d;3\n",
        "1,2020-01-01 1 2,3\n5,6,7\n",
        "1,a,2,5\n1,a,3,\n1,a,4,6\n",
        "u,caf\u00e9,4\nv,tea,3\nw,\"a\"\"b\",2\n",
      })
  void whatAFileIsDoesNotDependOnTheOrderOfItsRows(String text) throws IOException {
    List<String> rows = new ArrayList<>(text.lines().toList());
    List<String> expected = lines(new RatingsReader().read(file(text)));
    for (int i = 1; i < 6; i++) {
      Collections.shuffle(rows, new Random(i));
      String turned = String.join("\n", rows) + "\n";
      assertEquals(expected, lines(new RatingsReader().read(file(turned))), turned);
    }
  }

  /** Two columns, or three without a number, may be a header or not: that has to be said. */
  @ParameterizedTest
  @ValueSource(strings = {"a,b\nc,d\n", "c,d\na,b\n"})
  void eventsWithoutAHeader(String text) throws IOException {
    String message = refusal(new RatingsReader(), file(text));
    assertTrue(message.contains("--no-header"), message);
    List<String> events = lines(new RatingsReader().headless().read(file(text)));
    assertEquals(List.of("a b 1.0", "c d 1.0"), events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\\", "\\\\"})
  void backslashesBeforeQuotesWhereTheFileUsesThem(String backslash) throws IOException {
    String escaped = "user,item,rating\n1,\"He said \\\"Hi\\\", then\",4\n1,\"x\",3\n";
    assertEquals(
        List.of("1 He said \"Hi\", then 4.0", "1 x 3.0"),
        lines(new RatingsReader().read(file(escaped))));
    String doubled = "user;item;rating\n1;\"C:" + backslash + "\";4\n1;\"a \"\"b\"\"\";3\n";
    assertEquals(
        List.of("1 C:" + backslash + " 4.0", "1 a \"b\" 3.0"),
        lines(new RatingsReader().read(file(doubled))));
  }

  @Test
  void rowsWithoutRatingsAreEvents() throws IOException {
    Path clicks = file("user_id,item_id,timestamp\na,x,5\na,x,6\nb,y,7\n");
    assertEquals(List.of("a x 1.0 at 6", "b y 1.0 at 7"), lines(new RatingsReader().read(clicks)));
    assertEquals(
        List.of("a x 2.0 at 6", "b y 1.0 at 7"),
        lines(new RatingsReader().duplicates(Duplicates.SUM).read(clicks)));
    InputException e =
        assertThrows(
            InputException.class,
            () -> new RatingsReader().columns(null, null, "stars").read(clicks));
    assertTrue(e.getMessage().contains("the column stars"), e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({"NEWEST, 2", "LAST, 4", "SUM, 9", "MEAN, 3", "MAX, 4"})
  void pairsRatedAgainBecomeWhatIsAskedFor(Duplicates kind, float expected) throws IOException {
    Path file = file("userId,movieId,rating,timestamp\n1,1,3,10\n1,1,2,30\n1,1,4,20\n");
    Ratings ratings = new RatingsReader().duplicates(kind).read(file);
    assertEquals(expected, ratings.ratingAt(0));
    assertEquals(2, ratings.duplicates());
  }

  @Test
  void aFullTableAsksWhatZerosAre() throws IOException {
    Path table = file("userId,movieId,rating\n1,1,5\n1,2,0\n1,3,0\n2,1,0\n2,2,4\n2,3,0\n");
    InputException e = assertThrows(InputException.class, () -> new RatingsReader().read(table));
    assertTrue(e.getMessage().contains("4 of 6 ratings are 0"), e.getMessage());
    assertTrue(e.getMessage().contains("--zeros missing"), e.getMessage());
    assertEquals(
        List.of("1 1 5.0", "2 2 4.0"), lines(new RatingsReader().zeros(Zeros.MISSING).read(table)));
    assertEquals(6, new RatingsReader().zeros(Zeros.RATING).read(table).size());
    Path few = file("userId,movieId,rating\n1,1,5\n1,2,0\n");
    assertEquals(2, new RatingsReader().read(few).size());
  }

  @Test
  void aFullTableAsksEvenIfFewAre0() throws IOException {
    String rows = "userId,movieId,rating\n1,1,5\n1,2,3\n2,1,%s\n2,2,4\n";
    Path table = file(rows.formatted(0));
    InputException e = assertThrows(InputException.class, () -> new RatingsReader().read(table));
    assertTrue(e.getMessage().contains("every user and item, 1 of 4"), e.getMessage());
    assertEquals(3, new RatingsReader().zeros(Zeros.MISSING).read(table).size());
    assertEquals(4, new RatingsReader().zeros(Zeros.RATING).read(table).size());
    assertEquals(4, new RatingsReader().read(file(rows.formatted(1))).size());
    assertEquals(5, new RatingsReader().read(file(rows.formatted(0) + "3,1,2\n")).size());
    Path through0 = file(rows.formatted(0).replace("1,2,3", "1,2,-3"));
    assertEquals(4, new RatingsReader().read(through0).size());
  }

  @ParameterizedTest
  @EnumSource(Zeros.class)
  void zerosAloneAreNeverTakenSilently(Zeros zeros) throws IOException {
    Path table = file("userId,movieId,rating\n1,1,0\n1,2,0\n");
    RatingsReader reader = new RatingsReader().zeros(zeros);
    if (zeros == Zeros.RATING) {
      assertEquals(2, reader.read(table).size());
    } else {
      assertThrows(InputException.class, () -> reader.read(table));
    }
  }

  @Test
  void titlesAndGenresAreMended() throws IOException {
    Path items = folder.resolve("items.csv");
    Files.writeString(items, "isbn,name,genre\n1,\"Two \n lines\",Drama||War| \n");
    Path ratings = file("user,isbn,rating\na,1,3\n");
    Ratings read = new RatingsReader().items(items).read(ratings);
    assertEquals("Two lines (Drama, War)", read.catalogue().itemAt(0).toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1112486027",
        "1112486027.9",
        "1112486027000",
        "1112486027999",
        "1.112486027e9",
        "2005-04-02 23:53:47",
        "\"2005-04-02 23:53:47\"",
        "2005-04-02T23:53:47",
        "2005-04-02T23:53:47Z",
        "2005-04-02t23:53:47z",
        "2005-04-02 23:53:47.123456",
        "2005-04-02 23:53:47 UTC",
        "2005/4/2 23:53:47",
        "2005-04-03T01:53:47+02:00",
        "2005-04-03T01:53:47+0200",
        "2005-04-03 01:53:47+02",
        "2005-04-02T18:23:47.5-05:30",
        "2005-04-03T01:53:47+02:00[Europe/Paris]",
        "2005-04-03T01:53:47 Europe/Paris",
        "2005-04-02T18:53:47[America/New_York]",
      })
  void timesAreSecondsMillisecondsOrDates(String time) throws IOException {
    Path file = file("user,item,rating,time\n1,a,3," + time + "\n");
    Ratings read = new RatingsReader().read(file);
    assertEquals(1112486027, read.timeAt(0));
    assertFalse(new RatingsReader().withoutTimes().read(file).hasTimes());
  }

  @ParameterizedTest
  @CsvSource({"2005-04-02, 1112400000", "2005-04-02 23:53, 1112485980", "-5, -5", "0, 0"})
  void datesAlone(String time, long expected) throws IOException {
    Ratings read = new RatingsReader().read(file("u;1;3;" + time + "\n"));
    assertEquals(expected, read.timeAt(0));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2005-02-30", "2005-13-01", "2005-04-02 25:00", "2/4/2005", "May"})
  void whatIsNoTimeIsRefused(String time) throws IOException {
    Path file = file("user,item,rating,time\n1,a,3," + time + "\n");
    assertEquals(
        "r.csv:2: expected a time, such as 1112486027 or 2005-04-02 23:53:47, found \""
            + time
            + "\"",
        assertThrows(InputException.class, () -> new RatingsReader().read(file))
            .getMessage()
            .substring(folder.toString().length() + 1));
    assertEquals(1, new RatingsReader().withoutTimes().read(file).size());
  }

  @Test
  void timesMayBeMissingHereAndThere() throws IOException {
    Path file = file("user,item,rating,date\n1,a,3,\n1,b,4,2005-04-02\n2,a,5,NULL\n2,a,4,1\n");
    List<String> notes = new ArrayList<>();
    Ratings read = new RatingsReader().notes(notes::add).read(file);
    String none = " at " + Ratings.NO_TIME;
    assertEquals(List.of("1 a 3.0" + none, "1 b 4.0 at 1112400000", "2 a 4.0 at 1"), lines(read));
    assertEquals(List.of(file + ": 2 of 4 ratings have no time"), notes);
    Path nowhere = file("user,item,rating,date\n1,a,3,\n1,b,4,NA\n");
    assertFalse(new RatingsReader().read(nowhere).hasTimes());
  }

  @Test
  void columnsMayBeNumbered() throws IOException {
    String rows = "101,1,4,9,x\n7,2,3.5,8,y\n";
    RatingsReader reader = new RatingsReader().columns("2", "1", "3").time("4");
    List<String> expected = List.of("1 101 4.0 at 9", "2 7 3.5 at 8");
    assertEquals(expected, lines(reader.read(file(rows))));
    assertEquals(expected, lines(reader.read(file("what,who,how,when,rest\n" + rows))));
    assertEquals(TWO, lines(new RatingsReader().columns("2", "1", "3").read(file(rows))));
    Path four = file("101,1,4,9\n7,2,3.5,8\n");
    assertEquals(expected, lines(new RatingsReader().columns("2", "1", null).read(four)));
    // A name that is a number goes before a number.
    Path numbers = file("2,1,3\n1,101,4\n2,7,3.5\n");
    assertEquals(3, new RatingsReader().columns("1", "2", "3").headless().read(numbers).size());
    Path header = file("user,item,2\n1,101,4\n2,7,3.5\n");
    assertEquals(TWO, lines(new RatingsReader().columns(null, null, "2").read(header)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 2", "9, 1, 2", "2, , 2", "1, 3, 3"})
  void numbersThatDoNotFit(String user, String item, String rating) throws IOException {
    Path file = file("1,101,4\n2,7,3.5\n");
    String message = refusal(new RatingsReader().columns(user, item, rating), file);
    assertEquals(
        "r.csv:1: expected different columns with numbers among the fields, found 3 fields",
        message);
  }

  @Test
  void titlesMayStandBesideRatings() throws IOException {
    String rows = "1,7,4,Heat,Crime|Drama\n2,7,3,,\n2,8,3,Alien,Horror\n";
    Ratings read = new RatingsReader().read(file("user,item,rating,title,genres\n" + rows));
    assertEquals("Heat (Crime, Drama)", read.catalogue().itemAt(0).toString());
    assertEquals("Alien (Horror)", read.catalogue().itemAt(1).toString());
    Ratings named =
        new RatingsReader()
            .itemColumns(null, "what", "kind")
            .read(file("user,item,rating,what,kind\n" + rows));
    assertEquals("Heat (Crime, Drama)", named.catalogue().itemAt(0).toString());
    // Of several titles one is taken, whatever their order.
    for (String two : List.of("1,7,4,B\n2,7,3,A\n", "2,7,3,A\n1,7,4,B\n")) {
      Ratings one = new RatingsReader().read(file("user,item,rating,title\n" + two));
      assertEquals("A", one.catalogue().title(0));
    }
    Path items = Files.writeString(folder.resolve("items.csv"), "item,title\n7,Listed\n");
    Ratings both =
        new RatingsReader().items(items).read(file("user,item,rating,title\n1,7,4,B\n1,8,4,C\n"));
    assertEquals(
        List.of("Listed", "C"), List.of(both.catalogue().title(0), both.catalogue().title(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id,name\n7,Heat\n8,\"A, B\"\n",
        "MovieID::Title::Genres\n7::Heat::\n8::A, B::\n", // once a phantom item
        "7::Heat::\n8::A, B::\n",
        "id\ttitle\n7\tHeat\n8\tA, B\n",
        "sep=;\nitem;title\n7;Heat\n8;A, B\n",
        "7,1995,Heat\n8,NULL,A, B\n", // the Netflix Prize
        "title;isbn;user\nHeat;=\"7\";9\n\"A, B\";8;9\n",
      })
  void itemsInManyForms(String text) throws IOException {
    Path items = Files.writeString(folder.resolve("items.csv"), text);
    Ratings read = new RatingsReader().items(items).read(file("1,7,4\n1,8,3\n"));
    assertEquals(
        List.of("Heat", "A, B"), List.of(read.catalogue().title(0), read.catalogue().title(1)));
    assertEquals(2, read.items());
  }

  @Test
  void columnsOfItemsCanBeNamed() throws IOException {
    Path items =
        Files.writeString(
            folder.resolve("items.csv"), "key,id,label,kind\n7,1,Heat,\"Crime, Drama\"\n");
    Path ratings = file("user,key,rating\n1,7,4\n");
    RatingsReader reader = new RatingsReader().items(items).columns(null, "key", null);
    String expected = "Heat (Crime, Drama)";
    reader.itemColumns(null, "label", "kind");
    assertEquals(expected, reader.read(ratings).catalogue().itemAt(0).toString());
    reader.itemColumns("1", "3", "4");
    assertEquals(expected, reader.read(ratings).catalogue().itemAt(0).toString());
    Files.writeString(items, "7,1,Heat,\"Crime, Drama\"\n");
    assertEquals(
        expected,
        reader
            .headless()
            .columns(null, null, null)
            .read(file("1,7,4\n"))
            .catalogue()
            .itemAt(0)
            .toString());
    Files.writeString(items, "key,label\n7,Heat\n");
    String message = refusal(new RatingsReader().items(items), file("1,7,4\n"));
    assertTrue(message.contains("--item-id-column may name, found \"key,label\""), message);
  }

  @Test
  void pointsAndDecimalCommasDoNotMix() throws IOException {
    assertEquals(
        "r.csv: expected decimal points or decimal commas, found both, in lines 2 and 1",
        refusal(new RatingsReader(), file("1;2;3,5\n2;2;3.5\n")));
    for (String thousand :
        List.of("1;2;1.234,5\n", "u,i,4\n1,2,\"3,5\"\n", "1;2;3,5,1\n1;3;4\n1;4;4\n")) {
      String message = refusal(new RatingsReader(), file(thousand));
      assertTrue(message.contains("expected a number as rating"), message);
    }
  }

  @Test
  void aNumberMayStandForNoRating() throws IOException {
    Path file = file("user,anime_id,rating\n1,7,-1\n1,8,9\n2,7,8\n");
    assertEquals(List.of("1 8 9.0", "2 7 8.0"), lines(new RatingsReader().missing(-1).read(file)));
    assertEquals(
        "r.csv: expected at least one rating, found 1 that mean none",
        refusal(new RatingsReader().missing(-1), file("user,item,rating\n1,7,-1\n")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "user,item,rating\n1,101,4\n1,2\n3,4,x\n2,7,3.5\n,1,2\n",
        "user,item,rating\n1,101,4\n1,2,\"3\n3,4,x\n2,7,3.5\n,1,2\n", // a stray quote
        "user,item,rating\n3,\"4,x\n1,101,4\n1,2,3,4\n2,7,3.5\n,\"1,2\n", // two of them
        "user,item,rating\n1,101,4\n1,\"2\"2\",3\n2,7,3.5\n3,1,x\n4,1,x\n",
        "9::9\n1::101::4\n2::7::3.5\n8::8\n1::::4\n",
      })
  void malformedRowsCanBeLeftOut(String text) throws IOException {
    Path file = file(text);
    List<String> notes = new ArrayList<>();
    assertEquals(TWO, lines(new RatingsReader().skipBadRows(3).notes(notes::add).read(file)));
    assertEquals(1, notes.size());
    assertTrue(
        notes.get(0).startsWith("3 malformed rows are left out, the first: " + file + ":"),
        notes.get(0));
    String message = refusal(new RatingsReader().skipBadRows(2), file);
    String first = refusal(new RatingsReader(), file);
    assertEquals("r.csv" + first.substring(first.indexOf(':')), message.replaceFirst(".*/", ""));
    InputException e =
        assertThrows(InputException.class, () -> new RatingsReader().skipBadRows(2).read(file));
    assertTrue(
        e.getMessage().startsWith("expected at most 2 malformed rows, found more"), e.getMessage());
  }

  @Test
  void malformedItemsCanBeLeftOut() throws IOException {
    Path items =
        Files.writeString(folder.resolve("items.csv"), "item,title\n7,Heat\n8\n7,Again\n9,Alien\n");
    List<String> notes = new ArrayList<>();
    Ratings read =
        new RatingsReader().items(items).skipBadRows(2).notes(notes::add).read(file("1,7,4\n"));
    assertEquals(2, read.items());
    assertEquals(
        List.of(
            "2 malformed rows are left out, the first: "
                + items
                + ":3: expected 2 fields, found 1 fields"),
        notes);
    assertThrows(InputException.class, () -> new RatingsReader().skipBadRows(-1));
  }

  @Test
  void longRowsAreRefused() throws IOException {
    for (String start : List.of("", "user,item,rating\n1,2,3\n")) {
      for (String filling : List.of("x", "\"x", "x,", ",", "é")) {
        Path file = file(start + filling.repeat(3_000_000));
        String message = refusal(new RatingsReader(), file);
        assertTrue(message.contains("expected rows of at most a million characters"), message);
      }
    }
    String unclosed = "user,item,rating\n1,\"2,3\n" + "1,2,3\n".repeat(200_000);
    String message = refusal(new RatingsReader(), file(unclosed));
    assertEquals(
        "r.csv:2: expected rows of at most a million characters, found a longer one", message);
    Ratings read = new RatingsReader().skipBadRows(1).read(file(unclosed));
    assertEquals(199_999, read.duplicates());
  }
}
