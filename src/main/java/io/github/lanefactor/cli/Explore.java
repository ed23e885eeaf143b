package io.github.lanefactor.cli;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.explore.Explorer;
import io.github.lanefactor.explore.ExplorerServer;
import io.github.lanefactor.explore.SinglePage;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "explore",
    customSynopsis = "lanefactor explore [MODEL] [options]",
    description = {
      "Show a model in the browser: rate items and watch the list change, see all items on a map, and"
          + " what the model has learnt.",
      "Serves a page on 127.0.0.1, for this machine alone, until Ctrl-C ends it."
    })
final class Explore implements Runnable {
  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODEL",
      description =
          "A model file, as train writes it (default: one that is trained on the bundled sample,"
              + " whose ratings are simulated).")
  private Path file;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port to listen on; 0 for a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--open", description = "Open the page in the browser.")
  private boolean open;

  @Option(
      names = "--export",
      paramLabel = "SITE.html",
      description =
          "Write the page as one file that needs no server, instead of serving it; all of the model"
              + " is in it.")
  private Path export;

  @Mixin private Outputs outputs;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (export != null) {
      outputs.reads(file).writes(export).check();
    }
    FactorModel model = model(err);
    Explorer explorer = new Explorer(title(model), model);
    if (export != null) {
      err.println("arranging the map of " + model.catalogue().items() + " items");
      err.flush();
      SinglePage.write(explorer, export);
      out.println("explorer in " + export);
    } else {
      serve(explorer, out, err);
    }
  }

  private void serve(Explorer explorer, PrintWriter out, PrintWriter err) {
    try (ExplorerServer server = ExplorerServer.start(explorer, port)) {
      out.println("the explorer is at " + server.address() + " until Ctrl-C ends it");
      out.flush();
      explorer.warmUp();
      if (open) {
        open(server.address(), err);
      }
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // which is how a program that runs this ends it
    }
  }

  private FactorModel model(PrintWriter err) {
    if (file != null) {
      FactorModel read = ModelFile.read(file);
      DataOptions.warnIfSimulated(err, read);
      return read;
    }
    Ratings ratings = SampleData.ratings();
    err.println(SampleData.LABEL + ": " + ratings);
    err.flush();
    FactorModel trained = Trainer.ranking().train(ratings).model();
    return trained.withOrigin(trained.origin().withData(SampleData.LABEL));
  }

  /** What the ratings were called, without the folders that they were in; else the file's name. */
  private String title(FactorModel model) {
    String data = model.origin().data().orElseGet(file::toString);
    return data.substring(1 + Math.max(data.lastIndexOf('/'), data.lastIndexOf('\\')));
  }

  private static void open(String address, PrintWriter err) {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    List<String> command =
        system.contains("mac")
            ? List.of("open", address)
            : system.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", address)
                : List.of("xdg-open", address);
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      err.println("note: found no browser to open; the address is above");
      err.flush();
    }
  }
}
