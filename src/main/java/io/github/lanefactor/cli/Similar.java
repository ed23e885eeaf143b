package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
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

  @Mixin private QueryOptions filters;
  @Mixin private ListOptions options;

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    FactorModel read = model.read(err);
    Optional<Item> found = Lookup.item(read.catalogue(), item, err);
    if (found.isEmpty()) {
      return Main.USAGE;
    }
    Recommender recommender = Recommender.of(read);
    Item wanted = found.get();
    List<ScoredItem> similar =
        recommender.similarItems(wanted.id(), filters.filter(options.query()));
    if (!options.json()) {
      err.println("like " + wanted.title() + ", by " + recommender.similarity() + ":");
      err.flush();
    }
    options.print(spec.commandLine().getOut(), read.catalogue(), similar, 5);
    if (recommender.isPlacedByFeatures(wanted.id())) {
      err.println("note: " + Text.placed(recommender, List.of(wanted)));
    }
    if (similar.isEmpty()) {
      boolean nothing = read.statistics().itemCount(read.catalogue().item(wanted.id())) == 0;
      err.println(
          "note: "
              + (nothing
                  ? "nothing is known of " + wanted.title() + ", which nobody has rated"
                  : "no other item" + (filters.given() ? " that the filters let through" : "")));
    }
    return 0;
  }
}
