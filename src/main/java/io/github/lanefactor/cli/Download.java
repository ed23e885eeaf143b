package io.github.lanefactor.cli;

import io.github.lanefactor.data.DataSet;
import io.github.lanefactor.data.Downloader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "download",
    customSynopsis = "lanefactor download DATA_SET [--to DIR] [--mirror URL] [options]",
    description = {
      "Download a data set of MovieLens from its publisher: the zip archive, which the other commands"
          + " read as it is.",
      "It is checked before it appears, and an interrupted download goes on where it ended."
    })
final class Download implements Runnable {
  private static final int KILO = 1000;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DATA_SET",
      description = "ml-latest-small (1 MB), ml-100k (5 MB), ml-1m (6 MB) or ml-32m (240 MB).")
  private String name;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "The folder to put the archive in (default: the current one).")
  private Path folder;

  @Option(
      names = "--mirror",
      paramLabel = "URL",
      description = "A folder of a web server to take it from instead (default: GroupLens).")
  private String mirror;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public void run() {
    DataSet set = Choices.of(DataSet.class, "data set", name);
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = Progress.on(err);
    long began = System.nanoTime();
    Downloader download =
        new Downloader(set)
            .listener(
                (done, total) ->
                    progress.at(
                        (int) (done / KILO),
                        (int) (Math.max(done, total) / KILO),
                        (System.nanoTime() - began) * 1e-9,
                        "kB",
                        ""))
            .notes(
                note -> {
                  progress.clear();
                  err.println("note: " + note);
                  err.flush();
                });
    if (mirror != null) {
      download.mirror(mirror);
    }
    Path archive;
    try {
      archive = download.run(folder);
    } finally {
      progress.clear();
    }
    report(set, archive);
  }

  private void report(DataSet set, Path archive) {
    PrintWriter out = spec.commandLine().getOut();
    Path shown = archive.normalize();
    if (json) {
      Json.print(
          out,
          w -> {
            w.beginObject();
            w.name("file").value(shown.toString());
            w.name("terms").value(set.terms());
            w.endObject();
          });
      return;
    }
    out.printf(Locale.ROOT, "%s is in %s; to go on:%n", set.id(), shown);
    out.printf("./lanefactor train %s -o model.safetensors%n", Text.quoted(shown.toString()));
  }
}
