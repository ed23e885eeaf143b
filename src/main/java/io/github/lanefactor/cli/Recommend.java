package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.Explainer;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "recommend",
    customSynopsis = {
      "lanefactor recommend MODEL USER... [options]",
      "lanefactor recommend MODEL --liked ITEM=RATING,... [options]",
      "lanefactor recommend MODEL --all -o LISTS.csv|.jsonl [options]"
    },
    description = {
      "List what a user has not rated and would like best.",
      "Scores are predicted ratings for a model of ratings, from 0 to 5 for one of the seed"
          + " recipe, and otherwise from 0 to 1, for the order alone.",
      "Put -- before a user's id that begins with a dash."
    })
final class Recommend implements Runnable {
  private static final Query REASONS = Query.top(3);

  @Spec private CommandSpec spec;
  @Mixin private ModelArgument model;

  @Parameters(index = "1..*", paramLabel = "USER", description = "The ids of users.")
  private List<String> users = List.of();

  @Option(
      names = "--liked",
      paramLabel = "ITEM=RATING",
      split = ",",
      description = "Recommend to somebody new, by what they have rated.")
  private Map<String, String> liked;

  @Option(
      names = "--features",
      paramLabel = "FEATURE=VALUE",
      split = ",",
      description =
          "What else is known of somebody new, as in age=31,gender=F, with or without --liked; for"
              + " a model trained with --users.")
  private Map<String, String> features;

  @Option(names = "--all", description = "Recommend to every user; needs -o.")
  private boolean all;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "LISTS.csv|.jsonl",
      description = "Where the lists of all users go: user, rank, item, score.")
  private Path output;

  @Option(
      names = "--explain",
      description = "Name, under each item, the rated ones that speak most for it.")
  private boolean explain;

  @Option(
      names = "--diversity",
      paramLabel = "D",
      defaultValue = "0",
      description =
          "From 0 to 1: how much a list avoids items that are alike (default: ${DEFAULT-VALUE}).")
  private double diversity;

  @Mixin private Outputs outputs;
  @Mixin private QueryOptions filters;
  @Mixin private ListOptions options;

  @Override
  public void run() {
    checkWho();
    Query query = filters.filter(options.query());
    if (diversity != 0) {
      query = query.diversified(diversity);
    }
    PrintWriter err = spec.commandLine().getErr();
    FactorModel read = model.read(err);
    Recommender recommender = Recommender.of(read);
    if (all) {
      ListsFile.write(recommender, query, output, err);
    } else if (liked != null || features != null) {
      print(recommender, recommender.recommend(profile(), query));
    } else if (users.size() == 1) {
      one(recommender, users.get(0), query);
    } else {
      several(recommender, query);
    }
  }

  /** Before anything is read. */
  private void checkWho() {
    boolean somebodyNew = liked != null || features != null;
    int ways = (users.isEmpty() ? 0 : 1) + (somebodyNew ? 1 : 0) + (all ? 1 : 0);
    if (ways != 1) {
      throw new InputException(
          "expected USER, --liked or --all, found " + (ways == 0 ? "none" : ways));
    }
    if (all != (output != null)) {
      throw new InputException("expected both --all and -o, or neither");
    }
    if (explain && users.size() != 1) {
      throw new InputException("expected one USER with --explain");
    }
    if (all) {
      ListsFile.checkFormat(output);
      outputs.reads(model.file()).writes(output).check();
    }
  }

  private Profile profile() {
    Map<String, Float> ratings = new LinkedHashMap<>();
    Map<String, String> rated = liked == null ? Map.of() : liked;
    rated.forEach(
        (item, rating) -> {
          try {
            ratings.put(item.strip(), Float.parseFloat(rating.strip()));
          } catch (NumberFormatException | NullPointerException e) {
            throw new InputException(
                "expected a number as the rating of item %s, found %s".formatted(item, rating), e);
          }
        });
    Profile profile = Profile.of(ratings);
    Map<String, String> known = features == null ? Map.of() : features;
    for (Map.Entry<String, String> feature : known.entrySet()) {
      if (feature.getValue() == null || feature.getValue().isBlank()) {
        throw new InputException(
            "expected FEATURE=VALUE with --features, found " + feature.getKey());
      }
      profile = profile.with(feature.getKey().strip(), feature.getValue().strip());
    }
    return profile;
  }

  private void one(Recommender recommender, String user, Query query) {
    List<ScoredItem> list = recommender.recommend(user, query);
    if (explain) {
      Explainer explainer = recommender.explainer(user);
      options.printExplained(
          spec.commandLine().getOut(),
          recommender.catalogue(),
          list,
          Text.decimals(recommender),
          item -> explainer.because(item.id(), REASONS));
      notePlaced(recommender, List.of(list));
      note(recommender, user, list);
    } else {
      print(recommender, list);
      note(recommender, user, list);
    }
  }

  private void print(Recommender recommender, List<ScoredItem> list) {
    options.print(
        spec.commandLine().getOut(), recommender.catalogue(), list, Text.decimals(recommender));
    notePlaced(recommender, List.of(list));
    if (list.isEmpty() && users.isEmpty()) {
      note("no item is left" + because());
    }
  }

  private void several(Recommender recommender, Query query) {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, List<ScoredItem>> lists = new LinkedHashMap<>();
    for (String user : users) {
      lists.put(user, recommender.recommend(user, query));
    }
    if (options.json()) {
      Json.print(out, writer -> Json.writeLists(writer, recommender.catalogue(), lists));
    } else {
      lists.forEach(
          (user, list) -> {
            out.println("for user " + user + ":");
            Text.print(out, list, Text.decimals(recommender));
          });
    }
    notePlaced(recommender, lists.values());
    lists.forEach((user, list) -> note(recommender, user, list));
  }

  /** An empty list says why. */
  private void note(Recommender recommender, String user, List<ScoredItem> list) {
    if (list.isEmpty()) {
      int number = recommender.catalogue().user(user);
      note(
          recommender.model().statistics().userCount(number) == 0
              ? "nothing is known of user " + user + ", who has rated nothing"
              : "no item is left for user " + user + because());
    }
  }

  /** Says which of the listed items nobody has rated. */
  private void notePlaced(Recommender recommender, Collection<List<ScoredItem>> lists) {
    List<Item> placed =
        lists.stream()
            .flatMap(List::stream)
            .map(ScoredItem::item)
            .filter(item -> recommender.isPlacedByFeatures(item.id()))
            .distinct()
            .toList();
    if (!placed.isEmpty()) {
      note(Text.placed(recommender, placed));
    }
  }

  private String because() {
    return filters.given() ? " that the filters let through" : "";
  }

  private void note(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("note: " + text);
    err.flush();
  }
}
