package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of ids, such as the items that a list may have: one in each line. */
public final class IdsFile {
  private IdsFile() {}

  /**
   * Reads the ids of a file, which may be packed; {@code -} is standard input. Blank lines and
   * blanks around ids are ignored.
   *
   * @throws InputException if it cannot be read, or a line has more than a million characters
   */
  public static List<String> read(Path file) {
    try (DataFiles files = DataFiles.at(file)) {
      return read(files.ratings().get(0));
    }
  }

  private static List<String> read(Source source) {
    try (InputStream in = source.open()) {
      List<String> ids = new ArrayList<>();
      if (Packed.start(in, 1).length == 0) {
        return ids;
      }
      try (Lines lines = Peek.at(source.name(), in).open(source.name(), in)) {
        while (lines.next()) {
          String id = new String(lines.chars(), lines.start(), lines.end() - lines.start()).strip();
          if (!id.isEmpty()) {
            ids.add(id);
          }
        }
      }
      return ids;
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }
}
