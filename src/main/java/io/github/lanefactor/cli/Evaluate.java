package io.github.lanefactor.cli;

import static io.github.lanefactor.cli.EvaluationTables.MODEL;

import io.github.lanefactor.eval.Baselines;
import io.github.lanefactor.eval.Bootstrap;
import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.Scorer;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "evaluate",
    customSynopsis = {
      "lanefactor evaluate [RATINGS] [--holdout SHARE | --folds K | --by-time SHARE] [options]",
      "lanefactor evaluate [RATINGS] --new-users SHARE | --new-items SHARE [options]",
      "lanefactor evaluate --train A --test B [options]"
    },
    description = {
      "Train on a part of the ratings and measure how well the model foretells the rest.",
      "Every item that a user has not rated in training is ranked. Beside the model stand the"
          + " most popular items and, for predicted ratings, the biases of users and items alone.",
      "With --new-users the model has never seen the users it is tested on; beside it stands one"
          + " that was trained on them. With --new-items it ranks items that nobody has rated.",
      "Is a difference more than noise? --against compares two models user by user:",
      "  lanefactor evaluate ratings.csv --factors 32 --against \"--factors 64 --l2 0.1\""
    })
final class Evaluate implements Runnable {
  static final String AGAINST = "against";

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

  @Option(
      names = "--against",
      paramLabel = "OPTIONS",
      description =
          "Train a second model with the same options but for these, such as"
              + " \"--factors 64 --l2 0.1\", and compare the two user by user.")
  private String against;

  @Option(
      names = "--intervals",
      description =
          "Show 95 %% confidence intervals, and compare the model with every column user by user.")
  private boolean intervals;

  @Option(
      names = "--groups",
      description = "Show users and items in groups by their numbers of training ratings, too.")
  private boolean groups;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  /** What was measured, by column, the model's first. */
  private final Map<String, Measured> columns = new LinkedHashMap<>();

  /** What was measured on, such as folds. */
  private final List<Split> parts = new ArrayList<>();

  private Trainer trainer;
  private TrainingOptions second;
  private Trainer secondTrainer;
  private PrintWriter err;

  @Override
  public void run() {
    split.check(data);
    err = spec.commandLine().getErr();
    if (against != null) {
      second = Against.of(spec.commandLine().getParseResult(), against);
      secondTrainer = second.another();
    }
    trainer = training.trainer();
    data.features(training.features());
    List<EvaluationPart> all = split.read(data, err);
    training.tell(trainer, all.get(0).known(), data.reader(), err);
    for (int p = 0; p < all.size(); p++) {
      EvaluationPart part = all.get(p);
      String which =
          all.size() == 1 ? "" : split.partName() + " " + (p + 1) + " of " + all.size() + ": ";
      err.println(
          which + part.known().size() + " to train on, " + part.split().test().size() + " to test");
      err.flush();
      evaluate(part);
    }
    report();
  }

  /** Trains and measures all columns on one part. */
  private void evaluate(EvaluationPart part) {
    Ratings train = part.split().train();
    parts.add(part.split());
    Evaluator evaluator = part.evaluator().get().threads(training.threads());
    if (relevantFrom != null) {
      evaluator.relevantFrom(relevantFrom);
    }
    train(MODEL, training, trainer, part.known(), evaluator, part.scorer());
    if (second != null) {
      train(AGAINST, second, secondTrainer, part.known(), evaluator, part.scorer());
    }
    if (part.newUsers()) {
      train("trained", training, trainer, train, evaluator, EvaluationPart::scorer);
    }
    if (part.newItems()) {
      long drawn = split.seed() + parts.size() - 1;
      column("random").ranking(evaluator.rankingInDetail(Baselines.random(drawn)));
      column("genre_popularity")
          .ranking(evaluator.rankingInDetail(Baselines.genrePopularity(train)));
    } else {
      column("popularity").ranking(evaluator.rankingInDetail(Baselines.popularity(train)));
    }
    if (column(MODEL).hasRatings()) {
      column("biases").ratings(evaluator.ratingsInDetail(Baselines.biases(train)));
    }
  }

  /** Trains the model of one column, and measures it. */
  private void train(
      String column,
      TrainingOptions options,
      Trainer with,
      Ratings ratings,
      Evaluator evaluator,
      Function<FactorModel, Scorer> scorer) {
    PrintWriter noLosses = new PrintWriter(Writer.nullWriter());
    Training done = options.train(with, ratings, Progress.on(err), noLosses);
    Scorer scores = scorer.apply(done.model());
    Measured measured = column(column).ranking(evaluator.rankingInDetail(scores));
    if (done.model().objective() == Objective.RATING) {
      measured.ratings(evaluator.ratingsInDetail(scores));
    }
    measured.seconds(done.seconds());
  }

  private Measured column(String name) {
    return columns.computeIfAbsent(name, n -> new Measured());
  }

  private void report() {
    PrintWriter out = spec.commandLine().getOut();
    Bootstrap bootstrap = new Bootstrap(split.seed());
    List<String> compared =
        columns.keySet().stream()
            .filter(name -> name.equals(AGAINST) || intervals && !name.equals(MODEL))
            .toList();
    Optional<Groups> grouped =
        groups ? Optional.of(new Groups(parts, column(MODEL).hasRatings())) : Optional.empty();
    if (json) {
      EvaluationJson report = new EvaluationJson(columns, bootstrap, intervals, compared, grouped);
      Json.print(out, writer -> report.write(writer, split.source(data), against));
      return;
    }
    EvaluationTables tables = new EvaluationTables(columns, bootstrap, out);
    tables.metrics(intervals);
    compared.forEach(tables::differences);
    grouped.ifPresent(tables::userGroups);
    grouped.ifPresent(tables::itemGroups);
  }
}
