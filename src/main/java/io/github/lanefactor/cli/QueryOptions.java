package io.github.lanefactor.cli;

import io.github.lanefactor.data.IdsFile;
import io.github.lanefactor.recommend.Query;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Option;

/** Which items a list may have. */
final class QueryOptions {
  @Option(
      names = "--among",
      paramLabel = "FILE|ID,...",
      description = "Only these items: ids separated by commas, or a file with one in each line.")
  private String among;

  @Option(
      names = "--excluding",
      paramLabel = "FILE|ID,...",
      description = "None of these items, given in the same way.")
  private String excluding;

  @Option(names = "--genre", paramLabel = "G", description = "Only items of this genre.")
  private String genre;

  @Option(
      names = "--min-ratings",
      paramLabel = "N",
      defaultValue = "0",
      description = "Only items with at least N ratings (default: ${DEFAULT-VALUE}).")
  private int minRatings;

  /** The query, with these filters. */
  Query filter(Query query) {
    Query filtered = query.minRatings(minRatings);
    if (among != null) {
      filtered = filtered.among(ids(among));
    }
    if (excluding != null) {
      filtered = filtered.excluding(ids(excluding));
    }
    return genre == null ? filtered : filtered.genre(genre);
  }

  /** Whether there is a filter. */
  boolean given() {
    return among != null || excluding != null || genre != null || minRatings > 0;
  }

  private static List<String> ids(String given) {
    try {
      Path file = Path.of(given);
      if (given.equals("-") || (Files.exists(file) && !Files.isDirectory(file))) {
        return IdsFile.read(file);
      }
    } catch (InvalidPathException e) {
      return split(given); // no name of a file
    }
    return split(given);
  }

  private static List<String> split(String ids) {
    return Arrays.stream(ids.split(",")).map(String::strip).filter(id -> !id.isEmpty()).toList();
  }
}
