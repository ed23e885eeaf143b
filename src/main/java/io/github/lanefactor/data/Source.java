package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Bytes with a name for error messages: a file or an entry of an archive. Gzip is unpacked. */
final class Source {
  private static final int BUFFER = 1 << 16;

  private final String name;
  private final Opener opener;

  Source(String name, Opener opener) {
    this.name = name;
    this.opener = opener;
  }

  /** Opens the bytes as they are stored. */
  @FunctionalInterface
  interface Opener {
    InputStream open() throws IOException;
  }

  String name() {
    return name;
  }

  /** The bytes, unpacked; the stream supports marks. */
  InputStream open() throws IOException {
    InputStream in = new BufferedInputStream(opener.open(), BUFFER);
    try {
      in.mark(2);
      boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
      in.reset();
      if (gzip) {
        return new BufferedInputStream(new GZIPInputStream(in, BUFFER), BUFFER);
      }
      if (name.endsWith(".gz")) {
        throw new ZipException("expected gzip data");
      }
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** The error for the user when reading failed. */
  InputException unreadable(IOException e) {
    String why;
    if (e instanceof NoSuchFileException) {
      why = name + ": expected a file or a folder, found none";
    } else if (e instanceof AccessDeniedException) {
      why = name + ": expected a readable file, found one without permission to read";
    } else if (e instanceof CharacterCodingException) {
      why = name + ":" + firstLineThatIsNotUtf8() + ": expected UTF-8 text, found other bytes";
    } else if (e instanceof EOFException) {
      why = name + ": expected whole gzip data, found that it is cut short";
    } else if (e instanceof ZipException) {
      why = name + ": expected sound zip or gzip data, found otherwise: " + e.getMessage();
    } else {
      why = name + ": cannot be read: " + e.getMessage();
    }
    return new InputException(why, e);
  }

  /** A decoder fails up to a buffer ahead of the line being read, so we search for the line. */
  private long firstLineThatIsNotUtf8() {
    long line = 1;
    try (Lines lines = new Lines(open())) {
      while (lines.next()) {
        line = lines.number();
        StandardCharsets.UTF_8
            .newDecoder()
            .decode(ByteBuffer.wrap(lines.bytes(), lines.start(), lines.length()));
      }
    } catch (IOException found) {
      return line;
    }
    return line;
  }
}
