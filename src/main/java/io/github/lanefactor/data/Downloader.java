package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Downloads a known data set: its zip archive, which {@link RatingsReader} reads as it is.
 *
 * <pre>{@code
 * Path archive = new Downloader(DataSet.ML_LATEST_SMALL).run(Path.of("data"));
 * Ratings ratings = new RatingsReader().read(archive);
 * }</pre>
 *
 * <p>The archive appears in its folder whole and checked, or not at all: its length is the one that
 * the server announced, its MD5 is the one that the publisher keeps beside it (none for {@code
 * ml-latest-small}), and every entry can be unpacked. What an interrupted run has fetched stays
 * beside it in a file {@code .part}, and the next run goes on from there. Needs the module {@code
 * java.net.http}.
 */
public final class Downloader {
  private static final Pattern MD5 = Pattern.compile("\\b[0-9a-fA-F]{32}\\b");

  private final DataSet set;
  private URI mirror = URI.create(DataSet.PUBLISHER);
  private Duration timeout = Duration.ofSeconds(30);
  private Duration pause = Duration.ofSeconds(1);
  private Listener listener = (done, total) -> {};
  private Consumer<String> notes = note -> {};

  /** A download of a data set from its publisher. */
  public Downloader(DataSet set) {
    this.set = set;
  }

  /** Hears how far a download is. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called at least every second while the archive is fetched.
     *
     * @param done how many bytes are there
     * @param total how many there will be; -1 if the server does not say
     */
    void at(long done, long total);
  }

  /**
   * Where to download from instead of the publisher: a folder with the archive, and its checksum in
   * a file of the same name with {@code .md5} behind.
   *
   * @throws InputException if it is no address that begins with {@code http://} or {@code https://}
   */
  public Downloader mirror(String url) {
    try {
      URI folder = URI.create(url.endsWith("/") ? url : url + "/");
      if (folder.getHost() != null && folder.getScheme().matches("(?i)https?")) {
        mirror = folder;
        return this;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new InputException("expected a mirror such as https://example.org/data/, found " + url);
  }

  /** How long the server may be silent before it is asked again; 30 seconds unless set. */
  public Downloader timeout(Duration timeout) {
    this.timeout = timeout;
    return this;
  }

  /** How long to wait before the first retry; twice as long before each further one. */
  Downloader pause(Duration pause) {
    this.pause = pause;
    return this;
  }

  /** Hears how far the download is. */
  public Downloader listener(Listener listener) {
    this.listener = listener;
    return this;
  }

  /** Receives a line for each thing worth knowing, such as the terms of the data, or a retry. */
  public Downloader notes(Consumer<String> notes) {
    this.notes = notes;
    return this;
  }

  /**
   * Downloads the archive, unless it is there already.
   *
   * @param folder where the archive goes; made if it is missing
   * @return the archive
   * @throws InputException if the folder cannot be made or written, if there is a file of the
   *     archive's name that is not the archive, or if another run is about to write it
   * @throws UncheckedIOException if the archive cannot be had, or is not what was published, with
   *     one line for the user
   */
  public Path run(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new InputException(folder + ": expected a folder, or room to make one", e);
    }
    Path archive = folder.resolve(set.archive());
    try (Closeable claimed = OutputFile.claim(archive)) {
      fetch(archive);
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(archive + ": " + e.getMessage(), e);
    }
  }

  private void fetch(Path archive) throws IOException {
    WebFile file = new WebFile(mirror.resolve(set.archive()), timeout, pause, notes);
    String md5 = checksum();
    if (Files.exists(archive)) {
      String wrong = wrong(archive, md5);
      if (wrong != null) {
        throw new InputException(archive + ": is there, but " + wrong + "; delete it to download");
      }
      notes.accept(archive + " is there already");
      return;
    }
    notes.accept(set.terms());
    Path part = archive.resolveSibling(set.archive() + ".part");
    boolean resumed = Files.exists(part);
    file.fetch(part, listener::at);
    String wrong = wrong(part, md5);
    if (wrong != null && resumed) {
      // What was there may have been of another edition.
      notes.accept("what an earlier run fetched does not fit: starting anew");
      Files.delete(part);
      file.fetch(part, listener::at);
      wrong = wrong(part, md5);
    }
    if (wrong != null) {
      Files.delete(part);
      throw new IOException("what " + file.address() + " sent " + wrong);
    }
    Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The checksum that is published beside the archive; null if there is none. */
  private String checksum() throws IOException {
    WebFile file = new WebFile(mirror.resolve(set.archive() + ".md5"), timeout, pause, notes);
    String text = file.text();
    if (text == null) {
      notes.accept("no checksum is published at " + file.address());
      return null;
    }
    Matcher found = MD5.matcher(text);
    if (!found.find()) {
      throw new IOException(
          "expected an MD5 checksum at %s, found %s".formatted(file.address(), Rows.quote(text)));
    }
    return found.group().toLowerCase(Locale.ROOT);
  }

  /** What is wrong with an archive; null if nothing is. */
  private static String wrong(Path archive, String md5) throws IOException {
    if (md5 != null) {
      String found = md5(archive);
      if (!found.equals(md5)) {
        return "has the MD5 checksum %s, expected %s".formatted(found, md5);
      }
    }
    return isSound(archive) ? null : "is no sound zip archive";
  }

  /** Whether a file is a zip archive whose entries are what their checksums say. */
  private static boolean isSound(Path archive) {
    byte[] buffer = new byte[1 << 16];
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        CRC32 checksum = new CRC32();
        try (InputStream in = zip.getInputStream(entry)) {
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            checksum.update(buffer, 0, read);
          }
        }
        if (checksum.getValue() != entry.getCrc()) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String md5(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has MD5
    }
  }
}
