package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.data.LossCsv;
import io.github.lanefactor.data.LossPlot;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Origin;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.OutputFile;
import io.github.lanefactor.train.DivergedException;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "train",
    customSynopsis = "lanefactor train [RATINGS] -o MODEL [options]",
    description = "Train a model and write it to a file.")
final class Train implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "MODEL",
      required = true,
      description = "The file to write: safetensors, or HDF5 if its name ends in .h5.")
  private Path output;

  @Mixin private TrainingOptions training;
  @Mixin private CheckpointOptions checkpoints;
  @Mixin private Outputs outputs;

  @Option(
      names = "--history",
      paramLabel = "LOSS.csv",
      description = "Write the loss curve as CSV: step, and the loss before that step.")
  private Path history;

  @Option(names = "--plot", paramLabel = "LOSS.png|.svg", description = "Draw the loss curve.")
  private Path plot;

  @Option(
      names = "--no-history",
      description =
          "Leave out of the model who rated what: a smaller file, whose lists include what a user"
              + " has rated.")
  private boolean noHistory;

  @Option(names = "--json", description = "Print the outcome as an object, and no losses.")
  private boolean json;

  @Override
  public Integer call() {
    checkOutputs();
    try (Closeable claimed = OutputFile.claim(output)) {
      return train();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release " + output + ": " + e.getMessage(), e);
    }
  }

  private int train() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Trainer trainer = training.trainer();
    data.features(training.features());
    checkpoints.set(trainer);
    Ratings ratings = data.read(err);
    training.tell(trainer, ratings, data.reader(), err);
    try {
      Optional<Training> done = train(trainer, ratings, err, json ? err : out);
      if (done.isEmpty()) {
        return Main.FAILURE;
      }
      write(done.get());
      checkpoints.delete();
      report(out, done.get());
      if (plot != null) {
        LossPlot.bySteps("Training loss").curve("loss", done.get().history()).write(plot);
      }
      return 0;
    } catch (DivergedException e) {
      write(e.lastGood());
      err.println("lanefactor: " + e.getMessage() + "; the last good weights are in " + output);
      return Main.FAILURE;
    }
  }

  /** Trains. With checkpoints a signal to stop saves the training; nothing comes back then. */
  private Optional<Training> train(
      Trainer trainer, Ratings ratings, PrintWriter err, PrintWriter losses) {
    if (checkpoints.file().isEmpty()) {
      return Optional.of(training.train(trainer, ratings, Progress.on(err), losses));
    }
    try (StopSignal stop = new StopSignal()) {
      Training done = training.train(trainer, ratings, Progress.on(err), losses);
      if (!stop.isReceived()) {
        return Optional.of(done);
      }
      Path file = checkpoints.file().get();
      err.println("lanefactor: stopped; the same command with --resume " + file + " goes on");
      err.flush(); // now: the program ends once the signal is heeded
      return Optional.empty();
    }
  }

  /** Before hours of training, not after. */
  private void checkOutputs() {
    if (plot != null) {
      LossPlot.checkFormat(plot);
    }
    data.read(outputs);
    training.read(outputs);
    checkpoints.files(outputs);
    outputs.writes(output).writes(history).writes(plot).check();
  }

  private void write(Training done) {
    FactorModel model = data.label(done.model());
    ModelFile.write(noHistory ? model.withoutHistory() : model, output);
    if (history != null) {
      LossCsv.write(done.history(), history);
    }
  }

  private void report(PrintWriter out, Training done) {
    if (json) {
      Json.print(out, writer -> writeReport(writer, done));
      return;
    }
    String loss =
        done.model()
            .origin()
            .last()
            .map(last -> "loss %s at step %d; ".formatted(Text.loss(last.loss()), last.step()))
            .orElse("");
    out.printf(
        Locale.ROOT, "%s%s in %.2f s; model in %s%n", loss, done.ending(), done.seconds(), output);
  }

  private void writeReport(JsonWriter writer, Training done) throws IOException {
    writer.beginObject();
    writer.name("model").value(output.toString());
    Optional<Origin.Loss> last = done.model().origin().last();
    if (last.isPresent()) {
      writer.name("step").value(last.get().step());
      writer.name("loss").value(last.get().loss());
    }
    writer.name("seconds").value(done.seconds());
    writer.name("ending").value(done.ending().description());
    writer.endObject();
  }
}
