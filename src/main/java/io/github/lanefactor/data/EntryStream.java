package io.github.lanefactor.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** The entries of an archive, one after the other. */
abstract class EntryStream implements Closeable {
  private final InputStream bytes;
  private boolean begun;

  /**
   * @param packed the archive, which counts what was read of it
   * @param unpacked the bytes of the entries
   */
  EntryStream(String name, Packed.Counted packed, InputStream unpacked) {
    this.bytes = Packed.guarded(name, unpacked, packed::count);
  }

  /** Goes to the next entry; null at the end. */
  abstract String advance() throws IOException;

  /**
   * Goes to the next entry.
   *
   * @return its name, with a slash at the end if it is a folder; null at the end
   */
  final String next() throws IOException {
    if (begun) {
      bytes.transferTo(OutputStream.nullOutputStream()); // which is guarded, as skipping is not
    }
    begun = true;
    return advance();
  }

  /** The bytes of the entry. */
  final InputStream bytes() {
    return bytes;
  }

  @Override
  public final void close() throws IOException {
    bytes.close();
  }
}
