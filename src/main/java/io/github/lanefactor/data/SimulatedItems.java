package io.github.lanefactor.data;

import io.github.lanefactor.support.Draws;
import java.util.Arrays;

/** The items of a simulation: how popular and how good each is, and to which tastes it appeals. */
final class SimulatedItems {
  private static final int MOST_TASTES = 24;

  /**
   * The weight of the item of rank r of n falls as exp(-steepness · (r / n)^0.36), much as the
   * numbers of ratings of MovieLens's items do.
   */
  private static final double FALL = 0.36;

  /** The steepness over the logarithm of half the users. */
  private static final double STEEPNESS = 1.4;

  private static final double SPREAD_OF_QUALITY = 0.4;
  private static final int FIRST_YEAR = 1930;
  private static final int YEARS = 94;

  private final double[] popularity;
  private final float[] quality;
  private final byte[] first;
  private final byte[] second;

  /** How much of an item's appeal is to its first taste. */
  private final float[] share;

  private final short[] year;
  private final WeightedDraw everybodys;
  private final WeightedDraw[] ofTaste;

  /**
   * @param users how many users there are; the more, the more popular the most popular items are
   */
  SimulatedItems(int items, int users, Draws draws) {
    popularity = new double[items];
    quality = new float[items];
    first = new byte[items];
    second = new byte[items];
    share = new float[items];
    year = new short[items];
    int tastes = Math.max(1, Math.min(MOST_TASTES, (int) Math.sqrt(items) / 2));
    double steepness = STEEPNESS * StrictMath.log(2 + users / 2.0);
    int[] rank = draws.permutation(items);
    for (int i = 0; i < items; i++) {
      double place = (double) rank[i] / items;
      popularity[i] = StrictMath.exp(-steepness * StrictMath.pow(place, FALL));
      quality[i] = (float) (SPREAD_OF_QUALITY * draws.gaussian());
      first[i] = (byte) draws.below(tastes);
      second[i] = (byte) draws.below(tastes);
      share[i] = (float) (0.6 + 0.4 * draws.unit());
      year[i] = (short) (FIRST_YEAR + draws.below(YEARS));
    }
    int[] all = new int[items];
    Arrays.setAll(all, i -> i);
    everybodys = new WeightedDraw(all, popularity);
    ofTaste = new WeightedDraw[tastes];
    for (int taste = 0; taste < tastes; taste++) {
      int t = taste;
      int[] own = Arrays.stream(all).filter(i -> appeal(i, t) > 0).toArray();
      double[] weight = Arrays.stream(own).mapToDouble(i -> popularity[i] * appeal(i, t)).toArray();
      ofTaste[t] = own.length == 0 ? null : new WeightedDraw(own, weight);
    }
  }

  int size() {
    return popularity.length;
  }

  int tastes() {
    return ofTaste.length;
  }

  /** How much an item appeals to a taste: from 0 to 1, over all tastes 1. */
  double appeal(int item, int taste) {
    return (first[item] == taste ? share[item] : 0) + (second[item] == taste ? 1 - share[item] : 0);
  }

  /** The taste that an item appeals to most. */
  int taste(int item) {
    return first[item];
  }

  /** The mean of a value per taste, weighted by the item's appeal to each. */
  double mean(double[] perTaste, int item) {
    return share[item] * perTaste[first[item]] + (1 - share[item]) * perTaste[second[item]];
  }

  /** How far above the usual rating an item is rated. */
  double quality(int item) {
    return quality[item];
  }

  /** An item by popularity alone. */
  int popular(Draws draws) {
    return everybodys.draw(draws);
  }

  /** The probability of an item among all, by popularity alone. */
  double popular(int item) {
    return popularity[item] / everybodys.sum();
  }

  /** An item of a taste that at least one item has. */
  int ofTaste(int taste, Draws draws) {
    return ofTaste[taste].draw(draws);
  }

  /** The probability of an item among those of a taste that at least one item has. */
  double ofTaste(int item, int taste) {
    return popularity[item] * appeal(item, taste) / ofTaste[taste].sum();
  }

  String title(int item) {
    return "Film %d (%d)".formatted(item + 1, year[item]);
  }

  /** The tastes that an item appeals to, separated by bars. */
  String genres(int item) {
    String genres = "Genre " + (first[item] + 1);
    return second[item] == first[item] ? genres : genres + "|Genre " + (second[item] + 1);
  }
}
