package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.MirrorServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  @TempDir private Path folder;

  @Test
  void showsTheTermsAndHowToGoOn() throws IOException {
    Path to = folder.resolve("my data");
    Path archive = to.resolve("ml-100k.zip");
    try (MirrorServer server = new MirrorServer("ml-100k.zip")) {
      Run run = Run.ok("download", "ml-100k", "--to", to, "--mirror", server.url());
      assertTrue(
          run.err().contains("https://files.grouplens.org/datasets/movielens/ml-100k-README.txt"));
      assertEquals("ml-100k is in " + archive + "; to go on:", run.lines().get(0));
      assertEquals("./lanefactor train '" + archive + "' -o model.safetensors", run.lines().get(1));
      Run.ok("train", archive, "-o", folder.resolve("m.safetensors"), "--sweeps", 1);
      Run again = Run.ok("download", "ml-100k", "--to", to, "--mirror", server.url(), "--json");
      assertTrue(again.err().contains("is there already"), again.err());
      assertEquals(archive.toString(), again.json().getAsJsonObject().get("file").getAsString());
    }
  }

  @Test
  void failuresAreALineAndAnExitCode() throws IOException {
    try (MirrorServer server = new MirrorServer("ml-1m.zip")) {
      server.checksum = "0123456789abcdef0123456789abcdef";
      refused(Main.FAILURE, "has the MD5 checksum", "ml-1m", server);
      refused(Main.FAILURE, "ml-32m.zip answered 404", "ml-32m", server);
      Files.writeString(folder.resolve("ml-1m.zip"), "mine");
      refused(Main.USAGE, "delete it to download", "ml-1m", server);
    }
  }

  private void refused(int code, String reason, String set, MirrorServer server) {
    Run run = Run.of("download", set, "--to", folder, "--mirror", server.url());
    assertEquals(code, run.code(), run.err());
    assertEquals("", run.out());
    String last = run.err().lines().reduce("", (a, b) -> b);
    assertTrue(last.startsWith("lanefactor: " + folder) && last.contains(reason), run.err());
  }
}
