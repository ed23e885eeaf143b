package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.eval.SearchSpace;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.eval.TrainerSearch;
import io.github.lanefactor.eval.Trial;
import io.github.lanefactor.eval.Tuner;
import io.github.lanefactor.eval.Validation;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleBiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

@Command(
    name = "tune",
    customSynopsis = "lanefactor tune [RATINGS] [options]",
    description = {
      "Search for good settings: factors, observed weight, L2 and its exponent, sweeps (or"
          + " RMSprop's learning rate and steps). What is given as an option stays as it is.",
      "Each combination is trained on a part of the ratings and measured on the rest (--validation,"
          + " 0.1 of them unless given); the better half goes on to a second and the better half"
          + " of those to a third part. Trials run side by side, each on one thread."
    })
final class Tune implements Callable<Integer> {
  private static final double SHARE = 0.1;

  /** The trial of the defaults. */
  private static final Map<String, Double> DEFAULTS = Map.of("defaults", 1.0);

  /** Options that the train command does not have. */
  private static final Set<String> OWN = Set.of("--trials", "--json", "--validation");

  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "32",
      description = "Combinations to try besides the defaults (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Mixin private TrainingOptions training;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public Integer call() {
    Objective objective = training.searchedObjective();
    Trainer trainer =
        training.trainer(); // refuses wrong settings before anything is read, and warms up
    data.features(training.features());
    SearchSpace space = space(objective);
    Tuner tuner =
        new Tuner(space)
            .first(DEFAULTS)
            .trials(trials)
            .seed(training.seed())
            .threads(training.threads())
            .lowerIsBetter(objective == Objective.RATING);
    PrintWriter err = spec.commandLine().getErr();
    Ratings ratings = data.read(err);
    training.tell(trainer, ratings, data.reader(), err);
    List<Split> parts = TrainerSearch.parts(ratings, training.validation(SHARE), training.seed());
    Progress progress = Progress.on(err);
    String metric = Validation.metric(objective);
    long began = System.nanoTime();
    tuner.listener(
        (done, total, trial) ->
            progress.at(
                done,
                total,
                (System.nanoTime() - began) * 1e-9,
                "training",
                ", last " + Text.metric(metric) + " " + score(trial)));
    List<Trial> ranked;
    try {
      ranked = tuner.search(parts, score());
    } finally {
      progress.clear();
    }
    if (Double.isNaN(ranked.get(0).score())) {
      err.println("lanefactor: every training diverged");
      return Main.FAILURE;
    }
    report(metric, space.names(), ranked);
    return 0;
  }

  private ToDoubleBiFunction<Map<String, Double>, Split> score() {
    ToDoubleBiFunction<Map<String, Double>, Split> score = TrainerSearch.score(training::another);
    return (settings, part) ->
        score.applyAsDouble(settings.equals(DEFAULTS) ? Map.of() : settings, part);
  }

  private SearchSpace space(Objective objective) {
    SearchSpace space = TrainerSearch.space(objective, training.searchedSolver());
    for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
      // Start weights fix the number of factors.
      String name = option.longestName().equals("--init") ? "--factors" : option.longestName();
      space.without(name.substring(2));
    }
    if (space.names().isEmpty()) {
      throw new InputException("expected a setting to search, found all of them given");
    }
    return space;
  }

  private void report(String metric, List<String> names, List<Trial> ranked) {
    PrintWriter out = spec.commandLine().getOut();
    String command = command(ranked.get(0));
    if (json) {
      Json.print(out, writer -> write(writer, metric, ranked, command));
      return;
    }
    List<String> header = new ArrayList<>(List.of("", Text.metric(metric), "parts"));
    header.addAll(names);
    Table table = new Table().row(header);
    for (int place = 0; place < ranked.size(); place++) {
      Trial trial = ranked.get(place);
      List<String> row = new ArrayList<>();
      row.add(Integer.toString(place + 1));
      row.add(score(trial));
      row.add(Integer.toString(trial.scores().size()));
      for (String name : names) {
        Double value = trial.settings().get(name);
        row.add(value == null ? "default" : number(value));
      }
      table.row(row);
    }
    table.print(out);
    out.println();
    out.println("To train the best on all ratings:");
    out.println(command);
  }

  private static String score(Trial trial) {
    return Double.isNaN(trial.score()) ? "diverged" : Text.fixed(trial.score(), 4);
  }

  private static void write(JsonWriter writer, String metric, List<Trial> ranked, String command)
      throws IOException {
    writer.beginObject();
    writer.name("metric").value(metric);
    writer.name("command").value(command);
    writer.name("trials").beginArray();
    for (Trial trial : ranked) {
      writer.beginObject();
      if (Double.isNaN(trial.score())) {
        writer.name("score").nullValue();
      } else {
        writer.name("score").value(trial.score());
      }
      writer.name("parts").value(trial.scores().size());
      writer.name("settings").beginObject();
      if (!isDefaults(trial)) {
        for (Map.Entry<String, Double> setting : trial.settings().entrySet()) {
          writer.name(setting.getKey()).jsonValue(number(setting.getValue()));
        }
      }
      writer.endObject();
      writer.endObject();
    }
    writer.endArray();
    writer.endObject();
  }

  /** The command line that trains a model with a trial's settings on all ratings. */
  private String command(Trial trial) {
    ParseResult given = spec.commandLine().getParseResult();
    List<String> words = new ArrayList<>(List.of("lanefactor", "train"));
    given.matchedPositionals().forEach(p -> words.addAll(p.originalStringValues()));
    for (OptionSpec option : given.matchedOptions()) {
      if (!OWN.contains(option.longestName())) {
        words.add(option.longestName());
        option.originalStringValues().forEach(value -> words.add(JdbcUrl.hidden(value)));
      }
    }
    if (!isDefaults(trial)) {
      trial.settings().forEach((name, value) -> words.addAll(List.of("--" + name, number(value))));
    }
    words.addAll(List.of("-o", "model.h5"));
    return String.join(" ", words.stream().map(Text::quoted).toList());
  }

  private static boolean isDefaults(Trial trial) {
    return trial.settings().equals(DEFAULTS);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
