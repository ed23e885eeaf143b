package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Explainer;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.Recommender.Scored;
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
  private static final int REASONS = 3;

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
    int found = Lookup.user(read.ratings(), user);
    List<Scored> list = new Recommender(read).recommend(found, options.length());
    PrintWriter out = spec.commandLine().getOut();
    if (explain) {
      Explainer.User explainer = new Explainer(read).user(found);
      options.printExplained(
          out,
          read.ratings(),
          list,
          Text.decimals(read),
          scored -> explainer.because(scored.item(), REASONS));
    } else {
      options.print(out, read.ratings(), list, Text.decimals(read));
    }
  }
}
