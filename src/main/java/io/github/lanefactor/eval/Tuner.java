package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.support.Parallel;
import io.github.lanefactor.train.DivergedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.ToDoubleBiFunction;

/**
 * Searches for good settings. It draws combinations from a {@link SearchSpace} and tries all of
 * them on a first split, then the better half on a second, the better half of those on a third, and
 * so on (successive halving, Jamieson and Talwalkar 2016, with splits as the resource): more effort
 * goes into promising settings, and the winner is less likely to be merely lucky.
 *
 * <p>The splits should come from training ratings only, so that the test ratings stay unseen:
 *
 * <pre>{@code
 * List<Split> validation = Split.folds(split.train(), 5, 1).subList(0, 3);
 * List<Trial> ranked = new Tuner(space).search(validation, (settings, part) -> ...);
 * }</pre>
 *
 * <p>Except for their seconds, the trials depend only on the seed and not on the number of threads,
 * provided the scores do not either.
 */
public final class Tuner {
  private final SearchSpace space;
  private Map<String, Double> first = Map.of();
  private boolean lowerIsBetter;
  private int trials = 32;
  private int threads = Runtime.getRuntime().availableProcessors();
  private long seed = 1;
  private Listener listener = (done, total, trial) -> {};

  /**
   * @param space what to try
   */
  public Tuner(SearchSpace space) {
    this.space = space;
  }

  /** A combination to try before all others, such as the defaults: trial 0. Empty for none. */
  public Tuner first(Map<String, Double> settings) {
    this.first = new LinkedHashMap<>(settings);
    return this;
  }

  /** Whether a lower score is the better one, as with errors; false by default. */
  public Tuner lowerIsBetter(boolean lowerIsBetter) {
    this.lowerIsBetter = lowerIsBetter;
    return this;
  }

  /**
   * How many combinations to draw at most, besides the {@link #first}; 32 by default.
   *
   * @throws InputException if it is below 1
   */
  public Tuner trials(int trials) {
    Checks.atLeast("trials", trials, 1);
    this.trials = trials;
    return this;
  }

  /**
   * How many trials run at once; one per processor by default. Each is best run on a single thread.
   *
   * @throws InputException if it is below 1
   */
  public Tuner threads(int threads) {
    Checks.atLeast("threads", threads, 1);
    this.threads = threads;
    return this;
  }

  /** What the draw of combinations depends on; 1 by default. */
  public Tuner seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Called as the search goes on. */
  public Tuner listener(Listener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Runs the search.
   *
   * @param splits at least one; each combination still in the search is tried on them in this order
   * @param score trains with the settings on the split's training part and measures on its test
   *     part; called from several threads at once. With a {@link DivergedException} the trial ranks
   *     last; any other exception ends the search.
   * @return all trials, best first: those tried on more splits before those tried on fewer, then by
   *     mean score, then by number; diverged trials last
   */
  public List<Trial> search(
      List<Split> splits, ToDoubleBiFunction<Map<String, Double>, Split> score) {
    if (splits.isEmpty()) {
      throw new InputException("expected at least one split to search on, found none");
    }
    List<Trial> left = draw();
    List<Trial> dropped = new ArrayList<>();
    Progress progress = new Progress(listener);
    for (int round = 0; round < splits.size(); round++) {
      progress.expect(left.size(), splits.size() - round);
      List<Trial> tried = run(left, splits.get(round), score, progress);
      tried.sort(bestFirst());
      int promising = round + 1 == splits.size() ? tried.size() : half(tried.size());
      left = new ArrayList<>();
      for (Trial trial : tried) {
        boolean stays = left.size() < promising && !Double.isNaN(trial.score());
        (stays ? left : dropped).add(trial);
      }
    }
    List<Trial> ranked = new ArrayList<>(left);
    ranked.addAll(dropped);
    ranked.sort(bestFirst());
    return List.copyOf(ranked);
  }

  private List<Trial> draw() {
    List<Map<String, Double>> combinations = new ArrayList<>(space.combinations(trials, seed));
    if (!first.isEmpty()) {
      combinations.remove(first);
      combinations.add(0, first);
    }
    List<Trial> drawn = new ArrayList<>();
    for (Map<String, Double> combination : combinations) {
      drawn.add(new Trial(drawn.size(), combination, List.of(), 0));
    }
    return drawn;
  }

  private List<Trial> run(
      List<Trial> trials,
      Split split,
      ToDoubleBiFunction<Map<String, Double>, Split> score,
      Progress progress) {
    Trial[] after = new Trial[trials.size()];
    IntConsumer one =
        t -> {
          long start = System.nanoTime();
          double scored;
          try {
            scored = score.applyAsDouble(trials.get(t).settings(), split);
          } catch (DivergedException e) {
            scored = Double.NaN;
          }
          after[t] = trials.get(t).and(scored, (System.nanoTime() - start) * 1e-9);
          progress.done(after[t]);
        };
    Parallel.run(after.length, threads, () -> one);
    return new ArrayList<>(List.of(after));
  }

  private Comparator<Trial> bestFirst() {
    Comparator<Trial> lowestFirst = Comparator.comparingDouble(Trial::score);
    return Comparator.<Trial, Boolean>comparing(trial -> Double.isNaN(trial.score()))
        .thenComparing(trial -> -trial.scores().size())
        .thenComparing(lowerIsBetter ? lowestFirst : lowestFirst.reversed())
        .thenComparing(Trial::number);
  }

  private static int half(int count) {
    return (count + 1) / 2;
  }

  /** Follows a search. Called from several threads, but never by two at once. */
  @FunctionalInterface
  public interface Listener {
    /**
     * @param done how many trainings are done
     * @param total how many there will be; it can fall if some diverge
     * @param trial the trial whose training finished last, in its current state
     */
    void at(int done, int total, Trial trial);
  }

  /** Counts the trainings and notifies the listener. */
  private static final class Progress {
    private final Listener listener;
    private int done;
    private int total;

    Progress(Listener listener) {
      this.listener = listener;
    }

    /** Announces the trials about to run and the rounds still to go. */
    synchronized void expect(int trials, int rounds) {
      total = done;
      for (int left = trials; rounds > 0; left = half(left), rounds--) {
        total += left;
      }
    }

    synchronized void done(Trial trial) {
      listener.at(++done, total, trial);
    }
  }
}
