package io.github.lanefactor.cli;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.train.Trainer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Times what a service asks of a model: lists of 10 for a user, similar items, lists for somebody
 * new with 20 ratings, and the lists of all users. All is measured in turns with the reading of as
 * much memory as the items' factors take.
 */
final class ServingTimer {
  private static final int ROUNDS = 5;
  private static final int LENGTH = 10;
  private static final int PROFILE = 20;
  private static final int SWEEPS = 2;

  private final FactorModel model;
  private final int threads;
  private final double seconds;
  private final Consumer<String> listener;

  /**
   * @param model the model to ask
   * @param seconds how long to measure, after a warm-up of as long
   * @param listener called when a stage begins, with its name
   */
  ServingTimer(FactorModel model, int threads, double seconds, Consumer<String> listener) {
    this.model = model;
    this.threads = Checks.atLeast("threads", threads, 1);
    this.seconds = Checks.within("seconds", seconds, 0.1, 3600);
    this.listener = listener;
  }

  /** A model trained on made-up ratings. */
  static FactorModel madeUp(int users, int items, int factors, Consumer<String> listener) {
    Checks.atLeast("users", users, 1);
    Checks.atLeast("items", items, 1);
    return Trainer.ranking().factors(factors).sweeps(SWEEPS).train(ratings(users, items)).model();
  }

  /**
   * What was measured, in microseconds.
   *
   * @param recommendP50 median of a list for a user
   * @param recommendP99 99 of 100 are faster
   * @param similarP50 median of a list of similar items
   * @param similarP99 99 of 100 are faster
   * @param foldInP50 median of a list for somebody new
   * @param foldInP99 99 of 100 are faster
   * @param allPerUser median of the lists of all users, over their number
   * @param read median of reading as many bytes as the items' factors and biases have
   */
  record Result(
      double recommendP50,
      double recommendP99,
      double similarP50,
      double similarP99,
      double foldInP50,
      double foldInP99,
      double allPerUser,
      double read) {}

  Result run() {
    Recommender recommender = Recommender.of(model);
    Catalogue catalogue = model.catalogue();
    int users = catalogue.users();
    int items = catalogue.items();
    List<Profile> profiles = model.history().map(ServingTimer::profiles).orElse(List.of());
    if (profiles.isEmpty()) {
      profiles = List.of(Profile.of(catalogue.itemId(0), 5));
    }
    List<Profile> newcomers = profiles;
    Query query = Query.top(LENGTH);
    int half = Math.multiplyExact(items, model.factors() + 1) / 2;
    int[] memory = new int[half];
    int[] more = new int[half];
    int[] sum = {0};
    Times[] all = {
      new Times(i -> recommender.recommend(catalogue.userId(i % users), query)),
      new Times(i -> recommender.similarItems(catalogue.itemId(i * 7 % items), query)),
      new Times(i -> recommender.recommend(newcomers.get(i % newcomers.size()), query)),
      new Times(i -> recommender.recommendAll(query, threads, (user, list) -> {})),
      // Alike to the end: reads both, as fast as the machine can.
      new Times(i -> sum[0] += Arrays.mismatch(memory, more)),
    };
    for (String stage : new String[] {"warming up", "measuring"}) {
      listener.accept(stage);
      for (Times times : all) {
        times.forget();
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Times times : all) {
          times.turn(seconds / ROUNDS / all.length);
        }
      }
    }
    return new Result(
        all[0].quantile(0.5),
        all[0].quantile(0.99),
        all[1].quantile(0.5),
        all[1].quantile(0.99),
        all[2].quantile(0.5),
        all[2].quantile(0.99),
        all[3].quantile(0.5) / users,
        all[4].quantile(0.5));
  }

  /** Every user has rated something, and most items have ratings. */
  private static Ratings ratings(int users, int items) {
    double density = Math.min(0.2, Math.max(0.017, 30.0 / items));
    if ((double) users * items > 1e8) {
      density = 1e6 / ((double) users * items);
    }
    Cells cells = SyntheticCells.of(users, items, density);
    String[] userIds = new String[users];
    String[] itemIds = new String[items];
    Arrays.setAll(userIds, Integer::toString);
    Arrays.setAll(itemIds, Integer::toString);
    float[] stars = new float[cells.size()];
    for (int p = 0; p < stars.length; p++) {
      stars[p] = 5 * cells.targetAt(p);
    }
    return Ratings.ofRows(
        Catalogue.of(userIds, itemIds),
        IntBuffer.wrap(cells.start()),
        cells.item(),
        FloatBuffer.wrap(stars),
        null);
  }

  /** The first ratings of those users who have enough of them. */
  private static List<Profile> profiles(Ratings ratings) {
    List<Profile> profiles = new ArrayList<>();
    for (int user = 0; user < ratings.users(); user++) {
      int count = Math.min(PROFILE, ratings.start(user + 1) - ratings.start(user));
      if (count == PROFILE) {
        Map<String, Float> rated = new LinkedHashMap<>();
        int all = ratings.start(user + 1) - ratings.start(user);
        for (int i = 0; i < count; i++) {
          int p = ratings.start(user) + (int) ((long) i * all / count);
          rated.put(ratings.catalogue().itemId(ratings.itemAt(p)), ratings.ratingAt(p));
        }
        profiles.add(Profile.of(rated));
      }
    }
    return profiles;
  }

  /** How long calls take, one after the other. */
  private static final class Times {
    private final IntConsumer what;
    private long[] nanos = new long[1024];
    private int size;
    private int calls;

    Times(IntConsumer what) {
      this.what = what;
    }

    void forget() {
      size = 0;
    }

    /** Calls until the turn is over, at least once. */
    void turn(double seconds) {
      long end = System.nanoTime() + (long) (seconds * 1e9);
      long before;
      do {
        before = System.nanoTime();
        what.accept(calls++ & Integer.MAX_VALUE >> 4);
        if (size == nanos.length) {
          nanos = Arrays.copyOf(nanos, 2 * size);
        }
        nanos[size++] = System.nanoTime() - before;
      } while (before < end);
    }

    /** In microseconds. */
    double quantile(double q) {
      long[] sorted = Arrays.copyOf(nanos, size);
      Arrays.sort(sorted);
      return sorted[Math.min(size - 1, (int) (q * size))] * 1e-3;
    }
  }
}
