package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.data.LossPlot;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.ratings.ItemSearch;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import io.github.lanefactor.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "demo",
    customSynopsis = "lanefactor demo [options]",
    description = {
      "Train on the bundled sample and show what came of it: the loss curve, films like a few"
          + " well-known ones, and what one user is recommended.",
      "The films are real, their ratings simulated."
    })
final class Demo implements Runnable {
  private static final List<String> FILMS = List.of("Toy Story", "The Terminator", "The Godfather");
  private static final int USER = 0;
  private static final int WIDTH = 60;

  @Spec private CommandSpec spec;

  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "5",
      description = "How long each list is (default: ${DEFAULT-VALUE}).")
  private int length;

  @Option(names = "--plot", paramLabel = "LOSS.png|.svg", description = "Draw the loss curve.")
  private Path plot;

  @Option(names = "--json", description = "Print an object.")
  private boolean json;

  @Mixin private TrainingOptions training;
  @Mixin private Outputs outputs;

  @Override
  public void run() {
    if (plot != null) {
      LossPlot.checkFormat(plot);
      outputs.writes(plot).check();
    }
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Ratings ratings = SampleData.ratings();
    PrintWriter lines = json ? err : out;
    lines.println(SampleData.LABEL + ": " + ratings);
    Trainer trainer = training.trainer();
    training.tell(trainer, ratings, new RatingsReader(), err);
    Training done = training.train(trainer, ratings, Progress.on(err), lines);
    if (json) {
      Json.print(out, writer -> write(writer, done));
    } else {
      show(out, done);
    }
    if (plot != null) {
      LossPlot.bySteps("Training loss, simulated ratings")
          .curve("loss", done.history())
          .write(plot);
      lines.println("\nThe loss curve is drawn in " + plot + ".");
    }
  }

  private void show(PrintWriter out, Training done) {
    FactorModel model = done.model();
    Recommender recommender = Recommender.of(model);
    List<Training.Point> history = done.history();
    out.println();
    out.println("The loss, on a logarithmic scale:");
    out.println(
        "%s %s %s"
            .formatted(
                Text.loss(history.get(0).loss()),
                Text.sparkline(history, WIDTH),
                Text.loss(history.get(history.size() - 1).loss())));
    Query query = Query.top(length);
    for (Item film : films(model.catalogue())) {
      out.println();
      out.println("Films like " + film.title() + ":");
      Text.print(out, recommender.similarItems(film.id(), query), 5);
    }
    String id = model.catalogue().userId(USER);
    String user = "user " + id;
    int decimals = Text.decimals(recommender);
    out.println();
    out.println("What " + user + " rated best (the prediction in brackets):");
    Text.printRated(out, recommender.rated(id, query), decimals);
    out.println();
    out.println("What " + user + " might like:");
    Text.print(out, recommender.recommend(id, query), decimals);
  }

  private static List<Item> films(Catalogue catalogue) {
    ItemSearch search = new ItemSearch(catalogue);
    return FILMS.stream()
        .flatMap(title -> search.find(title).stream().limit(1))
        .map(catalogue::itemAt)
        .toList();
  }

  private void write(JsonWriter writer, Training done) throws IOException {
    Catalogue catalogue = done.model().catalogue();
    Query query = Query.top(length);
    Recommender recommender = Recommender.of(done.model());
    writer.beginObject();
    writer.name("data").value(SampleData.LABEL);
    writer.name("history").beginArray();
    for (Training.Point point : done.history()) {
      writer.beginObject();
      writer.name("step").value(point.step());
      writer.name("loss").value(point.loss());
      writer.endObject();
    }
    writer.endArray();
    writer.name("similar").beginObject();
    for (Item film : films(catalogue)) {
      writer.name(film.title());
      Json.writeScored(writer, catalogue, recommender.similarItems(film.id(), query));
    }
    writer.endObject();
    String user = catalogue.userId(USER);
    writer.name("user").value(user);
    writer.name("rated");
    Json.writeRated(writer, catalogue, recommender.rated(user, query));
    writer.name("recommended");
    Json.writeScored(writer, catalogue, recommender.recommend(user, query));
    writer.endObject();
  }
}
