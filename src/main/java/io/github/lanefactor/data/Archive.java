package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/** The files in a zip or tar archive, whatever the archive is packed in. Nothing is written. */
final class Archive {
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final byte[] EMPTY_ZIP = {'P', 'K', 5, 6};

  /** Where a tar archive says that it is one, and what it says. */
  private static final int TAR_AT = 257;

  private static final byte[] TAR = "ustar".getBytes(StandardCharsets.US_ASCII);

  /** An archive with more entries is not one of ratings. */
  private static final int MOST = 1_000_000;

  /** What systems and people put beside the data. */
  private static final Pattern JUNK =
      Pattern.compile(
          "(.*/)?(__MACOSX/.*|\\.[^/]*|Thumbs\\.db|desktop\\.ini"
              + "|(README|LICEN[CS]E|CHANGELOG|md5sum|checksums?)([._-][^/]*)?|[^/]*\\.(md|pdf|html?|md5|sha256))",
          Pattern.CASE_INSENSITIVE);

  private Archive() {}

  /** Whether a file in a folder or an archive has nothing to do with the data. */
  static boolean isJunk(String name) {
    return JUNK.matcher(name.replace('\\', '/')).matches();
  }

  /**
   * The files in an archive, but for those that have nothing to do with the data.
   *
   * @return null if {@code source} is no archive
   */
  static List<Source> entries(Source source) {
    try (InputStream stored = source.openStored()) {
      byte[] magic = Packed.start(stored, ZIP.length);
      boolean zip = Packed.startsWith(magic, ZIP) || Packed.startsWith(magic, EMPTY_ZIP);
      if (zip && source.file() != null) {
        return zipped(source);
      }
      InputStream in = Packed.unpack(source.name(), stored);
      if (streamed(source, in) == null) {
        if (source.name().toLowerCase(Locale.ROOT).endsWith(".zip")) {
          throw new ZipException("expected a zip archive");
        }
        return null;
      }
    } catch (IOException e) {
      throw source.unreadable(e);
    }
    return listed(source);
  }

  private static List<Source> zipped(Source source) throws IOException {
    List<Source> entries = new ArrayList<>();
    try (ZipFile zip = new ZipFile(source.file().toFile())) {
      if (zip.getEntry("[Content_Types].xml") != null) {
        throw new InputException(
            source.name() + ": expected text, found an Office file: save it as CSV");
      }
      zip.stream()
          .filter(entry -> !entry.isDirectory() && !isJunk(entry.getName()))
          .forEach(
              entry ->
                  entries.add(
                      new Source(
                          source.name() + "/" + entry.getName(), () -> open(source, entry))));
    } catch (IllegalArgumentException e) {
      throw damagedName();
    }
    return entries;
  }

  /** For what the JDK throws at a name that says it is UTF-8 and is not. */
  private static ZipException damagedName() {
    return new ZipException("the name of an entry is damaged");
  }

  private static InputStream open(Source source, ZipEntry entry) throws IOException {
    ZipFile zip = new ZipFile(source.file().toFile());
    try {
      InputStream in = zip.getInputStream(entry);
      if (in == null) {
        throw new ZipException("no entry " + entry.getName());
      }
      return Packed.guarded(
          source.name(),
          new FilterInputStream(in) {
            @Override
            public void close() throws IOException {
              zip.close();
            }
          },
          () -> Math.max(entry.getCompressedSize(), 1));
    } catch (IOException | RuntimeException e) {
      zip.close();
      throw e;
    }
  }

  /** The entries of an archive that has to be read from its beginning. */
  private static List<Source> listed(Source source) {
    List<Source> entries = new ArrayList<>();
    try (EntryStream in = streamed(source, source.open())) {
      int number = 0;
      for (String name = in.next(); name != null; name = in.next()) {
        int wanted = number++;
        if (number > MOST) {
          throw new InputException(source.name() + ": expected at most a million entries");
        }
        if (!name.endsWith("/") && !isJunk(name)) {
          entries.add(new Source(source.name() + "/" + name, () -> open(source, wanted)));
        }
      }
    } catch (IOException e) {
      throw source.unreadable(e);
    }
    return entries;
  }

  private static InputStream open(Source source, int wanted) throws IOException {
    EntryStream in = streamed(source, source.open());
    for (int i = 0; i <= wanted; i++) {
      in.next();
    }
    return in.bytes();
  }

  /** Null if these bytes are no archive. */
  private static EntryStream streamed(Source source, InputStream in) throws IOException {
    byte[] start = Packed.start(in, TAR_AT + TAR.length);
    Packed.Counted packed = new Packed.Counted(in);
    if (Packed.startsWith(start, ZIP) || Packed.startsWith(start, EMPTY_ZIP)) {
      ZipInputStream zip = new ZipInputStream(packed);
      return new EntryStream(source.name(), packed, zip) {
        @Override
        String advance() throws IOException {
          try {
            ZipEntry entry = zip.getNextEntry();
            return entry == null ? null : entry.getName();
          } catch (IllegalArgumentException e) {
            throw damagedName();
          }
        }
      };
    }
    if (start.length < TAR_AT + TAR.length
        || !Arrays.equals(start, TAR_AT, start.length, TAR, 0, TAR.length)) {
      return null;
    }
    try {
      return TarStream.open(source.name(), packed);
    } catch (NoClassDefFoundError e) {
      throw Packed.lacking(source.name(), "org.apache.commons:commons-compress", e);
    }
  }
}
