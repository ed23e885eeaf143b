package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files of a data set, found in a folder or an archive by the names they are published with; or
 * a single file.
 */
final class DataFiles implements Closeable {
  /** How many archives may be one inside the other. */
  private static final int DEPTH = 3;

  private static final String STANDARD_INPUT = "-";

  /**
   * How the files of a data set are called.
   *
   * @param ratings a pattern for the ratings, of which there may be several files
   * @param items a pattern for the items
   */
  private record Names(String ratings, String items) {}

  private static final List<Names> KNOWN =
      List.of(
          new Names("ratings[.]csv", "(movies|books|anime|items)[.]csv"),
          new Names("ratings[.]dat", "(movies|items)[.]dat"),
          new Names("u[.]data", "u[.]item"),
          new Names("rating[.]csv", "(movie|anime)[.]csv"), // as on Kaggle
          new Names("bx-book-ratings[.]csv", "bx-books[.]csv"),
          new Names("rating_complete[.]csv", "anime[.]csv"),
          new Names("user_artists[.]dat", "artists[.]dat"),
          new Names("jester_ratings[.]dat", "no items"),
          new Names("usersha1-artmbid-artname-plays[.]tsv", "no items"),
          new Names("combined_data_[0-9]+[.]txt", "movie_titles[.](txt|csv)"),
          new Names("mv_[0-9]{7}[.]txt", "movie_titles[.](txt|csv)"),
          new Names("training_set[.]tar", "movie_titles[.](txt|csv)"));

  private static final String USERS = "u[.]user|users[.](dat|csv)";

  private final List<Source> ratings;
  private final Source items;
  private final Path copy;

  /**
   * @param copy a file to be deleted at the end, or null
   */
  private DataFiles(List<Source> ratings, Source items, Path copy) {
    this.ratings = ratings;
    this.items = items;
    this.copy = copy;
  }

  /** The files of ratings: one, unless a data set has them in pieces. */
  List<Source> ratings() {
    return ratings;
  }

  /** The items, or null. */
  Source items() {
    return items;
  }

  /**
   * The ratings at {@code path}, with their items if it is a folder or an archive.
   *
   * @throws InputException if there are none
   */
  static DataFiles at(Path path) {
    if (path.toString().equals(STANDARD_INPUT)) {
      return at(System.in, "standard input");
    }
    if (isStream(path)) {
      try (InputStream in = Files.newInputStream(path)) {
        return at(in, path.toString());
      } catch (IOException e) {
        throw Source.of(path).unreadable(e);
      }
    }
    List<Source> files = files(path, Source.of(path));
    return files == null
        ? new DataFiles(List.of(Source.of(path)), null, null)
        : ratings(path.toString(), files, null, DEPTH);
  }

  /**
   * The same for a stream, which is read to its end, for it can be read once only.
   *
   * @throws InputException if there are none
   */
  static DataFiles at(InputStream in, String name) {
    Path copy = copy(in, name);
    try {
      Source source = Source.of(name, copy);
      List<Source> files = Archive.entries(source);
      return files == null
          ? new DataFiles(List.of(source), null, copy)
          : ratings(name, files, copy, DEPTH);
    } catch (RuntimeException e) {
      delete(copy);
      throw e;
    }
  }

  /**
   * The items at {@code path}: a file, or one in a folder or an archive.
   *
   * @throws InputException if there are none
   */
  static DataFiles itemsAt(Path path) {
    if (path.toString().equals(STANDARD_INPUT) || isStream(path)) {
      DataFiles files = at(path);
      return new DataFiles(
          List.of(), files.items == null ? files.ratings.get(0) : files.items, files.copy);
    }
    List<Source> files = files(path, Source.of(path));
    Source items = files == null ? Source.of(path) : items(path.toString(), files, DEPTH);
    return new DataFiles(List.of(), items, null);
  }

  /**
   * The users at {@code path}, where {@link #items} then has them: a file, or u.user, users.dat or
   * users.csv in a folder or an archive.
   *
   * @throws InputException if there are none
   */
  static DataFiles usersAt(Path path) {
    List<Source> files = isStream(path) ? null : files(path, Source.of(path));
    if (files == null) {
      return itemsAt(path);
    }
    List<Source> found = find(files, USERS);
    Source users = found.isEmpty() ? only(path.toString(), files, "the users") : found.get(0);
    return new DataFiles(List.of(), unpacked(users, USERS), null);
  }

  private static Source items(String name, List<Source> files, int depth) {
    for (Names names : KNOWN) {
      List<Source> found = find(files, names.items);
      if (!found.isEmpty()) {
        return unpacked(found.get(0), names.items);
      }
    }
    Source only = only(name, files, "the items");
    List<Source> inside = depth == 0 ? null : Archive.entries(only);
    return inside == null ? only : items(only.name(), inside, depth - 1);
  }

  private static DataFiles ratings(String name, List<Source> files, Path copy, int depth) {
    for (Names names : KNOWN) {
      List<Source> found = find(files, names.ratings);
      if (!found.isEmpty()) {
        List<Source> whole = new ArrayList<>();
        found.forEach(source -> whole.addAll(contents(source, names.ratings, DEPTH)));
        List<Source> items = find(files, names.items);
        return new DataFiles(
            whole, items.isEmpty() ? null : unpacked(items.get(0), names.items), copy);
      }
    }
    Source only = only(name, files, "the ratings");
    List<Source> inside = depth == 0 ? null : Archive.entries(only);
    return inside == null
        ? new DataFiles(List.of(only), null, copy)
        : ratings(only.name(), inside, copy, depth - 1);
  }

  /** A file, or what an archive has inside that is called alike. */
  private static List<Source> contents(Source source, String wanted, int depth) {
    List<Source> inside = depth == 0 ? null : Archive.entries(source);
    if (inside == null) {
      return List.of(source);
    }
    for (String name : List.of(wanted, "mv_[0-9]{7}[.]txt")) {
      List<Source> found = find(inside, name);
      if (!found.isEmpty()) {
        return found;
      }
    }
    return contents(only(source.name(), inside, "a file of ratings or items"), wanted, depth - 1);
  }

  private static Source unpacked(Source source, String wanted) {
    return contents(source, wanted, DEPTH).get(0);
  }

  /** A pipe or a device: what was read of it cannot be read again. */
  private static boolean isStream(Path path) {
    return Files.exists(path) && !Files.isRegularFile(path) && !Files.isDirectory(path);
  }

  private static Path copy(InputStream in, String name) {
    try {
      Path copy = Files.createTempFile("lanefactor", ".data");
      copy.toFile().deleteOnExit();
      try {
        Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
        return copy;
      } catch (IOException | RuntimeException e) {
        delete(copy);
        throw e;
      }
    } catch (IOException e) {
      throw new InputException(
          "%s: cannot be copied to a temporary file: %s".formatted(name, e.getMessage()), e);
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      throw new UncheckedIOException(copy + ": cannot be deleted", e);
    }
  }

  @Override
  public void close() {
    if (copy != null) {
      delete(copy);
    }
  }

  /** The files in a folder, or in an archive at any depth; null if it is neither. */
  private static List<Source> files(Path path, Source source) {
    if (!Files.isDirectory(path)) {
      return Archive.entries(source);
    }
    try (Stream<Path> files = Files.list(path)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !Archive.isJunk(file.getFileName().toString()))
          .map(Source::of)
          .toList();
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  /**
   * The files called like this, packed or not, in the outermost folder that has one, sorted by
   * their names; of a file and its packed copy the file alone.
   */
  private static List<Source> find(List<Source> files, String wanted) {
    Pattern pattern =
        Pattern.compile("(.*/)?(" + wanted + ")([.](gz|zip|bz2|zst))*", Pattern.CASE_INSENSITIVE);
    List<Source> found =
        files.stream()
            .filter(file -> pattern.matcher(file.name().replace('\\', '/')).matches())
            .sorted(Comparator.comparingInt(DataFiles::depth).thenComparing(Source::name))
            .toList();
    List<Source> kept = new ArrayList<>();
    for (Source file : found) {
      boolean outermost = depth(file) == depth(found.get(0));
      if (outermost && kept.stream().noneMatch(k -> file.name().startsWith(k.name() + "."))) {
        kept.add(file);
      }
    }
    return kept;
  }

  private static int depth(Source file) {
    return (int) file.name().chars().filter(c -> c == '/' || c == '\\').count();
  }

  /** The only file of a folder or an archive. */
  private static Source only(String name, List<Source> files, String what) {
    if (files.size() == 1) {
      return files.get(0);
    }
    String found =
        files.stream()
            .map(file -> file.name().substring(Math.min(name.length() + 1, file.name().length())))
            .limit(5)
            .collect(Collectors.joining(", "));
    throw new InputException(
        "%s: expected %s of a known data set, such as ratings.csv, or a single file in it, found %s"
            .formatted(
                name,
                what,
                files.isEmpty() ? "none" : files.size() > 5 ? found + " and more" : found));
  }
}
