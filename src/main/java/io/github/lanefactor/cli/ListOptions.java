package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.RatedItem;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** How long a list of items is and how it is printed. */
final class ListOptions {
  @Option(
      names = {"-n", "--number"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How many items to list (default: ${DEFAULT-VALUE}).")
  private int length;

  @Option(names = "--json", description = "Print an array of objects.")
  private boolean json;

  Query query() {
    return Query.top(length);
  }

  boolean json() {
    return json;
  }

  /**
   * Prints items with their scores.
   *
   * @param decimals of the scores, unless they are printed as JSON
   */
  void print(PrintWriter out, Catalogue catalogue, List<ScoredItem> list, int decimals) {
    if (json) {
      Json.print(out, writer -> Json.writeScored(writer, catalogue, list));
    } else {
      Text.print(out, list, decimals);
    }
  }

  /** Prints items with their scores and what speaks for them. */
  void printExplained(
      PrintWriter out,
      Catalogue catalogue,
      List<ScoredItem> list,
      int decimals,
      Function<Item, List<Reason>> because) {
    if (json) {
      Json.print(out, writer -> Json.writeExplained(writer, catalogue, list, because));
    } else {
      Text.printExplained(out, list, decimals, because);
    }
  }

  /** Prints items with the user's rating and the predicted one. */
  void printRated(PrintWriter out, Catalogue catalogue, List<RatedItem> list, int decimals) {
    if (json) {
      Json.print(out, writer -> Json.writeRated(writer, catalogue, list));
    } else {
      Text.printRated(out, list, decimals);
    }
  }
}
