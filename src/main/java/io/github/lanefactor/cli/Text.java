package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.RatedItem;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.train.Training;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the commands print for people. */
final class Text {
  private static final String BARS = "▁▂▃▄▅▆▇█";

  private Text() {}

  /** Lines like {@code 0.83674 Apollo 13 (1995) (Adventure, Drama, IMAX)}. */
  static void print(PrintWriter out, List<ScoredItem> list, int decimals) {
    for (ScoredItem scored : list) {
      out.println(fixed(scored.score(), decimals) + " " + scored.item());
    }
  }

  /**
   * Lines as above, each followed by one like {@code because of Alien (1979) 31 %, Heat (1995) 9
   * %}.
   */
  static void printExplained(
      PrintWriter out, List<ScoredItem> list, int decimals, Function<Item, List<Reason>> because) {
    for (ScoredItem scored : list) {
      print(out, List.of(scored), decimals);
      List<String> reasons = new ArrayList<>();
      for (Reason reason : because.apply(scored.item())) {
        reasons.add(reason.item().title() + " " + fixed(reason.share() * 100, 0) + " %");
      }
      if (!reasons.isEmpty()) {
        out.println("      because of " + String.join(", ", reasons));
      }
    }
  }

  /** Lines like {@code 5.0 (4.8) Matrix, The (1999) (Action, Sci-Fi, Thriller)}. */
  static void printRated(PrintWriter out, List<RatedItem> list, int decimals) {
    for (RatedItem rated : list) {
      out.println(
          "%s (%s) %s"
              .formatted(
                  fixed(rated.rating(), 1), fixed(rated.predicted(), decimals), rated.item()));
    }
  }

  /** How many decimals to print of the scores of a user's items. */
  static int decimals(Recommender recommender) {
    return recommender.predictsRatings() ? 1 : 3;
  }

  /**
   * A number with this many decimals, rounded as Python does: from the exact value, half to even.
   */
  static String fixed(double value, int decimals) {
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }

  /** A share such as {@code 12.3 %}. */
  static String percent(double share) {
    return fixed(share * 100, 1) + " %";
  }

  /** How people write the name of a metric: {@code NDCG@10} for {@code ndcg@10}. */
  static String metric(String name) {
    int end = name.contains("@") ? name.indexOf('@') : name.length();
    String kind = name.substring(0, end);
    String shown =
        switch (kind) {
          case "ndcg", "map", "mrr", "rmse", "mae" -> kind.toUpperCase(Locale.ROOT);
          case "seconds" -> "seconds to train";
          case "users" -> "users tested";
          default -> kind.replace('_', ' ');
        };
    return shown + name.substring(end);
  }

  /** A word, quoted for a shell if it must be. */
  static String quoted(String word) {
    return word.matches("[\\w./:=@%+,-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** A loss with six significant digits. */
  static String loss(double loss) {
    return String.format(Locale.ROOT, "%.6g", loss);
  }

  /** A line like the post's, with enough digits to see the loss move. */
  static String step(Training.Point point) {
    return "step: " + point.step() + ", loss: " + loss(point.loss());
  }

  /**
   * A loss curve as one line of bars, on a logarithmic scale.
   *
   * @param width how many bars at most
   */
  static String sparkline(List<Training.Point> history, int width) {
    double[] logs = history.stream().mapToDouble(point -> Math.log(point.loss())).toArray();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double log : logs) {
      min = Math.min(min, log);
      max = Math.max(max, log);
    }
    int bars = Math.min(width, logs.length);
    StringBuilder line = new StringBuilder();
    for (int b = 0; b < bars; b++) {
      double log = logs[bars == 1 ? 0 : b * (logs.length - 1) / (bars - 1)];
      double height = max > min ? (log - min) / (max - min) : 0;
      line.append(BARS.charAt((int) Math.round(height * (BARS.length() - 1))));
    }
    return line.toString();
  }

  /** Says of items that nobody has rated where they stand. */
  static String placed(Recommender recommender, List<Item> items) {
    String titles = items.stream().map(Item::title).collect(Collectors.joining("; "));
    String what = recommender.model().itemPrior().orElseThrow().describe();
    return "nobody has rated %s yet, placed by %s".formatted(titles, what);
  }
}
