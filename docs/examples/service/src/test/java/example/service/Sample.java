package example.service;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.train.Trainer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Small models of the bundled sample, and a service that answers with one. */
final class Sample {
  private Sample() {}

  static FactorModel model(long seed) {
    return Trainer.ranking().factors(8).sweeps(2).seed(seed).train(SampleData.ratings()).model();
  }

  /** Puts a model in the place of another, as one should: by renaming. */
  static void replace(FactorModel model, Path file) throws java.io.IOException {
    Path next = file.resolveSibling("next.safetensors");
    ModelFile.write(model, next);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  static Options options(Path file) {
    Options options = new Options();
    options.model = file;
    options.host = "127.0.0.1";
    options.adminHost = "127.0.0.1";
    options.maxBody = 65_536;
    options.maxSeconds = 60; // a busy machine is no slow client
    options.idleSeconds = 30;
    options.maxConnections = 64;
    options.maxList = 100;
    options.maxRatings = 1000;
    return options;
  }
}
