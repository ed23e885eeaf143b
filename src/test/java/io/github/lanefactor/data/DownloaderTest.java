package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server that behaves badly in every way. */
@Timeout(60)
class DownloaderTest {
  @TempDir private Path folder;
  private MirrorServer server;
  private Path archive;
  private Path part;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    server = new MirrorServer("ml-100k.zip");
    archive = folder.resolve("ml-100k.zip");
    part = folder.resolve("ml-100k.zip.part");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Downloader downloader() {
    return new Downloader(DataSet.ML_100K)
        .mirror(server.url())
        .timeout(Duration.ofMillis(500))
        .pause(Duration.ofMillis(1))
        .notes(notes::add);
  }

  private void succeeds() throws IOException {
    assertEquals(archive, downloader().run(folder));
    assertArrayEquals(server.content(), Files.readAllBytes(archive));
    assertEquals(List.of(archive), files());
  }

  private void fails(String reason) {
    UncheckedIOException failure =
        assertThrows(UncheckedIOException.class, () -> downloader().run(folder));
    assertTrue(failure.getMessage().contains(reason), failure.getMessage());
    assertTrue(failure.getMessage().startsWith(archive + ": "), failure.getMessage());
    assertEquals(1, failure.getMessage().lines().count());
    assertFalse(Files.exists(archive));
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void anArchiveIsReadAsItIs() throws IOException {
    AtomicLong last = new AtomicLong();
    downloader()
        .listener(
            (done, total) -> {
              assertEquals(server.content().length, total);
              last.set(done);
            })
        .run(folder);
    assertEquals(server.content().length, last.get());
    assertEquals("2 users, 3 items, 4 ratings", new RatingsReader().read(archive).toString());
    assertEquals(List.of("/ml-100k.zip.md5", "/ml-100k.zip"), server.requests());
  }

  @Test
  void foldersAreMade() throws IOException {
    Path deep = folder.resolve("a/b");
    assertTrue(Files.exists(downloader().run(deep)));
    Path file = Files.writeString(folder.resolve("f"), "mine");
    assertThrows(InputException.class, () -> downloader().run(file));
    assertThrows(InputException.class, () -> downloader().run(file.resolve("x")));
  }

  @Test
  void whatBreaksOffGoesOnWhereItEnded() throws IOException {
    int half = server.content().length / 2;
    server.breakOffAfter(half, half / 2);
    succeeds();
    assertEquals(
        List.of("bytes=" + half + "-", "bytes=" + (half + half / 2) + "-"), server.ranges());
    assertTrue(notes.toString().contains("; trying again"), notes.toString());
  }

  @Test
  void aServerThatIgnoresRangesSendsAllAgain() throws IOException {
    server.ignoresRanges = true;
    server.breakOffAfter(server.content().length / 2);
    succeeds();
    assertEquals(1, server.ranges().size());
  }

  @Test
  void aServerThatStallsIsAskedAgain() throws IOException {
    server.stalls = 2;
    succeeds();
    assertTrue(notes.toString().contains("was silent for"), notes.toString());
  }

  /** In the middle of the body, before the head, and for good. */
  @Test
  void aServerThatStallsForGoodIsGivenUp() throws IOException {
    server.stalls = Integer.MAX_VALUE;
    fails("was silent for 1 s (5 attempts)");
    assertTrue(Files.size(part) > 0);
    server.stalls = 0;
    long there = Files.size(part);
    succeeds();
    assertEquals("bytes=" + there + "-", server.ranges().get(server.ranges().size() - 1));
    Files.delete(archive);
    server.stallsBeforeHead = true;
    fails("was silent for 1 s (5 attempts)");
  }

  @Test
  void aServerThatAnnouncesMoreThanItSendsIsGivenUp() throws IOException {
    server.announcesMore = 10;
    server.ignoresRanges = true;
    fails("(5 attempts)");
    server.ignoresRanges = false;
    succeeds(); // for then it says that nothing is missing, and the checksum is right
  }

  @Test
  void aServerThatAnnouncesLessSendsNoArchive() throws IOException {
    server.announcesMore = -10;
    fails("has the MD5 checksum");
    assertEquals(List.of(), files());
    server.checksum = null;
    fails("is no sound zip archive");
    assertEquals(List.of(), files());
  }

  @Test
  void aWrongChecksumIsRefused() throws IOException {
    server.checksum = "0123456789abcdef0123456789ABCDEF";
    fails("expected 0123456789abcdef0123456789abcdef");
    assertEquals(List.of(), files());
  }

  @Test
  void checksumsAreFoundHoweverTheyAreWritten() throws IOException {
    String md5 = server.checksum;
    for (String text :
        new String[] {
          "MD5 (ml-100k.zip) = " + md5 + "\n", md5 + "  ml-100k.zip\n", md5.toUpperCase()
        }) {
      server.checksum = text;
      succeeds();
      Files.delete(archive);
    }
    server.checksum = "<html>what?</html>";
    fails("expected an MD5 checksum at " + server.url() + "ml-100k.zip.md5, found \"<html>");
  }

  @Test
  void withoutAChecksumTheArchiveIsTested() throws IOException {
    server.checksum = null;
    succeeds();
    assertTrue(notes.toString().contains("no checksum is published at "), notes.toString());
    Files.delete(archive);
    server.content()[server.content().length / 2] ^= 1;
    fails("is no sound zip archive");
    assertEquals(List.of(), files());
  }

  @Test
  void redirectsAreFollowedButNotForever() throws IOException {
    server.redirects = 2;
    succeeds();
    Files.delete(archive);
    server.redirects = Integer.MAX_VALUE;
    fails("redirects too often");
    assertTrue(server.requests().size() < 30, server.requests().toString());
  }

  @Test
  void whatIsNotThereIsAskedForOnce() throws IOException {
    server.status = 404;
    fails(server.url() + "ml-100k.zip answered 404");
    assertEquals(2, server.requests().size());
  }

  @Test
  void aServerInTroubleIsAskedAgain() throws IOException {
    server.status = 503;
    fails("answered 503 (5 attempts)");
    server.troubles = 3;
    succeeds();
  }

  @Test
  void aWebPageIsNoArchive() throws IOException {
    byte[] begun = Arrays.copyOf(server.content(), 50);
    Files.write(part, begun);
    server.page = true;
    fails("expected a zip archive at " + server.url() + "ml-100k.zip, found a web page");
    assertArrayEquals(begun, Files.readAllBytes(part));
    server.page = false;
    succeeds();
    assertEquals(List.of("bytes=50-", "bytes=50-"), server.ranges());
  }

  @Test
  void whatIsLeftOfAnotherEditionIsThrownAway() throws IOException {
    Files.write(part, new byte[50]);
    succeeds();
    assertTrue(notes.toString().contains("starting anew"), notes.toString());
    Files.delete(archive);
    Files.write(part, new byte[server.content().length + 1]);
    succeeds();
    Files.delete(archive);
    Files.write(part, server.content());
    succeeds();
    Files.delete(archive);
    Files.write(part, new byte[0]);
    succeeds();
  }

  @Test
  void whatIsThereAlreadyIsNotFetchedAgain() throws IOException {
    succeeds();
    long requests = server.requests().size();
    succeeds();
    assertEquals(requests + 1, server.requests().size());
    assertTrue(notes.contains(archive + " is there already"), notes.toString());
    assertEquals(DataSet.ML_100K.terms(), notes.get(0));
    Files.writeString(archive, "mine");
    InputException refused = assertThrows(InputException.class, () -> downloader().run(folder));
    assertTrue(refused.getMessage().endsWith("; delete it to download"), refused.getMessage());
    assertEquals("mine", Files.readString(archive));
  }

  @Test
  void twoRunsDoNotWriteOneArchive() throws IOException {
    try (Closeable claimed = OutputFile.claim(archive)) {
      assertThrows(InputException.class, () -> downloader().run(folder));
    }
  }

  @Test
  void anInterruptEndsItAndLeavesWhatIsThere() throws IOException, InterruptedException {
    server.stalls = Integer.MAX_VALUE;
    String[] failure = new String[1];
    Thread thread =
        new Thread(
            () ->
                failure[0] =
                    assertThrows(
                            UncheckedIOException.class,
                            () -> downloader().timeout(Duration.ofMinutes(1)).run(folder))
                        .getMessage());
    thread.start();
    while (!Files.exists(part) || Files.size(part) == 0) {
      Thread.sleep(5);
    }
    assertNull(failure[0]);
    thread.interrupt();
    thread.join();
    assertTrue(failure[0].contains("interrupted; the next run goes on from here"), failure[0]);
    assertTrue(Files.size(part) > 0);
  }

  @Test
  void nobodyAtTheAddress() {
    server.close();
    fails(server.url() + "ml-100k.zip.md5 cannot be reached (5 attempts)");
  }

  @Test
  void whatIsNoAddressIsRefused() {
    for (String mirror : new String[] {"", "x", "ftp://x/y", "http:", "file:///tmp", "a b"}) {
      InputException refused =
          assertThrows(
              InputException.class, () -> new Downloader(DataSet.ML_1M).mirror(mirror), mirror);
      assertTrue(refused.getMessage().endsWith("found " + mirror));
    }
  }
}
