package io.github.lanefactor.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Tells files that lanefactor may have written from other people's. */
public final class OurFiles {
  /** How HDF5 and PNG files, loss curves, exports, lists, pages and checkpoints begin. */
  private static final List<String> BEGINNINGS =
      List.of(
          "\u0089HDF\r\n",
          "\u0089PNG\r\n",
          "step,loss",
          "kind,id,title,bias",
          "user,rank,item,score",
          "lanefactor checkpoint ",
          "<!doctype html>\n<!-- lanefactor explorer -->",
          "{\"user\":");

  private static final int PEEK = 500;

  private OurFiles() {}

  /**
   * Whether a file is empty or begins like one that lanefactor writes: a model, a loss curve, a
   * plot, an export, lists, a checkpoint.
   *
   * @param file a file that is there
   */
  public static boolean isOurs(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      String start = new String(in.readNBytes(PEEK), StandardCharsets.ISO_8859_1);
      boolean zip = start.startsWith("PK\u0003\u0004");
      return start.isEmpty()
          || start.contains("<svg")
          || (zip && file.toString().toLowerCase(Locale.ROOT).endsWith(".npz"))
          || BEGINNINGS.stream().anyMatch(start::startsWith)
          || start.substring(Math.min(8, start.length())).startsWith("{\"__metadata__\":{");
    } catch (IOException e) {
      return false;
    }
  }
}
