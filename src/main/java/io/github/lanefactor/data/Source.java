package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipException;

/**
 * Bytes with a name for error messages, which can be read again and again: a file or an entry of an
 * archive.
 */
final class Source {
  private final String name;
  private final Opener opener;
  private final Path file;

  private Source(String name, Opener opener, Path file) {
    this.name = name.replaceAll("\\p{Cntrl}", "?");
    this.opener = opener;
    this.file = file;
  }

  Source(String name, Opener opener) {
    this(name, opener, null);
  }

  /** A file, under its own name. */
  static Source of(Path file) {
    return of(file.toString(), file);
  }

  /** A file, under another name. */
  static Source of(String name, Path file) {
    boolean plain = file.getFileSystem() == FileSystems.getDefault();
    return new Source(name, () -> Files.newInputStream(file), plain ? file : null);
  }

  /** Opens the bytes as they are stored. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  String name() {
    return name;
  }

  /** The file on disk; null if this is none. */
  Path file() {
    return file;
  }

  /** Whether the bytes are packed. */
  boolean isPacked() throws IOException {
    try (InputStream in = openStored()) {
      return Packed.isPacked(in);
    }
  }

  /** The bytes as they are stored; the stream supports marks. */
  InputStream openStored() throws IOException {
    return new BufferedInputStream(opener.open(), Packed.BUFFER);
  }

  /** The bytes, unpacked if they were packed; the stream supports marks. */
  InputStream open() throws IOException {
    InputStream in = openStored();
    try {
      return Packed.unpack(name, in);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** The error for the user when reading failed. */
  InputException unreadable(IOException e) {
    String why;
    if (e instanceof NoSuchFileException) {
      why = "expected a file or a folder, found none";
    } else if (e instanceof AccessDeniedException) {
      why = "expected a readable file, found one without permission to read";
    } else if (e instanceof CharacterCodingException) {
      why = "expected UTF-16 text, found other bytes";
    } else if (e instanceof EOFException) {
      why = "expected whole packed data, found that it is cut short";
    } else if (e instanceof ZipException) {
      why = "expected sound packed data, found otherwise: " + e.getMessage();
    } else {
      why = "cannot be read: " + e.getMessage();
    }
    return new InputException((name + ": " + why).replaceAll("\\R", " "), e);
  }
}
