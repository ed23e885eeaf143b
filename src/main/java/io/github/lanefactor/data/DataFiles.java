package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * The files of a data set, found in a folder or a zip archive by MovieLens's names; or a single
 * file.
 *
 * @param ratings the ratings
 * @param items the items file beside them, or null
 */
record DataFiles(Source ratings, Source items) {
  private static final List<String> RATINGS = List.of("ratings.csv", "ratings.dat", "u.data");
  private static final List<String> ITEMS = List.of("movies.csv", "movies.dat", "u.item");

  /**
   * The ratings at {@code path}, with their items if it is a folder or a zip archive.
   *
   * @throws InputException if there are none
   */
  static DataFiles at(Path path) {
    if (!isContainer(path)) {
      return new DataFiles(file(path), null);
    }
    List<String> names = names(path);
    for (int i = 0; i < RATINGS.size(); i++) {
      Source ratings = find(path, names, RATINGS.get(i));
      if (ratings != null) {
        return new DataFiles(ratings, find(path, names, ITEMS.get(i)));
      }
    }
    return new DataFiles(only(path, names, RATINGS), null);
  }

  /**
   * The items at {@code path}: a file, or one in a folder or a zip archive.
   *
   * @throws InputException if there are none
   */
  static Source itemsAt(Path path) {
    if (!isContainer(path)) {
      return file(path);
    }
    List<String> names = names(path);
    for (String wanted : ITEMS) {
      Source items = find(path, names, wanted);
      if (items != null) {
        return items;
      }
    }
    return only(path, names, ITEMS);
  }

  private static boolean isContainer(Path path) {
    return Files.isDirectory(path) || isZip(path);
  }

  private static boolean isZip(Path path) {
    return path.toString().endsWith(".zip") && !Files.isDirectory(path);
  }

  private static Source file(Path path) {
    return new Source(path.toString(), () -> Files.newInputStream(path));
  }

  /** The files in a folder, or in an archive at any depth. */
  private static List<String> names(Path path) {
    try {
      if (isZip(path)) {
        try (ZipFile zip = new ZipFile(path.toFile())) {
          return zip.stream().filter(e -> !e.isDirectory()).map(ZipEntry::getName).toList();
        }
      }
      try (Stream<Path> files = Files.list(path)) {
        return files.filter(Files::isRegularFile).map(f -> f.getFileName().toString()).toList();
      }
    } catch (IOException e) {
      throw file(path).unreadable(e);
    } catch (IllegalArgumentException e) {
      // What the JDK throws at a name that says it is UTF-8 and is not.
      throw file(path).unreadable(new ZipException("the name of an entry is damaged"));
    }
  }

  /** The file called {@code wanted}, plain before gzipped, in the outermost folder that has one. */
  private static Source find(Path path, List<String> names, String wanted) {
    return names.stream()
        .filter(name -> name.matches("(.*/)?\\Q" + wanted + "\\E(\\.gz)?"))
        .min(Comparator.comparingInt(String::length))
        .map(name -> in(path, name))
        .orElse(null);
  }

  /** The only file of a folder or an archive. */
  private static Source only(Path path, List<String> names, List<String> wanted) {
    if (names.size() != 1) {
      throw new InputException(
          "%s: expected one of %s in it, found none".formatted(path, String.join(", ", wanted)));
    }
    return in(path, names.get(0));
  }

  private static Source in(Path path, String name) {
    return isZip(path)
        ? new Source(path + "/" + name, () -> openEntry(path, name))
        : file(path.resolve(name));
  }

  private static InputStream openEntry(Path path, String name) throws IOException {
    ZipFile zip = new ZipFile(path.toFile());
    try {
      return new FilterInputStream(zip.getInputStream(zip.getEntry(name))) {
        @Override
        public void close() throws IOException {
          zip.close();
        }
      };
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }
}
