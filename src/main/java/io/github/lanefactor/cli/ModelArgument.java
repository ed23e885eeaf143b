package io.github.lanefactor.cli;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The model that a command reads. */
final class ModelArgument {
  @Parameters(index = "0", paramLabel = "MODEL", description = "A model file, as train writes it.")
  private Path file;

  /** The model's file. */
  Path file() {
    return file;
  }

  /** Reads the model; says on standard error if it was trained on simulated ratings. */
  FactorModel read(PrintWriter err) {
    FactorModel model = ModelFile.read(file);
    DataOptions.warnIfSimulated(err, model);
    return model;
  }
}
