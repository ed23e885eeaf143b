package io.github.lanefactor.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are written whole or not at all. */
class OutputFileTest {
  @TempDir Path folder;

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String refusal(Path file) {
    InputException e = assertThrows(InputException.class, () -> OutputFile.check(file));
    assertEquals(
        e.getMessage(),
        assertThrows(InputException.class, () -> OutputFile.claim(file)).getMessage());
    assertEquals(
        e.getMessage(),
        assertThrows(InputException.class, () -> OutputFile.write(file, to -> {})).getMessage());
    return e.getMessage();
  }

  @Test
  void whatCannotBeWrittenIsSaidBefore() throws IOException {
    Path file = folder.resolve("m");
    OutputFile.check(file);
    Path nowhere = folder.resolve("none/m");
    assertEquals(
        nowhere + ": expected a folder " + folder.resolve("none") + " to write it in",
        refusal(nowhere));
    Path sub = Files.createDirectory(folder.resolve("sub"));
    assertEquals(sub + ": expected a file to write, found something else", refusal(sub));
    Files.writeString(file, "x");
    OutputFile.check(file);
    assertEquals(
        file.resolve("m") + ": expected a folder " + file + " to write it in",
        refusal(file.resolve("m")));
  }

  @Test
  void aFileIsWrittenOrStaysAsItWas() throws IOException {
    Path file = folder.resolve("m");
    OutputFile.write(
        file,
        to -> {
          assertFalse(Files.exists(to));
          assertFalse(Files.exists(file));
          Files.writeString(to, "new");
        });
    assertEquals("new", Files.readString(file));
    UncheckedIOException e =
        assertThrows(
            UncheckedIOException.class,
            () ->
                OutputFile.write(
                    file,
                    to -> {
                      Files.writeString(to, "half");
                      throw new IOException("no room\non the disk");
                    }));
    assertEquals("cannot write " + file + ": no room", e.getMessage());
    assertThrows(
        IllegalStateException.class,
        () ->
            OutputFile.write(
                file,
                to -> {
                  Files.writeString(to, "half");
                  throw new IllegalStateException();
                }));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("m"), files());
    e =
        assertThrows(
            UncheckedIOException.class,
            () ->
                OutputFile.write(
                    file,
                    to -> {
                      throw new IOException();
                    }));
    assertEquals("cannot write " + file + ": IOException", e.getMessage());
  }

  @Test
  void aLinkIsFollowed() throws IOException {
    Path target = Files.writeString(folder.resolve("target"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    try (Closeable claimed = OutputFile.claim(link)) {
      assertThrows(InputException.class, () -> OutputFile.claim(target));
      OutputFile.write(link, to -> Files.writeString(to, "new"));
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("link", "target"), files());
  }

  @Test
  void twoRunsCannotClaimAFile() throws IOException {
    Path file = folder.resolve("m 1");
    Files.writeString(folder.resolve(".m 1.12ab.tmp"), "left by a run that was killed");
    Files.writeString(folder.resolve(".n.12ab.tmp"), "another's");
    try (Closeable claimed = OutputFile.claim(file)) {
      assertEquals(List.of(".m 1.lock", ".n.12ab.tmp"), files());
      InputException e = assertThrows(InputException.class, () -> OutputFile.claim(file));
      assertEquals(file + ": another run is about to write this file", e.getMessage());
      OutputFile.write(file, to -> Files.writeString(to, "mine"));
    }
    assertEquals(List.of(".n.12ab.tmp", "m 1"), files());
    OutputFile.claim(file).close();
    assertEquals("mine", Files.readString(file));
  }
}
