package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.eval.Baselines;
import io.github.lanefactor.eval.Evaluation;
import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.NewUsers;
import io.github.lanefactor.eval.Scorer;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
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
    name = "evaluate",
    customSynopsis = {
      "lanefactor evaluate [RATINGS] [--holdout SHARE | --folds K | --by-time SHARE] [options]",
      "lanefactor evaluate [RATINGS] --new-users SHARE [options]",
      "lanefactor evaluate --train A --test B [options]"
    },
    description = {
      "Train on a part of the ratings and measure how well the model foretells the rest.",
      "Every item that a user has not rated in training is ranked. Beside the model stand the"
          + " most popular items and, for predicted ratings, the biases of users and items alone.",
      "With --new-users the model has never seen the users it is tested on; beside it stands one"
          + " that was trained on them."
    })
final class Evaluate implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private DataOptions data;
  @Mixin private SplitOptions split;
  @Mixin private TrainingOptions training;

  @Option(
      names = "--relevant-from",
      paramLabel = "RATING",
      description =
          "A test rating below this is not relevant for the ranking (default: all are relevant).")
  private Float relevantFrom;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  /** One column of the table: the evaluations of one scorer, split by split. */
  private final Map<String, List<Evaluation>> measured = new LinkedHashMap<>();

  @Override
  public void run() {
    split.check(data);
    PrintWriter err = spec.commandLine().getErr();
    Trainer trainer = training.trainer();
    if (split.holdsOutUsers()) {
      newUsers(split.readNewUsers(data, err), trainer, err);
      report();
      return;
    }
    List<Split> splits = split.read(data, err);
    for (int s = 0; s < splits.size(); s++) {
      Split part = splits.get(s);
      String fold = splits.size() == 1 ? "" : "fold " + (s + 1) + " of " + splits.size() + ": ";
      err.println(fold + part.train().size() + " to train on, " + part.test().size() + " to test");
      err.flush();
      evaluate(part, trainer, err);
    }
    report();
  }

  private void report() {
    Map<String, Evaluation> means = new LinkedHashMap<>();
    measured.forEach((name, evaluations) -> means.put(name, Evaluation.mean(evaluations)));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(out, writer -> write(writer, means));
    } else {
      table(means).print(out);
    }
  }

  /** Folded in, beside a model that was trained on what is shown of the held-out users. */
  private void newUsers(NewUsers people, Trainer trainer, PrintWriter err) {
    err.println(
        people.others() + " to train on, " + people.split().test().size() + " ratings to test");
    Evaluator evaluator = evaluator(people.split());
    PrintWriter noLosses = new PrintWriter(Writer.nullWriter());
    Training others = training.train(trainer, people.others(), Progress.on(err), noLosses);
    Training known = training.train(trainer, people.split().train(), Progress.on(err), noLosses);
    add(
        "model",
        evaluator.ranking(people.scorer(others.model())).with("seconds", others.seconds()));
    add(
        "trained",
        evaluator.ranking(Recommender.of(known.model())::scores).with("seconds", known.seconds()));
    add("popularity", evaluator.ranking(Baselines.popularity(people.split().train())));
  }

  private void evaluate(Split split, Trainer trainer, PrintWriter err) {
    Evaluator evaluator = evaluator(split);
    PrintWriter noLosses = new PrintWriter(Writer.nullWriter());
    Training done = training.train(trainer, split.train(), Progress.on(err), noLosses);
    Scorer model = Recommender.of(done.model())::scores;
    Evaluation evaluation = evaluator.ranking(model);
    boolean ratings = done.model().objective() == Objective.RATING;
    if (ratings) {
      evaluation = evaluation.and(evaluator.ratings(model));
    }
    add("model", evaluation.with("seconds", done.seconds()));
    add("popularity", evaluator.ranking(Baselines.popularity(split.train())));
    if (ratings) {
      add("biases", evaluator.ratings(Baselines.biases(split.train())));
    }
  }

  private Evaluator evaluator(Split split) {
    Evaluator evaluator = new Evaluator(split).threads(training.threads());
    return relevantFrom == null ? evaluator : evaluator.relevantFrom(relevantFrom);
  }

  private void add(String scorer, Evaluation evaluation) {
    measured.computeIfAbsent(scorer, name -> new ArrayList<>()).add(evaluation);
  }

  private static Table table(Map<String, Evaluation> means) {
    List<String> header = new ArrayList<>(List.of(""));
    header.addAll(means.keySet());
    Table table = new Table().row(header);
    for (String metric : means.get("model").metrics().keySet()) {
      List<String> row = new ArrayList<>(List.of(Text.metric(metric)));
      for (Evaluation evaluation : means.values()) {
        Double value = evaluation.metrics().get(metric);
        row.add(value == null ? "" : Text.fixed(value, decimals(metric)));
      }
      table.row(row);
    }
    return table;
  }

  private static int decimals(String metric) {
    return switch (metric) {
      case "users" -> 0;
      case "seconds" -> 2;
      default -> 4;
    };
  }

  private void write(JsonWriter writer, Map<String, Evaluation> means) throws IOException {
    writer.beginObject();
    writer.name("data").value(split.source(data));
    for (Map.Entry<String, Evaluation> mean : means.entrySet()) {
      boolean baseline = !mean.getKey().equals("model");
      if (baseline) {
        writer.name(mean.getKey()).beginObject();
      }
      for (Map.Entry<String, Double> metric : mean.getValue().metrics().entrySet()) {
        writer.name(metric.getKey()).value(metric.getValue());
      }
      if (baseline) {
        writer.endObject();
      }
    }
    writer.endObject();
  }
}
