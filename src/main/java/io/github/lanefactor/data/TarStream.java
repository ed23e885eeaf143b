package io.github.lanefactor.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The entries of a tar archive. */
final class TarStream extends EntryStream {
  private final TarArchiveInputStream tar;

  private TarStream(String name, Packed.Counted packed, TarArchiveInputStream tar) {
    super(name, packed, tar);
    this.tar = tar;
  }

  static EntryStream open(String name, Packed.Counted packed) {
    TarArchiveInputStream tar = new TarArchiveInputStream(packed, StandardCharsets.UTF_8.name());
    return new TarStream(name, packed, tar);
  }

  @Override
  String advance() throws IOException {
    TarArchiveEntry entry;
    try {
      entry = tar.getNextEntry();
    } catch (RuntimeException e) { // the library throws all kinds of them
      throw new ZipException(String.valueOf(e.getMessage()));
    }
    if (entry == null) {
      return null;
    }
    boolean folder = !entry.isFile() && !entry.getName().endsWith("/");
    return folder ? entry.getName() + "/" : entry.getName();
  }
}
