package io.github.lanefactor.explore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The files of the page, which are on the class path. */
final class PageFiles {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "json", "application/json; charset=utf-8",
          "svg", "image/svg+xml");

  /** The files that the server gives out, by their paths. Nothing else of the class path is. */
  private static final Map<String, String> SERVED = new LinkedHashMap<>();

  static {
    SERVED.put("/", "index.html");
    for (String name :
        new String[] {
          "style.css",
          "icon.svg",
          "openapi.json",
          "dom.js",
          "state.js",
          "source.js",
          "stars.js",
          "films.js",
          "lists.js",
          "users.js",
          "sliders.js",
          "points.js",
          "map.js",
          "model.js",
          "main.js"
        }) {
      SERVED.put("/" + name, name);
    }
  }

  private PageFiles() {}

  /** The file at this path, if there is one. */
  static Optional<String> at(String path) {
    return Optional.ofNullable(SERVED.get(path));
  }

  /** The kind of a file, for the header Content-Type. */
  static String type(String name) {
    return TYPES.get(name.substring(name.lastIndexOf('.') + 1));
  }

  /** The bytes of a file. */
  static byte[] read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream("page/" + name)) {
      if (in == null) {
        throw new UncheckedIOException(
            new IOException("page/" + name + " is not on the class path"));
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read page/" + name + ": " + e.getMessage(), e);
    }
  }
}
