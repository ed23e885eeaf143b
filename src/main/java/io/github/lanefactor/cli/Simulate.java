package io.github.lanefactor.cli;

import io.github.lanefactor.data.SimulatedRatings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "simulate",
    customSynopsis = "lanefactor simulate --users N --items N --ratings N -o FILE [options]",
    description = {
      "Write simulated ratings of any number as a MovieLens ratings.csv: for trials and benchmarks"
          + " where no real data are at hand.",
      "Users and items have long tails, and latent tastes decide what is rated and how. The numbers"
          + " are exact, no pair occurs twice, and one seed always gives the same file."
    })
final class Simulate implements Runnable {
  @Spec private CommandSpec spec;

  @Option(
      names = "--users",
      paramLabel = "N",
      required = true,
      description = "Users; each rates at least one item.")
  private int users;

  @Option(
      names = "--items",
      paramLabel = "N",
      required = true,
      description = "Items; each is rated at least once.")
  private int items;

  @Option(
      names = "--ratings",
      paramLabel = "N",
      required = true,
      description = "Ratings: from the larger of both numbers to their product.")
  private int ratings;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file of ratings to write; gzipped if its name ends in .gz.")
  private Path output;

  @Option(
      names = "--items-file",
      paramLabel = "FILE",
      description = "Write the items too, as a movies.csv with titles and genres.")
  private Path itemsFile;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "What chance is drawn from (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private Outputs outputs;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Override
  public void run() {
    Progress progress = Progress.on(spec.commandLine().getErr());
    long began = System.nanoTime();
    SimulatedRatings simulation =
        new SimulatedRatings(users, items, ratings)
            .seed(seed)
            .listener(done -> progress.at(done, users, seconds(began), "user", ""));
    outputs.writes(output).writes(itemsFile).check();
    try {
      simulation.write(output);
      if (itemsFile != null) {
        simulation.writeItems(itemsFile);
      }
    } finally {
      progress.clear();
    }
    report(seconds(began));
  }

  private static double seconds(long began) {
    return (System.nanoTime() - began) * 1e-9;
  }

  private void report(double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(
          out,
          w -> {
            w.beginObject();
            w.name("users").value(users);
            w.name("items").value(items);
            w.name("ratings").value(ratings);
            w.name("seed").value(seed);
            w.name("seconds").value(seconds);
            w.name("file").value(output.toString());
            if (itemsFile != null) {
              w.name("itemsFile").value(itemsFile.toString());
            }
            w.endObject();
          });
      return;
    }
    String items = itemsFile == null ? "" : ", items in " + itemsFile;
    out.printf(
        Locale.ROOT,
        "%d simulated ratings of %d users and %d items in %.1f s; ratings in %s%s%n",
        ratings,
        users,
        this.items,
        seconds,
        output,
        items);
  }
}
