package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;

/** Text that the HDF5 library can write. */
final class Hdf5Text {
  private static final int BYTES_PER_CHAR = 3;

  private Hdf5Text() {}

  static String storable(String string) {
    return storable(new String[] {string})[0];
  }

  /** Strings are stored side by side in fields as long as the longest, each ended by a NUL. */
  static String[] storable(String[] strings) {
    long longest = 0;
    for (String string : strings) {
      if (string.indexOf(0) >= 0) {
        throw new InputException(
            "cannot write text with a NUL character: " + string.replace('\0', '?'));
      }
      longest = Math.max(longest, string.length());
    }
    if (longest * BYTES_PER_CHAR * strings.length > Integer.MAX_VALUE) {
      throw new InputException(
          "cannot write %d strings of up to %d characters".formatted(strings.length, longest));
    }
    return strings;
  }
}
