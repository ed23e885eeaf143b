package io.github.lanefactor.explore;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.support.TopItems;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The items for which a factor is lowest and highest. Each value counts times c/(c + 10), c being
 * the item's number of ratings, so that the ends are no items of which little is known.
 *
 * @param factor its number, from 0
 * @param spread the standard deviation of the factor over all ratings: how much it decides
 * @param low the items with the lowest values, the lowest first
 * @param high the items with the highest values, the highest first
 */
record FactorEnds(int factor, double spread, int[] low, int[] high) {
  private static final int EACH = 6;
  private static final double FEW = 10;

  /** All factors, the one that decides most first. */
  static List<FactorEnds> of(FactorModel model) {
    return IntStream.range(0, model.factors())
        .mapToObj(l -> of(model, l))
        .sorted(Comparator.comparingDouble(ends -> -ends.spread))
        .toList();
  }

  private static FactorEnds of(FactorModel model, int l) {
    int items = model.catalogue().items();
    TopItems low = new TopItems(EACH, items);
    TopItems high = new TopItems(EACH, items);
    double sum = 0;
    double squares = 0;
    long ratings = 0;
    for (int i = 0; i < items; i++) {
      int count = model.statistics().itemCount(i);
      double value = model.itemFactor(i, l);
      sum += count * value;
      squares += count * value * value;
      ratings += count;
      double trusted = value * (count / (count + FEW));
      low.offer(i, -trusted);
      high.offer(i, trusted);
    }
    double mean = sum / Math.max(1, ratings);
    double variance = squares / Math.max(1, ratings) - mean * mean;
    return new FactorEnds(l, Math.sqrt(Math.max(0, variance)), items(low), items(high));
  }

  private static int[] items(TopItems top) {
    return IntStream.range(0, top.sort()).map(top::item).toArray();
  }
}
