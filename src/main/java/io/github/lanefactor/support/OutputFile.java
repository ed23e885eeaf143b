package io.github.lanefactor.support;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files whole or not at all. */
public final class OutputFile {
  private OutputFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /**
     * @param file does not exist yet
     * @throws IOException if it cannot be written
     */
    void writeTo(Path file) throws IOException;
  }

  /**
   * Checks, before long work, that {@link #write} will be able to write this file.
   *
   * @throws InputException if the folder is missing or not writable, or if something other than a
   *     file is in the way
   */
  public static void check(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InputException(file + ": expected a file to write, found something else");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new InputException(file + ": expected a folder " + folder + " to write it in");
    }
    if (!Files.isWritable(folder)) {
      throw new InputException(file + ": no right to write in " + folder);
    }
  }

  /**
   * Claims a file that long work is going to write, until what comes back is closed or the program
   * ends.
   *
   * @throws InputException if another run has claimed it, or as {@link #check}
   */
  public static Closeable claim(Path file) {
    check(file);
    try {
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      Path lock = target.resolveSibling("." + target.getFileName() + ".lock");
      FileChannel channel =
          FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock held = lock(channel);
      if (held == null) {
        channel.close();
        throw new InputException(file + ": another run is about to write this file");
      }
      deleteLeftovers(target);
      return () -> {
        Files.deleteIfExists(lock);
        channel.close();
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot claim " + file + ": " + reason(e), e);
    }
  }

  /** What a run that was killed had begun to write. */
  private static void deleteLeftovers(Path target) throws IOException {
    String glob = "." + target.getFileName().toString().replaceAll("[^\\w.-]", "?") + ".*.tmp";
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(target.getParent(), glob)) {
      for (Path leftover : leftovers) {
        Files.deleteIfExists(leftover);
      }
    }
  }

  /** A lock of a file; null if somebody has it, be it another thread of this program. */
  private static FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /**
   * Writes a file under a temporary name in the same folder and then moves it into place. A file
   * that was there before stays as it was unless all goes well.
   *
   * @throws InputException as {@link #check}
   * @throws UncheckedIOException if writing fails, with one line for the user
   */
  public static void write(Path file, Content content) {
    check(file);
    Path temporary = null;
    try {
      // A link is followed: the file that it points to is written, not the link.
      Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
      String name = "." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp";
      temporary = target.resolveSibling(name);
      temporary.toFile().deleteOnExit();
      content.writeTo(temporary);
      move(temporary, target);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + reason(e), e);
    } finally {
      delete(temporary);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes what a failed write left; a successful one leaves nothing. */
  private static void delete(Path temporary) {
    try {
      if (temporary != null) {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      // The first failure matters more; deleteOnExit tries again.
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
