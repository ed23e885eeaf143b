package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.data.LossPlot;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "convergence",
    customSynopsis = "lanefactor convergence [RATINGS] -o PLOT.png|.svg [options]",
    description = {
      "Draw how fast each way of training lowers the seed's loss: the seed recipe, and with the same"
          + " objective RMSprop with an epsilon that suits it, and Gauss-Newton.",
      "All fit every cell with weight 1 and no L2. Times are of this machine, after a warm-up: a first"
          + " training after start takes longer."
    })
final class Convergence implements Runnable {
  private static final int LOG_EVERY = 10;

  /** How many seconds each trains before times count, so that the first has no handicap. */
  private static final double WARM_UP = 2;

  private static final int MANY = 1_000_000;

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PLOT.png|.svg",
      required = true,
      description = "The plot to draw.")
  private Path output;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "10",
      description = "How long each of them trains at most (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Mixin private MeasureOptions size;
  @Mixin private Outputs outputs;

  @Option(names = "--json", description = "Print the curves as an object.")
  private boolean json;

  @Override
  public void run() {
    if (!(seconds > 0)) {
      throw new InputException("expected more than 0 seconds, found " + seconds);
    }
    LossPlot.checkFormat(output);
    data.read(outputs);
    outputs.writes(output).check();
    Map<String, Trainer> trainers = new LinkedHashMap<>();
    trainers.put("seed recipe", trainer(Trainer.seedRecipe()));
    trainers.put("RMSprop", trainer(scaled().solver(SolverKind.RMSPROP)));
    trainers.put("Gauss-Newton", trainer(scaled().solver(SolverKind.GAUSS_NEWTON)));
    PrintWriter err = spec.commandLine().getErr();
    Ratings ratings = data.read(err);
    String simulated = data.given() ? "" : ", simulated ratings";
    LossPlot plot = LossPlot.bySeconds("Loss of the seed's objective" + simulated);
    Map<String, List<Training.Point>> curves = new LinkedHashMap<>();
    for (Trainer trainer : trainers.values()) {
      curve(trainer, ratings, Math.min(seconds, WARM_UP), Progress.on(err));
    }
    for (Map.Entry<String, Trainer> one : trainers.entrySet()) {
      List<Training.Point> curve = curve(one.getValue(), ratings, seconds, Progress.on(err));
      curves.put(one.getKey(), curve);
      plot.curve(one.getKey(), curve);
    }
    plot.write(output);
    report(curves);
  }

  private static Trainer scaled() {
    return Trainer.scaled().observedWeight(1).l2(0).likedFrom(Double.NEGATIVE_INFINITY);
  }

  private Trainer trainer(Trainer trainer) {
    trainer
        .factors(size.factors == null ? MeasureOptions.FACTORS : size.factors)
        .steps(MANY)
        .sweeps(MANY)
        .logEvery(LOG_EVERY);
    return size.threads == null ? trainer : trainer.threads(size.threads);
  }

  private static List<Training.Point> curve(
      Trainer trainer, Ratings ratings, double limit, Progress progress) {
    List<Training.Point> curve = new ArrayList<>();
    trainer.listener(
        (point, logged, total) -> {
          if (logged) {
            curve.add(point);
          }
          progress.at(point, total);
          return point.seconds() <= limit;
        });
    try {
      trainer.train(ratings);
    } finally {
      progress.clear();
    }
    return curve;
  }

  private void report(Map<String, List<Training.Point>> curves) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, writer -> write(writer, curves));
      return;
    }
    Table table = new Table().row(List.of("", "steps", "seconds", "loss"));
    curves.forEach(
        (name, curve) -> {
          Training.Point last = curve.get(curve.size() - 1);
          String step = Integer.toString(last.step());
          table.row(List.of(name, step, Text.fixed(last.seconds(), 2), Text.loss(last.loss())));
        });
    table.print(out);
    out.println();
    out.println("The curves are drawn in " + output + ".");
  }

  private static void write(JsonWriter writer, Map<String, List<Training.Point>> curves)
      throws IOException {
    writer.beginObject();
    for (Map.Entry<String, List<Training.Point>> curve : curves.entrySet()) {
      writer.name(curve.getKey()).beginArray();
      for (Training.Point point : curve.getValue()) {
        writer.beginObject();
        writer.name("step").value(point.step());
        writer.name("seconds").value(point.seconds());
        writer.name("loss").value(point.loss());
        writer.endObject();
      }
      writer.endArray();
    }
    writer.endObject();
  }
}
