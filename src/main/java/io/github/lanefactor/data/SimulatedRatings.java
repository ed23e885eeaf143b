package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.support.Draws;
import io.github.lanefactor.support.OutputFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * Simulates ratings of any number, for trials and benchmarks where no real data are at hand.
 *
 * <pre>{@code
 * new SimulatedRatings(200_948, 84_429, 37_800_000).write(Path.of("ratings.csv"));
 * }</pre>
 *
 * <p>The numbers of users, items and ratings are exactly those asked for: every user rates and
 * every item is rated at least once, and no pair occurs twice. Both have long tails: a few items
 * are rated by many users, as those of MovieLens are, and the users' numbers of ratings are
 * log-normal. Latent tastes decide what a user rates and how: each item appeals to one or two of up
 * to 24 tastes, and each user has a few favourite ones besides following what is popular. So a
 * model has something to learn; of real people it says nothing.
 *
 * <p>The same sizes and seed give the same ratings on every JVM. The memory needed is about 30
 * bytes per user and per item and a bit per rating.
 */
public final class SimulatedRatings {
  /** The standard deviation of the logarithm of a user's number of ratings, as in MovieLens 25M. */
  private static final double SPREAD_OF_ACTIVITY = 1.25;

  /** Whoever is as active as this rates all items. */
  private static final double MOST_SCALE = 0x1p60;

  /** How many users are looked at to find one who likes an item that somebody has to rate. */
  private static final int CANDIDATES = 8;

  /** Ratings as text, by the number of half stars. */
  private static final String[] STARS =
      IntStream.rangeClosed(0, 10)
          .mapToObj(halves -> halves / 2 + "." + halves % 2 * 5)
          .toArray(String[]::new);

  private final int users;
  private final int items;
  private final int ratings;
  private long seed = 1;
  private IntConsumer listener = done -> {};

  /**
   * A simulation of these sizes.
   *
   * @param users at least 1
   * @param items at least 1
   * @param ratings at least the larger of both, at most users · items
   * @throws InputException if the sizes do not fit together
   */
  public SimulatedRatings(int users, int items, int ratings) {
    if (users < 1 || items < 1) {
      throw new InputException(
          "expected users and items of at least 1, found %d and %d".formatted(users, items));
    }
    int least = Math.max(users, items);
    long most = (long) users * items;
    if (ratings < least || ratings > most) {
      throw new InputException(
          "expected from %d to %d ratings of %d users and %d items, found %d"
              .formatted(least, Math.min(most, Integer.MAX_VALUE), users, items, ratings));
    }
    this.users = users;
    this.items = items;
    this.ratings = ratings;
  }

  /** What chance is drawn from; 1 unless set. */
  public SimulatedRatings seed(long seed) {
    this.seed = seed;
    return this;
  }

  /** Hears of the number of users that are done, after each user. */
  public SimulatedRatings listener(IntConsumer listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Writes the ratings as a MovieLens {@code ratings.csv}: {@code userId,movieId,rating,timestamp},
   * by user and item, whose ids count from 1. Gzipped if the file's name ends in {@code .gz}.
   *
   * @throws InputException if the file cannot be written where it is
   * @throws java.io.UncheckedIOException if writing fails; a file that was there stays as it was
   */
  public void write(Path file) {
    write(
        file,
        out -> {
          StringBuilder csv = new StringBuilder("userId,movieId,rating,timestamp\n");
          simulate(
              (user, item, rating, time) -> {
                for (int p = 0; p < item.length; p++) {
                  csv.append(user + 1).append(',').append(item[p] + 1).append(',');
                  csv.append(STARS[(int) (2 * rating[p])]).append(',').append(time[p]).append('\n');
                }
                flush(csv, out);
              });
        });
  }

  /**
   * Writes the items as a MovieLens {@code movies.csv}: {@code movieId,title,genres}, where the
   * genres are the tastes that an item appeals to. Gzipped if the name ends in {@code .gz}.
   *
   * @throws InputException if the file cannot be written where it is
   * @throws java.io.UncheckedIOException if writing fails; a file that was there stays as it was
   */
  public void writeItems(Path file) {
    write(
        file,
        out -> {
          StringBuilder csv = new StringBuilder("movieId,title,genres\n");
          SimulatedItems simulated = items(new Draws(seed));
          for (int item = 0; item < items; item++) {
            csv.append(item + 1).append(',').append(simulated.title(item)).append(',');
            csv.append(simulated.genres(item)).append('\n');
            flush(csv, out);
          }
        });
  }

  /** The same ratings and items in memory, as if they were written and read. */
  public Ratings ratings() {
    SimulatedItems simulated = items(new Draws(seed));
    RatingsBuilder builder = new RatingsBuilder();
    String[] id = new String[items];
    for (int i = 0; i < items; i++) {
      id[i] = Integer.toString(i + 1);
      builder.item(id[i], simulated.title(i), simulated.genres(i));
    }
    simulate(
        (user, item, rating, time) -> {
          String userId = Integer.toString(user + 1);
          for (int p = 0; p < item.length; p++) {
            builder.rating(userId, id[item[p]], rating[p], time[p]);
          }
        });
    return builder.build();
  }

  private interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  private static void write(Path file, Content content) {
    boolean gzip = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    OutputFile.write(
        file,
        temporary -> {
          OutputStream plain = Files.newOutputStream(temporary);
          try (OutputStream out =
              new BufferedOutputStream(gzip ? new GZIPOutputStream(plain) : plain, 1 << 16)) {
            content.writeTo(out);
          }
        });
  }

  private static void flush(StringBuilder text, OutputStream out) throws IOException {
    out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
    text.setLength(0);
  }

  /** Takes the ratings of a user, by item. */
  @FunctionalInterface
  private interface Sink<E extends Exception> {
    void accept(int user, int[] item, float[] rating, long[] time) throws E;
  }

  private SimulatedItems items(Draws draws) {
    return new SimulatedItems(items, users, draws);
  }

  private <E extends Exception> void simulate(Sink<E> sink) throws E {
    Draws draws = new Draws(seed);
    SimulatedItems simulated = items(draws);
    long userSeed = draws.bits();
    int[] start = starts(draws);
    int[] sureUser = sureUsers(simulated, userSeed, start, draws);
    int[] sureStart = new int[users + 1];
    int[] sureItem = byUser(sureUser, sureStart);
    int[] takenBy = new int[items];
    for (int u = 0; u < users; u++) {
      int sure = sureStart[u + 1] - sureStart[u];
      int[] item = new int[start[u + 1] - start[u]];
      System.arraycopy(sureItem, sureStart[u], item, 0, sure);
      for (int p = 0; p < sure; p++) {
        takenBy[item[p]] = u + 1;
      }
      SimulatedUser user = new SimulatedUser(simulated, userSeed + u);
      user.choose(item, sure, takenBy, u + 1);
      long[] time = user.times(item.length);
      sort(item, time);
      sink.accept(u, item, user.rate(item), time);
      listener.accept(u + 1);
    }
  }

  /** Where each user's ratings start, and their end: a log-normal number for each, from 1 on. */
  private int[] starts(Draws draws) {
    double[] activity = new double[users];
    for (int u = 0; u < users; u++) {
      activity[u] = StrictMath.exp(SPREAD_OF_ACTIVITY * draws.gaussian());
    }
    // The largest scale at which there are no more ratings than wanted, to a part in 10^9.
    double low = 0;
    double high = 1;
    while (total(high, activity) <= ratings && high < MOST_SCALE) {
      high *= 2;
    }
    for (int round = 0; round < 40; round++) {
      double middle = (low + high) / 2;
      if (total(middle, activity) <= ratings) {
        low = middle;
      } else {
        high = middle;
      }
    }
    long missing = ratings - total(low, activity);
    int[] start = new int[users + 1];
    for (int u = 0; u < users; u++) {
      start[u + 1] = count(low * activity[u]);
    }
    for (int u = 0; missing > 0; u = (u + 1) % users) {
      if (start[u + 1] < items) {
        start[u + 1]++;
        missing--;
      }
    }
    for (int u = 0; u < users; u++) {
      start[u + 1] += start[u];
    }
    return start;
  }

  private long total(double scale, double[] activity) {
    long total = 0;
    for (double much : activity) {
      total += count(scale * much);
    }
    return total;
  }

  /** A user's number of ratings: at least one, at most all items. */
  private int count(double activity) {
    return (int) Math.max(1, Math.min(items, activity));
  }

  /** For each item a user who is sure to rate it, so that all are rated: one who likes it. */
  private int[] sureUsers(SimulatedItems simulated, long userSeed, int[] start, Draws draws) {
    BitSet taken = new BitSet(ratings);
    int[] sure = new int[items];
    for (int i = 0; i < items; i++) {
      double most = -1;
      int place = 0;
      for (int c = 0; c < CANDIDATES; c++) {
        // A user who rates much is looked at often.
        int at = taken.nextClearBit(draws.below(ratings));
        at = at < ratings ? at : taken.nextClearBit(0);
        int user = userAt(start, at);
        double liking = new SimulatedUser(simulated, userSeed + user).liking(i);
        if (liking > most) {
          most = liking;
          place = at;
          sure[i] = user;
        }
      }
      taken.set(place);
    }
    return sure;
  }

  /** Whose rating stands at a position. */
  private static int userAt(int[] start, int position) {
    int found = Arrays.binarySearch(start, position); // every user has a rating: no start is twice
    return found >= 0 ? found : -found - 2;
  }

  /** The items sorted by their users; fills in where each user's start. */
  private static int[] byUser(int[] userOfItem, int[] start) {
    for (int user : userOfItem) {
      start[user + 1]++;
    }
    Arrays.parallelPrefix(start, Integer::sum);
    int[] next = start.clone();
    int[] sorted = new int[userOfItem.length];
    for (int i = 0; i < sorted.length; i++) {
      sorted[next[userOfItem[i]]++] = i;
    }
    return sorted;
  }

  /** Sorts items, and their times with them. */
  private static void sort(int[] item, long[] time) {
    long[] order = new long[item.length];
    Arrays.setAll(order, p -> (long) item[p] << 32 | p);
    Arrays.sort(order);
    long[] old = time.clone();
    for (int p = 0; p < order.length; p++) {
      item[p] = (int) (order[p] >>> 32);
      time[p] = old[(int) order[p]];
    }
  }
}
