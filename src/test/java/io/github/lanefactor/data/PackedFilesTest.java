package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives, compressed files and streams. */
class PackedFilesTest {
  private static final byte[] RATINGS = utf8("userId,movieId,rating\n1,7,4\n2,7,3.5\n2,8,1\n");
  private static final byte[] MOVIES = utf8("movieId,title\n7,Heat\n8,Alien\n9,Café\n");
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @FunctionalInterface
  private interface Packer {
    OutputStream on(OutputStream out) throws IOException;
  }

  private static byte[] packed(byte[] bytes, Packer packer) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (OutputStream out = packer.on(all)) {
      out.write(bytes);
    }
    return all.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    return packed(bytes, GZIPOutputStream::new);
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(all)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return all.toByteArray();
  }

  private static byte[] tar(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (TarArchiveOutputStream out = new TarArchiveOutputStream(all, "UTF-8")) {
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        TarArchiveEntry file = new TarArchiveEntry(entry.getKey(), true);
        file.setSize(entry.getValue().length);
        out.putArchiveEntry(file);
        out.write(entry.getValue());
        out.closeArchiveEntry();
      }
    }
    return all.toByteArray();
  }

  private static Map<String, byte[]> dataSet(String in) {
    return new TreeMap<>(Map.of(in + "ratings.csv", RATINGS, in + "movies.csv", MOVIES));
  }

  private static Map<String, byte[]> with(Map<String, byte[]> entries, String name, byte[] bytes) {
    entries.put(name, bytes);
    return entries;
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private static void check(Ratings read, boolean titles) {
    assertEquals("2 users, " + (titles ? 3 : 2) + " items, 3 ratings", read.toString());
    assertEquals(3.5f, read.ratingAt(1));
    assertEquals(titles ? "Alien" : "8", read.catalogue().title(1));
  }

  static Stream<Arguments> files() throws IOException {
    Map<String, byte[]> mac = with(dataSet(""), "__MACOSX/._ratings.csv", new byte[82]);
    with(mac, "._movies.csv", new byte[82]);
    with(mac, ".DS_Store", new byte[6148]);
    Map<String, byte[]> decoyed = with(dataSet("a/b/"), "a/b/old/ratings.csv", utf8("x"));
    Map<String, byte[]> one = new TreeMap<>(Map.of("any name", RATINGS));
    with(one, "__MACOSX/._any name", new byte[9]);
    with(one, "README.txt", utf8("read me"));
    String deep = "a".repeat(120) + "/";
    return Stream.of(
        Arguments.of("r", RATINGS, false),
        Arguments.of("r.csv.gz", gzip(RATINGS), false),
        Arguments.of("r", gzip(RATINGS), false),
        Arguments.of("r.gz.gz", gzip(gzip(RATINGS)), false),
        Arguments.of("r.bz2", packed(RATINGS, BZip2CompressorOutputStream::new), false),
        Arguments.of("r.csv.zst", packed(RATINGS, ZstdOutputStream::new), false),
        Arguments.of("r.zip", zip(dataSet("")), true),
        Arguments.of("R.ZIP", zip(dataSet("ml/")), true),
        Arguments.of("no name of a zip", zip(dataSet("")), true),
        Arguments.of("mac.zip", zip(mac), true),
        Arguments.of("decoyed.zip", zip(decoyed), true),
        Arguments.of("one.zip", zip(one), false),
        Arguments.of("up.zip", zip(dataSet("../../")), true),
        Arguments.of("root.zip", zip(dataSet("/etc/")), true),
        Arguments.of("gz.zip", zip(Map.of("ratings.csv.gz", gzip(RATINGS))), false),
        Arguments.of("zip.zip", zip(Map.of("x.zip", zip(dataSet("")))), true),
        Arguments.of("inner.zip", zip(Map.of("ratings.csv.zip", zip(Map.of("r", RATINGS)))), false),
        Arguments.of("r.tar", tar(dataSet("ml/")), true),
        Arguments.of("long.tar", tar(dataSet(deep)), true),
        Arguments.of("r.tar.gz", gzip(tar(dataSet(""))), true),
        Arguments.of("R.TGZ", gzip(tar(mac)), true),
        Arguments.of("r.tar.bz2", packed(tar(dataSet("")), BZip2CompressorOutputStream::new), true),
        Arguments.of("r.tar.zst", packed(tar(dataSet("")), ZstdOutputStream::new), true),
        Arguments.of("up.tar", tar(dataSet("../")), true),
        Arguments.of("one.tar", tar(one), false),
        Arguments.of("zip.tar.gz", gzip(tar(Map.of("x.zip", zip(dataSet(""))))), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void packedFiles(String name, byte[] bytes, boolean titles) throws IOException {
    check(new RatingsReader().read(write(name, bytes)), titles);
    // The same as a stream, which can be read only once.
    check(new RatingsReader().read(new ByteArrayInputStream(bytes), "it"), titles);
    if (titles) {
      Path ratings = write("ratings of its own", RATINGS);
      check(new RatingsReader().items(folder.resolve(name)).read(ratings), true);
    }
  }

  @Test
  void aFolderMayHoldThemPacked() throws IOException {
    write("ratings.csv.zip", zip(Map.of("ratings.csv", RATINGS)));
    write("Movies.csv.gz", gzip(MOVIES));
    write("._ratings.csv", new byte[9]);
    check(new RatingsReader().read(folder), true);
  }

  @Test
  void aPipeIsReadOnce() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/mkfifo")), "no mkfifo here");
    assertTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(9, TimeUnit.SECONDS));
    for (byte[] bytes : List.of(RATINGS, zip(dataSet("")), new byte[0])) {
      Thread writer =
          new Thread(
              () -> {
                try {
                  Files.write(pipe, bytes);
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      writer.start();
      if (bytes.length > 0) {
        check(new RatingsReader().read(pipe), bytes != RATINGS);
      } else {
        assertEquals("pipe: expected some text, found an empty file", refusal(pipe));
      }
      writer.join();
    }
  }

  @Test
  void standardInputIsADash() throws IOException {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(gzip(RATINGS)));
      check(new RatingsReader().read(Path.of("-")), false);
      System.setIn(new ByteArrayInputStream(MOVIES));
      check(new RatingsReader().items(Path.of("-")).read(write("r.csv", RATINGS)), true);
      System.setIn(new ByteArrayInputStream(utf8("a,b\n")));
      InputException e =
          assertThrows(InputException.class, () -> new RatingsReader().read(Path.of("-")));
      assertTrue(e.getMessage().startsWith("standard input:1: expected"), e.getMessage());
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void aFileInAnotherFileSystem() throws IOException {
    Path zip = write("outer.zip", zip(Map.of("in.zip", zip(dataSet("")), "r.csv", RATINGS)));
    try (FileSystem inside = FileSystems.newFileSystem(zip)) {
      check(new RatingsReader().read(inside.getPath("in.zip")), true);
      check(new RatingsReader().read(inside.getPath("r.csv")), false);
    }
  }

  private String refusal(Path file) {
    String message =
        assertTimeoutPreemptively(
                SOON,
                () -> assertThrows(InputException.class, () -> new RatingsReader().read(file)))
            .getMessage();
    assertFalse(message.contains("\n"), message);
    return message.replace(folder + "/", "");
  }

  @Test
  void archivesWithoutRatings() throws IOException {
    assertEquals(
        "e.zip: expected the ratings of a known data set, such as ratings.csv, or a single file in"
            + " it, found none",
        refusal(write("e.zip", zip(Map.of()))));
    Map<String, byte[]> many = new TreeMap<>();
    for (char c = 'a'; c <= 'g'; c++) {
      many.put(c + "\n.csv", RATINGS);
    }
    assertEquals(
        "m.tgz: expected the ratings of a known data set, such as ratings.csv, or a single file in"
            + " it, found a?.csv, b?.csv, c?.csv, d?.csv, e?.csv and more",
        refusal(write("m.tgz", gzip(tar(many)))));
    assertEquals(
        "x.xlsx: expected text, found an Office file: save it as CSV",
        refusal(write("x.xlsx", zip(Map.of("[Content_Types].xml", RATINGS, "a", RATINGS)))));
  }

  @Test
  void nestedTooDeep() throws IOException {
    byte[] bytes = RATINGS;
    for (int i = 0; i < 9; i++) {
      bytes = zip(Map.of("x", bytes));
    }
    assertEquals(
        "deep.zip/x/x/x/x: expected text, found other data", refusal(write("deep.zip", bytes)));
    for (int i = 0; i < 9; i++) {
      bytes = gzip(bytes);
    }
    assertEquals(
        "deep.gz: expected sound packed data, found otherwise: it is packed more than 3 times",
        refusal(write("deep.gz", bytes)));
  }

  static Stream<Arguments> bombs() throws IOException {
    byte[] blank = new byte[200 << 20];
    Arrays.fill(blank, (byte) '\n');
    System.arraycopy(RATINGS, 0, blank, 0, RATINGS.length);
    byte[] rows = utf8("1,2,3\n".repeat((200 << 20) / 6));
    return Stream.of(
        Arguments.of("b.gz", gzip(blank)),
        Arguments.of("r.gz", gzip(rows)),
        Arguments.of("b.zip", zip(Map.of("ratings.csv", rows))),
        Arguments.of("b.zst", packed(blank, ZstdOutputStream::new)),
        Arguments.of("b.tar.gz", gzip(tar(Map.of("a", blank, "ratings.csv", RATINGS)))),
        Arguments.of(
            "n.tar", tar(Map.of("n.zip", zip(Map.of("a", blank, "ratings.csv", RATINGS))))));
  }

  /** A hundred million characters without a line end, packed or not, as ratings, items or ids. */
  @Test
  void endlessLinesAreRefused() throws IOException {
    byte[] line = new byte[100_000_000];
    Arrays.fill(line, (byte) 'x');
    line[0] = '1';
    Random random = new Random(1); // so that it is no bomb
    for (int i = 1; i < line.length; i += 100) {
      line[i] = (byte) ('a' + random.nextInt(26));
    }
    Path plain = write("line.csv", line);
    Path packed = write("line.csv.gz", gzip(line));
    Path ratings = write("ratings", RATINGS);
    for (Path file : List.of(plain, packed)) {
      for (Executable reading :
          List.<Executable>of(
              () -> new RatingsReader().read(file),
              () -> new RatingsReader().headless().separator("tab").read(file),
              () -> new RatingsReader().skipBadRows(Long.MAX_VALUE).read(file),
              () -> new RatingsReader().items(file).read(ratings),
              () -> IdsFile.read(file))) {
        InputException e =
            assertTimeoutPreemptively(SOON, () -> assertThrows(InputException.class, reading));
        assertTrue(
            e.getMessage().startsWith(file + ": ") || e.getMessage().startsWith(file + ":1: "),
            e.getMessage());
        assertTrue(e.getMessage().contains("at most a million characters"), e.getMessage());
      }
    }
  }

  @Test
  void idsStandOneInALine() throws IOException {
    byte[] ids = utf8("\uFEFF7 \r\n\n  é\n\n8");
    for (Path file : List.of(write("ids", ids), write("ids.gz", gzip(ids)))) {
      assertEquals(List.of("7", "é", "8"), IdsFile.read(file));
    }
    assertEquals(List.of(), IdsFile.read(write("none", new byte[0])));
    Path missing = folder.resolve("missing");
    assertThrows(InputException.class, () -> IdsFile.read(missing));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bombs")
  void bombsGoOffSafely(String name, byte[] bytes) throws IOException {
    assertTrue(bytes.length < 2 << 20);
    String message = refusal(write(name, bytes));
    assertTrue(message.contains("expected at most 250 bytes for each packed one"), message);
  }

  /** However an archive is damaged, it is read or refused, and nothing else happens. */
  @ParameterizedTest
  @ValueSource(strings = {"r.zip", "r.tar", "r.tar.gz", "r.bz2", "r.csv.zst", "r.tar.zst"})
  void damage(String name) throws IOException {
    byte[] whole =
        files()
            .filter(arguments -> arguments.get()[0].equals(name))
            .map(arguments -> (byte[]) arguments.get()[1])
            .findFirst()
            .orElseThrow();
    Random random = new Random(1);
    for (int i = 0; i < 400; i++) {
      byte[] bytes = whole.clone();
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(Math.min(bytes.length, 1200))] = (byte) random.nextInt(256);
      }
      int length = i % 3 == 0 ? random.nextInt(bytes.length) + 1 : bytes.length;
      Path file = write(name, Arrays.copyOf(bytes, length));
      try {
        new RatingsReader().read(file);
      } catch (InputException e) {
        assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
        assertFalse(e.getMessage().contains("\n"), e.getMessage());
      }
    }
  }

  @Test
  void cutShort() throws IOException {
    byte[] random = new byte[100_000];
    new Random(1).nextBytes(random);
    StringBuilder text = new StringBuilder("user,item,rating\n");
    for (byte b : random) {
      text.append(b & 0xff).append(',').append(text.length()).append(",3\n");
    }
    byte[] rows = utf8(text.toString());
    for (Packer packer :
        List.<Packer>of(
            GZIPOutputStream::new, BZip2CompressorOutputStream::new, ZstdOutputStream::new)) {
      byte[] whole = packed(rows, packer);
      String message = refusal(write("r", Arrays.copyOf(whole, whole.length * 2 / 3)));
      assertTrue(message.startsWith("r: "), message);
      assertTrue(message.contains("packed data"), message);
    }
  }

  /** Nothing stays behind of streams. */
  @Test
  void copiesAreDeleted() throws IOException {
    long before = copies();
    new RatingsReader().read(new ByteArrayInputStream(RATINGS), "it");
    assertThrows(
        InputException.class,
        () -> new RatingsReader().read(new ByteArrayInputStream(new byte[0]), "it"));
    assertThrows(
        InputException.class,
        () -> new RatingsReader().read(new ByteArrayInputStream(zip(Map.of())), "it"));
    assertEquals(before, copies());
  }

  private static long copies() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .filter(file -> file.getFileName().toString().matches("lanefactor.*[.]data"))
          .count();
    }
  }
}
