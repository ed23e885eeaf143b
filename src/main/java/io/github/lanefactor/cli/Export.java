package io.github.lanefactor.cli;

import io.github.lanefactor.data.ModelExport;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "export",
    description = {
      "Write a model in another format, which the file's name tells:",
      ".safetensors and .h5 hold all of it, .npz the arrays for numpy, .csv a row per user and item."
    })
final class Export implements Runnable {
  private static final List<String> FORMATS = List.of(".safetensors", ".h5", ".npz", ".csv");

  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
  private Path file;

  @Option(names = "--no-history", description = "Leave out who rated what.")
  private boolean noHistory;

  @Mixin private Outputs outputs;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public void run() {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (FORMATS.stream().noneMatch(name::endsWith)) {
      throw new InputException(
          file + ": expected a name that ends in " + String.join(", ", FORMATS));
    }
    outputs.reads(model.file()).writes(file).check();
    PrintWriter err = spec.commandLine().getErr();
    FactorModel read = model.read(err);
    ModelExport.write(noHistory ? read.withoutHistory() : read, file);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, w -> w.beginObject().name("model").value(file.toString()).endObject());
    } else {
      out.println("model in " + file);
    }
  }
}
