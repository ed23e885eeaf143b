package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Explainer;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "recommend",
    description = {
      "List what a user has not rated and would like best.",
      "Scores are predicted ratings for a model of ratings, from 0 to 5 for one of the seed"
          + " recipe, and otherwise from 0 to 1, for the order alone."
    })
final class Recommend implements Runnable {
  private static final Query REASONS = Query.top(3);

  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "USER", description = "The user's id.")
  private String user;

  @Option(
      names = "--explain",
      description = "Name, under each item, the rated ones that speak most for it.")
  private boolean explain;

  @Mixin private ListOptions options;

  @Override
  public void run() {
    FactorModel read = model.read(spec.commandLine().getErr());
    Recommender recommender = Recommender.of(read);
    List<ScoredItem> list = recommender.recommend(user, options.query());
    int decimals = Text.decimals(recommender);
    PrintWriter out = spec.commandLine().getOut();
    if (explain) {
      Explainer explainer = recommender.explainer(user);
      options.printExplained(
          out, read.catalogue(), list, decimals, item -> explainer.because(item.id(), REASONS));
    } else {
      options.print(out, read.catalogue(), list, decimals);
    }
  }
}
