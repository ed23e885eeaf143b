package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.Recommender.Scored;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "similar",
    description = {
      "List the items most like one item.",
      "Scores are cosines of the items' whitened factors, less for items that few have rated; for a"
          + " model of the seed recipe they are dot products, divided by the first."
    })
final class Similar implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(
      index = "1",
      paramLabel = "ITEM",
      description = "The item's id, its title, or a part of its title.")
  private String item;

  @Mixin private ListOptions options;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    FactorModel read = model.read(err);
    OptionalInt found = Lookup.item(read.ratings(), item, err);
    if (found.isEmpty()) {
      return Main.USAGE;
    }
    List<Scored> similar = new Recommender(read).similar(found.getAsInt(), options.length());
    if (!options.json()) {
      String measure = read.recipe() == Recipe.SEED ? "dot product" : "cosine of whitened factors";
      err.println("like " + read.ratings().title(found.getAsInt()) + ", by " + measure + ":");
      err.flush();
    }
    options.print(spec.commandLine().getOut(), read.ratings(), similar, 5);
    return 0;
  }
}
