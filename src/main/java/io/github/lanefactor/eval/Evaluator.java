package io.github.lanefactor.eval;

import io.github.lanefactor.eval.Breakdown.Sums;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.support.Parallel;
import io.github.lanefactor.support.TopItems;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/**
 * Measures how well a {@link Scorer} predicts the test part of a {@link Split}. Users without a
 * test rating are left out. The values are the same to the last bit for any number of threads.
 */
public final class Evaluator {
  private final Split split;
  private int[] users;
  private int[] candidates;
  private float relevantFrom = Float.NEGATIVE_INFINITY;
  private int cutoff = 10;
  private int threads = Runtime.getRuntime().availableProcessors();

  /**
   * @param split what to measure on; the scorers should know only its training part
   */
  public Evaluator(Split split) {
    this.split = split;
    this.candidates = IntStream.range(0, split.train().items()).toArray();
    this.users = testedUsers();
  }

  /**
   * Ranks these items alone; by default all. A test rating of another item does not count, and
   * users who have no other test ratings are left out; coverage is the share of these items. It
   * does not matter to {@link #ratings}.
   *
   * @param items numbers of items
   * @throws InputException if nobody has a relevant test rating of any of them
   */
  public Evaluator among(BitSet items) {
    this.candidates = items.stream().filter(i -> i < split.train().items()).toArray();
    this.users = testedUsers();
    if (users.length == 0) {
      throw new InputException("expected test ratings of the items to rank, found none");
    }
    return this;
  }

  /**
   * Counts a test rating below this as not relevant: its item is ranked like one that the user did
   * not rate, and users who have no other test ratings are left out. By default every test rating
   * is relevant. It does not matter to {@link #ratings}.
   *
   * @throws InputException if no test rating is as high
   */
  public Evaluator relevantFrom(float rating) {
    this.relevantFrom = rating;
    this.users = testedUsers();
    if (users.length == 0) {
      float[] range = range(split.test());
      throw new InputException(
          "expected test ratings of at least %s, found %s to %s"
              .formatted(rating, range[0], range[1]));
    }
    return this;
  }

  /** The users with a relevant test rating, in ascending order. */
  private int[] testedUsers() {
    return IntStream.range(0, split.test().users()).filter(u -> relevant(u) > 0).toArray();
  }

  /** How many items are relevant to a user. */
  private int relevant(int user) {
    Ratings test = split.test();
    int count = 0;
    for (int p = test.start(user); p < test.start(user + 1); p++) {
      count += isRelevant(p) ? 1 : 0;
    }
    return count;
  }

  /** Whether the test rating at a position makes its item relevant. */
  private boolean isRelevant(int position) {
    return split.test().ratingAt(position) >= relevantFrom
        && isCandidate(split.test().itemAt(position));
  }

  private boolean isRelevant(int user, int item) {
    OptionalInt position = split.test().position(user, item);
    return position.isPresent() && isRelevant(position.getAsInt());
  }

  private boolean rankAll() {
    return candidates.length == split.train().items();
  }

  private boolean isCandidate(int item) {
    return rankAll() || Arrays.binarySearch(candidates, item) >= 0;
  }

  /**
   * The length of the list shown to a user, at least 1; 10 by default.
   *
   * @throws InputException if it is below 1
   */
  public Evaluator cutoff(int cutoff) {
    this.cutoff = Checks.atLeast("cutoff", cutoff, 1);
    return this;
  }

  /**
   * How many threads score at once, at least 1; one per processor by default.
   *
   * @throws InputException if it is below 1
   */
  public Evaluator threads(int threads) {
    this.threads = Checks.atLeast("threads", threads, 1);
    return this;
  }

  /**
   * Ranks all items for each user (or those of {@link #among}), except those the user rated in
   * training, and measures the top of the list. Ties go to the lower item number.
   *
   * @return ndcg, precision, recall, map, mrr, hit_rate, coverage and novelty, each followed by
   *     {@code @} and the cutoff; then users, the number of users measured
   * @throws ArithmeticException if a score is not a number
   */
  public Evaluation ranking(Scorer scorer) {
    return rankingInDetail(scorer).evaluation();
  }

  /**
   * The same as {@link #ranking}, with what it is made of.
   *
   * @throws ArithmeticException if a score is not a number
   */
  public DetailedEvaluation rankingInDetail(Scorer scorer) {
    Ratings train = split.train();
    RankingMetrics metrics = new RankingMetrics(cutoff, train.items());
    double[] information = selfInformation(train);
    double[][] measured = new double[RankingMetrics.NAMES.length][users.length];
    double[] novelty = new double[users.length];
    // All threads count here; in which order does not matter to a sum of whole numbers.
    AtomicIntegerArray shown = new AtomicIntegerArray(train.items());
    AtomicIntegerArray hits = new AtomicIntegerArray(train.items());
    forEach(
        users,
        scorer,
        (slot, user, scores) -> {
          int[] list = best(scores, train, user);
          boolean[] relevant = new boolean[list.length];
          for (int r = 0; r < list.length; r++) {
            relevant[r] = isRelevant(user, list[r]);
            shown.incrementAndGet(list[r]);
            novelty[slot] += information[list[r]] / list.length;
            if (relevant[r]) {
              hits.incrementAndGet(list[r]);
            }
          }
          double[] values = metrics.of(relevant, relevant(user));
          for (int v = 0; v < values.length; v++) {
            measured[v][slot] = values[v];
          }
        });
    Map<String, Sums> byUser = new LinkedHashMap<>();
    for (int v = 0; v < RankingMetrics.NAMES.length; v++) {
      byUser.put(RankingMetrics.NAMES[v] + "@" + cutoff, Sums.mean(measured[v]));
    }
    byUser.put("novelty@" + cutoff, Sums.mean(novelty));
    Breakdown ofUsers = new Breakdown(users, byUser);
    Map<String, Double> values = new LinkedHashMap<>(ofUsers.evaluation().metrics());
    double bits = values.remove("novelty@" + cutoff);
    long distinct = Arrays.stream(candidates).filter(i -> shown.get(i) > 0).count();
    values.put("coverage@" + cutoff, (double) distinct / candidates.length);
    values.put("novelty@" + cutoff, bits);
    values.put("users", (double) users.length);
    return new DetailedEvaluation(new Evaluation(values), ofUsers, ofItems(shown, hits));
  }

  /** How often each item is found and shown. */
  private Breakdown ofItems(AtomicIntegerArray shown, AtomicIntegerArray hits) {
    Ratings test = split.test();
    double[] relevant = new double[test.items()];
    for (int p = 0; p < test.size(); p++) {
      relevant[test.itemAt(p)] += isRelevant(p) ? 1 : 0;
    }
    double[] lists = new double[test.items()];
    Arrays.fill(lists, users.length);
    Map<String, Sums> byItem = new LinkedHashMap<>();
    byItem.put("recall@" + cutoff, new Sums(numbers(hits), relevant, false, false));
    byItem.put("shown@" + cutoff, new Sums(numbers(shown), lists, false, false));
    Breakdown all = new Breakdown(IntStream.range(0, test.items()).toArray(), byItem);
    return rankAll() ? all : all.only(this::isCandidate);
  }

  private static double[] numbers(AtomicIntegerArray counts) {
    return IntStream.range(0, counts.length()).mapToDouble(counts::get).toArray();
  }

  /**
   * Compares predicted ratings with the test ratings. Predictions are first clipped to the range of
   * the training ratings.
   *
   * @param scorer gives predicted ratings as scores
   * @return rmse and mae, over all test ratings
   * @throws ArithmeticException if a score is not a number
   */
  public Evaluation ratings(Scorer scorer) {
    return ratingsInDetail(scorer).evaluation();
  }

  /**
   * The same as {@link #ratings}, with what it is made of.
   *
   * @throws ArithmeticException if a score is not a number
   */
  public DetailedEvaluation ratingsInDetail(Scorer scorer) {
    Ratings test = split.test();
    float[] range = range(split.train());
    int[] tested =
        IntStream.range(0, test.users()).filter(u -> test.start(u) < test.start(u + 1)).toArray();
    float[] predicted = new float[test.size()];
    forEach(
        tested,
        scorer,
        (slot, user, scores) -> {
          for (int p = test.start(user); p < test.start(user + 1); p++) {
            predicted[p] = Math.max(range[0], Math.min(range[1], scores[test.itemAt(p)]));
          }
        });
    Errors ofUsers = new Errors(tested.length);
    Errors ofItems = new Errors(test.items());
    for (int slot = 0; slot < tested.length; slot++) {
      for (int p = test.start(tested[slot]); p < test.start(tested[slot] + 1); p++) {
        double error = (double) predicted[p] - test.ratingAt(p);
        ofUsers.add(slot, error);
        ofItems.add(test.itemAt(p), error);
      }
    }
    Breakdown byUser = ofUsers.breakdown(tested);
    Breakdown byItem = ofItems.breakdown(IntStream.range(0, test.items()).toArray());
    return new DetailedEvaluation(byUser.evaluation(), byUser, byItem);
  }

  /** Sums of errors for each user or item. */
  private static final class Errors {
    private final double[] squares;
    private final double[] absolutes;
    private final double[] count;

    Errors(int size) {
      squares = new double[size];
      absolutes = new double[size];
      count = new double[size];
    }

    void add(int slot, double error) {
      squares[slot] += error * error;
      absolutes[slot] += Math.abs(error);
      count[slot]++;
    }

    Breakdown breakdown(int[] numbers) {
      Map<String, Sums> sums = new LinkedHashMap<>();
      sums.put("rmse", new Sums(squares, count, true, true));
      sums.put("mae", new Sums(absolutes, count, false, true));
      return new Breakdown(numbers, sums);
    }
  }

  /** The items with the highest scores that the user did not rate, best first. */
  private int[] best(float[] scores, Ratings rated, int user) {
    TopItems top = new TopItems(cutoff, scores.length);
    if (!rankAll()) {
      for (int item : candidates) {
        if (!rated.contains(user, item)) {
          top.offer(scores, item, item + 1);
        }
      }
      return items(top);
    }
    int from = 0;
    for (int p = rated.start(user); p < rated.start(user + 1); p++) {
      top.offer(scores, from, rated.itemAt(p));
      from = rated.itemAt(p) + 1;
    }
    top.offer(scores, from, scores.length);
    return items(top);
  }

  private static int[] items(TopItems top) {
    int[] best = new int[top.sort()];
    Arrays.setAll(best, top::item);
    return best;
  }

  private void forEach(int[] users, Scorer scorer, Measure measure) {
    Ratings train = split.train();
    Parallel.run(
        users.length,
        threads,
        () -> {
          float[] scores = new float[train.items()];
          return slot -> {
            scorer.scores(users[slot], scores);
            checkNumbers(scores, users[slot]);
            measure.at(slot, users[slot], scores);
          };
        });
  }

  private void checkNumbers(float[] scores, int user) {
    for (int i = 0; i < scores.length; i++) {
      if (Float.isNaN(scores[i])) {
        throw new ArithmeticException(
            "the score of user %s and item %s is not a number"
                .formatted(
                    split.train().catalogue().userId(user), split.train().catalogue().itemId(i)));
      }
    }
  }

  /**
   * −log₂ of the share of users who rated each item. An item with no ratings counts as rated once.
   */
  private static double[] selfInformation(Ratings train) {
    int[] counts = train.itemCounts();
    double[] information = new double[counts.length];
    for (int i = 0; i < counts.length; i++) {
      information[i] = RankingMetrics.log2((double) train.users() / Math.max(1, counts[i]));
    }
    return information;
  }

  /** The smallest and the largest rating. */
  private static float[] range(Ratings ratings) {
    float[] range = {ratings.ratingAt(0), ratings.ratingAt(0)};
    for (int p = 1; p < ratings.size(); p++) {
      range[0] = Math.min(range[0], ratings.ratingAt(p));
      range[1] = Math.max(range[1], ratings.ratingAt(p));
    }
    return range;
  }

  /** Measures one user and stores the result in the user's slot. */
  @FunctionalInterface
  private interface Measure {
    void at(int slot, int user, float[] scores);
  }
}
