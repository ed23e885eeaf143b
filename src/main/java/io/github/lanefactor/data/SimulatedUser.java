package io.github.lanefactor.data;

import io.github.lanefactor.support.Draws;
import io.github.lanefactor.support.TopItems;

/**
 * A user of a simulation. What the user rates is drawn from a mixture of what is popular and of
 * what a few favourite tastes contain; how it is rated depends on what the user thinks of all
 * tastes.
 */
final class SimulatedUser {
  private static final int LEAST_FAVOURITES = 1;
  private static final int MOST_FAVOURITES = 4;

  /** After so many draws per item that is wanted, what is left is drawn another way. */
  private static final int PATIENCE = 4;

  private static final double USUAL_RATING = 3.4;
  private static final double SPREAD_OF_GENEROSITY = 0.35;
  private static final double SPREAD_OF_OPINIONS = 0.5;
  private static final double CHANCE = 0.6;

  /** Users begin to rate from 2000 to 2020. */
  private static final long FIRST_TIME = 946_684_800;

  private static final long LAST_TIME = 1_577_836_800;
  private static final long SECONDS_PER_DAY = 86_400;

  private final SimulatedItems items;
  private final Draws draws;

  /** How much the user goes by what is popular: from 0.15 to 0.5. */
  private final double fashion;

  private final int[] favourite;

  /** How much of what is not fashion is of each favourite; all together 1. */
  private final double[] weight;

  SimulatedUser(SimulatedItems items, long seed) {
    this.items = items;
    this.draws = new Draws(seed);
    this.fashion = 0.15 + 0.35 * draws.unit();
    this.favourite =
        new int[LEAST_FAVOURITES + draws.below(MOST_FAVOURITES - LEAST_FAVOURITES + 1)];
    this.weight = new double[favourite.length];
    double sum = 0;
    for (int f = 0; f < favourite.length; f++) {
      favourite[f] = items.taste(draws.below(items.size()));
      weight[f] = 1.0 / (1 << f);
      sum += weight[f];
    }
    for (int f = 0; f < weight.length; f++) {
      weight[f] /= sum;
    }
  }

  /** The probability that the user's next rating is of this item. */
  double liking(int item) {
    double liking = fashion * items.popular(item);
    for (int f = 0; f < favourite.length; f++) {
      liking += (1 - fashion) * weight[f] * items.ofTaste(item, favourite[f]);
    }
    return liking;
  }

  private int next() {
    double at = draws.unit() - fashion;
    if (at < 0) {
      return items.popular(draws);
    }
    at /= 1 - fashion;
    int f = 0;
    while (f < favourite.length - 1 && at >= weight[f]) {
      at -= weight[f++];
    }
    return items.ofTaste(favourite[f], draws);
  }

  /**
   * Draws different items, each by its {@link #liking} among those that are left.
   *
   * @param item where they go, from {@code from} to the end; those before are taken already
   * @param seen marks the items that are taken by {@code mark}
   */
  void choose(int[] item, int from, int[] seen, int mark) {
    int size = from;
    for (long tries = PATIENCE * (long) item.length; size < item.length && tries > 0; tries--) {
      int drawn = next();
      if (seen[drawn] != mark) {
        seen[drawn] = mark;
        item[size++] = drawn;
      }
    }
    if (size < item.length) {
      chooseAmongRest(item, size, seen, mark);
    }
  }

  /** The same distribution by one draw for every item: quicker where most are taken. */
  void chooseAmongRest(int[] item, int from, int[] seen, int mark) {
    TopItems best = new TopItems(item.length - from, items.size());
    for (int i = 0; i < items.size(); i++) {
      if (seen[i] != mark) {
        best.offer(i, StrictMath.log(liking(i)) + draws.gumbel());
      }
    }
    int drawn = best.sort();
    for (int place = 0; place < drawn; place++) {
      item[from + place] = best.item(place);
    }
  }

  /**
   * Rates items, from 0.5 to 5 in halves: by their quality, by what the user thinks of their
   * tastes, by how generous the user is, and by chance.
   */
  float[] rate(int[] item) {
    double generosity = SPREAD_OF_GENEROSITY * draws.gaussian();
    double[] opinion = new double[items.tastes()];
    for (int t = 0; t < opinion.length; t++) {
      opinion[t] = SPREAD_OF_OPINIONS * draws.gaussian();
    }
    for (int f = 0; f < favourite.length; f++) {
      opinion[favourite[f]] += weight[f];
    }
    float[] rating = new float[item.length];
    for (int p = 0; p < rating.length; p++) {
      double exact =
          USUAL_RATING
              + generosity
              + items.quality(item[p])
              + items.mean(opinion, item[p])
              + CHANCE * draws.gaussian();
      rating[p] = (float) Math.max(1, Math.min(10, Math.rint(2 * exact))) / 2;
    }
    return rating;
  }

  /** When the user rated so many items, one after the other: seconds since 1970. */
  long[] times(int count) {
    long time = FIRST_TIME + (long) (draws.unit() * (LAST_TIME - FIRST_TIME));
    long[] times = new long[count];
    for (int p = 0; p < count; p++) {
      // Mostly one item after the other; now and then the user comes back another day.
      time += 4 + (long) ((draws.unit() < 0.97 ? 60 : 60 * SECONDS_PER_DAY) * draws.unit());
      times[p] = time;
    }
    return times;
  }
}
