package io.github.lanefactor.cli;

import io.github.lanefactor.data.OurFiles;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The files that a command is going to write. Before any work it is made sure that none of them is
 * read by the command, or is written twice, or is somebody else's.
 */
final class Outputs {
  @Option(
      names = "--force",
      description = "Replace files that are no models, loss curves or lists of lanefactor's.")
  private boolean force;

  private final List<Path> inputs = new ArrayList<>();
  private final List<Path> outputs = new ArrayList<>();

  /** A file or folder that the command reads; null for none. */
  Outputs reads(Path input) {
    if (input != null) {
      inputs.add(input);
    }
    return this;
  }

  /** A file that the command writes; null for none. */
  Outputs writes(Path output) {
    if (output != null) {
      outputs.add(output);
    }
    return this;
  }

  /**
   * A file that the command writes and that must not be there yet; null for none.
   *
   * @param otherwise what to do if it is there
   * @throws InputException if it is there and is not to be replaced
   */
  Outputs creates(Path output, String otherwise) {
    if (output != null && !force && Files.exists(output)) {
      throw new InputException(output + ": is there; " + otherwise);
    }
    return writes(output);
  }

  /**
   * Checks all files.
   *
   * @throws InputException if one of them must not or cannot be written
   */
  void check() {
    for (int i = 0; i < outputs.size(); i++) {
      Path output = outputs.get(i);
      OutputFile.check(output);
      for (Path input : inputs) {
        if (isSame(input, output) || isInside(input, output)) {
          throw new InputException(
              "%s: expected another file than what is read from %s".formatted(output, input));
        }
      }
      for (Path other : outputs.subList(0, i)) {
        if (isSame(other, output)) {
          throw new InputException(output + ": expected different files to write, found one twice");
        }
      }
      if (!force && Files.exists(output) && !OurFiles.isOurs(output)) {
        throw new InputException(
            output + ": is there and not of lanefactor's making; --force replaces it");
      }
    }
  }

  /** The same file, whatever the paths. */
  static boolean isSame(Path a, Path b) {
    try {
      return Files.exists(a) && Files.exists(b) ? Files.isSameFile(a, b) : real(a).equals(real(b));
    } catch (IOException e) {
      return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }
  }

  /** Whether a file that is there lies in a folder. */
  private static boolean isInside(Path folder, Path file) {
    try {
      return Files.isDirectory(folder)
          && Files.exists(file)
          && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }

  /** A file that need not be there, in the folder where it really is. */
  private static Path real(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder == null || !Files.exists(folder)
        ? absolute.normalize()
        : folder.toRealPath().resolve(absolute.getFileName());
  }
}
