package io.github.lanefactor.cli;

import io.github.lanefactor.FactorModel;
import io.github.lanefactor.Recommender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "USER", description = "The user's id.")
  private String user;

  @Mixin private ListOptions options;

  @Override
  public void run() {
    FactorModel read = model.read(spec.commandLine().getErr());
    int found = Lookup.user(read.ratings(), user);
    options.print(
        spec.commandLine().getOut(),
        read.ratings(),
        new Recommender(read).recommend(found, options.length()),
        Text.decimals(read));
  }
}
