package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Recommender;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "rated",
    description = {
      "List what a user has rated, the best rated first.",
      "Each line has the user's rating and, in brackets, the score that recommend would give."
    })
final class Rated implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(index = "1", paramLabel = "USER", description = "The user's id.")
  private String user;

  @Mixin private ListOptions options;

  @Override
  public void run() {
    FactorModel read = model.read(spec.commandLine().getErr());
    Recommender recommender = Recommender.of(read);
    options.printRated(
        spec.commandLine().getOut(),
        read.catalogue(),
        recommender.rated(user, options.query()),
        Text.decimals(recommender));
  }
}
