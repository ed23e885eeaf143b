package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Explainer.Reason;
import io.github.lanefactor.recommend.Recommender.Rated;
import io.github.lanefactor.recommend.Recommender.Scored;
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

  int length() {
    return length;
  }

  boolean json() {
    return json;
  }

  /**
   * Prints items with their scores.
   *
   * @param decimals of the scores, where they are not printed as JSON
   */
  void print(PrintWriter out, Ratings ratings, List<Scored> list, int decimals) {
    if (json) {
      Json.print(out, writer -> Json.writeScored(writer, ratings, list));
    } else {
      Text.print(out, ratings, list, decimals);
    }
  }

  /** Prints items with their scores and what speaks for them. */
  void printExplained(
      PrintWriter out,
      Ratings ratings,
      List<Scored> list,
      int decimals,
      Function<Scored, List<Reason>> because) {
    if (json) {
      Json.print(out, writer -> Json.writeExplained(writer, ratings, list, because));
    } else {
      Text.printExplained(out, ratings, list, decimals, because);
    }
  }

  /** Prints items with the user's rating and the predicted one. */
  void printRated(PrintWriter out, Ratings ratings, List<Rated> list, int decimals) {
    if (json) {
      Json.print(out, writer -> Json.writeRated(writer, ratings, list));
    } else {
      Text.printRated(out, ratings, list, decimals);
    }
  }
}
