package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Streams that are packed: by gzip, bzip2 or zstd. */
final class Packed {
  static final int BUFFER = 1 << 16;

  /** How often data may be packed. */
  private static final int DEPTH = 3;

  private static final byte[] GZIP = {0x1f, (byte) 0x8b};
  private static final byte[] BZIP2 = {'B', 'Z', 'h'};
  private static final byte[] ZSTD = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  private Packed() {}

  /** Whether a stream, which supports marks, begins as packed data do. */
  static boolean isPacked(InputStream in) throws IOException {
    byte[] start = start(in, ZSTD.length);
    return startsWith(start, GZIP) || startsWith(start, BZIP2) || startsWith(start, ZSTD);
  }

  /**
   * A stream's unpacked bytes.
   *
   * @param in supports marks, as the result does
   */
  static InputStream unpack(String name, InputStream in) throws IOException {
    InputStream out = in;
    for (int depth = 0; ; depth++) {
      byte[] start = start(out, ZSTD.length);
      boolean gzip = startsWith(start, GZIP);
      boolean bzip2 = startsWith(start, BZIP2);
      boolean zstd = startsWith(start, ZSTD);
      if (!gzip && !bzip2 && !zstd) {
        if (depth == 0 && name.endsWith(".gz")) {
          throw new ZipException("expected gzip data");
        }
        return out;
      }
      if (depth == DEPTH) {
        throw new ZipException("it is packed more than " + DEPTH + " times");
      }
      Counted packed = new Counted(out);
      InputStream unpacked =
          gzip
              ? new GZIPInputStream(packed, BUFFER)
              : bzip2 ? bzip2(name, packed) : zstd(name, packed);
      out = guarded(name, unpacked, packed::count);
    }
  }

  /** Apart, for a class is loaded with the libraries it names. */
  private static final class Bzip2 {
    static InputStream open(InputStream in) throws IOException {
      try {
        return new BZip2CompressorInputStream(in, true);
      } catch (EOFException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw new ZipException(String.valueOf(e.getMessage()));
      }
    }
  }

  private static InputStream bzip2(String name, InputStream in) throws IOException {
    try {
      return Bzip2.open(in);
    } catch (NoClassDefFoundError e) {
      throw lacking(name, "org.apache.commons:commons-compress", e);
    }
  }

  /**
   * By name, for the library is a module without a name of its own, which no module should require.
   */
  private static InputStream zstd(String name, InputStream in) throws IOException {
    try {
      return (InputStream)
          Class.forName("io.airlift.compress.zstd.ZstdInputStream")
              .getConstructor(InputStream.class)
              .newInstance(in);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw lacking(name, "io.airlift:aircompressor", e);
    }
  }

  /** The error for a file that needs a library which is not there. */
  static InputException lacking(String name, String library, Throwable e) {
    return new InputException(
        "%s: expected the library %s, which reads such files, on the class path"
            .formatted(name, library),
        e);
  }

  /** The first bytes of a stream, which stay there to be read. */
  static byte[] start(InputStream in, int length) throws IOException {
    in.mark(length);
    byte[] start = in.readNBytes(length);
    in.reset();
    return start;
  }

  static boolean startsWith(byte[] bytes, byte[] start) {
    return bytes.length >= start.length
        && Arrays.equals(bytes, 0, start.length, start, 0, start.length);
  }

  /**
   * Unpacked bytes that end in an error if they are far more than the packed ones.
   *
   * @param packed how many bytes were read to unpack them
   */
  static InputStream guarded(String name, InputStream unpacked, LongSupplier packed) {
    return new BufferedInputStream(new Guarded(name, unpacked, packed), BUFFER);
  }

  /** Counts the bytes that are read. */
  static final class Counted extends FilterInputStream {
    private long count;

    Counted(InputStream in) {
      super(in);
    }

    long count() {
      return count;
    }

    @Override
    public int read() throws IOException {
      int read = in.read();
      count += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = in.read(bytes, offset, length);
      count += Math.max(read, 0);
      return read;
    }
  }

  private static final class Guarded extends FilterInputStream {
    /** Text that is worth reading is packed to a tenth, seldom to a fiftieth. */
    private static final long MOST = 250;

    private static final long FREE = 64 << 20;

    private final String name;
    private final LongSupplier packed;
    private long unpacked;

    Guarded(String name, InputStream in, LongSupplier packed) {
      super(in);
      this.name = name;
      this.packed = packed;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(bytes, offset, length);
      } catch (InputException | EOFException e) {
        throw e;
      } catch (IOException | RuntimeException e) { // libraries throw all kinds of them
        throw new ZipException(String.valueOf(e.getMessage()));
      }
      unpacked += Math.max(read, 0);
      if (unpacked > FREE && unpacked / MOST > packed.getAsLong()) {
        throw new InputException(
            name + ": expected at most " + MOST + " bytes for each packed one, found more");
      }
      return read;
    }
  }
}
