package io.github.lanefactor.cli;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "update",
    customSynopsis = "lanefactor update MODEL RATINGS -o MODEL [options]",
    description = {
      "Give a model new ratings without training: whoever has rated anew is folded in, be they known"
          + " to the model or new.",
      "Items stay as they are; what the model does not know is left out."
    })
final class Update implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "RATINGS",
      description = "The new ratings, unless they come from a database.")
  private Path ratings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "MODEL",
      required = true,
      description = "The model to write; it may be the old one.")
  private Path output;

  @Mixin private DatabaseOptions database;
  @Mixin private ColumnOptions columns;
  @Mixin private Outputs outputs;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public void run() {
    if (ratings == null && !database.given()) {
      throw new InputException("expected RATINGS or --jdbc, found none");
    }
    outputs.reads(ratings).reads(columns.items()).writes(output).check();
    PrintWriter err = spec.commandLine().getErr();
    FactorModel read = model.read(err);
    RatingsReader reader = columns.reader(err);
    Ratings more;
    try {
      more =
          database.given()
              ? database.read(ratings, reader, columns.items())
              : reader.read(DatabaseOptions.file(ratings));
    } finally {
      columns.read();
    }
    Catalogue old = read.catalogue();
    Catalogue fresh = more.catalogue();
    long unknown =
        IntStream.range(0, more.size())
            .filter(p -> !old.containsItem(fresh.itemId(more.itemAt(p))))
            .count();
    if (unknown == more.size()) {
      throw new InputException(
          (ratings == null ? database.source() : ratings)
              + ": expected ratings of the model's items, found none");
    }
    ValueNotes.tellFar(read.settings().feedback(), more, reader, err);
    FactorModel updated = Recommender.of(read).withRatings(more);
    ModelFile.write(updated, output);
    if (unknown > 0) {
      err.println("note: " + unknown + " ratings left out, of items that the model does not know");
    }
    int added = updated.catalogue().users() - old.users();
    if (json) {
      Json.print(
          spec.commandLine().getOut(),
          w -> {
            w.beginObject();
            w.name("model").value(output.toString());
            w.name("ratings").value(more.size() - unknown);
            w.name("new_users").value(added);
            w.endObject();
          });
      return;
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%d ratings taken, %d new users; model in %s%n", more.size() - unknown, added, output);
  }
}
