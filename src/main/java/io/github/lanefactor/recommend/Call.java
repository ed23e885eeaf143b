package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.support.TopItems;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * What one call works in and which items it may list. Used again by later calls, so that a call
 * allocates nothing but its result; never by two at once.
 */
final class Call {
  /** The user's factors, or what else items are scored by. */
  final float[] vector;

  /** The scores of a panel. */
  final float[] scores = new float[64];

  /** A bound for the scores of each panel. */
  final double[] bounds;

  final TopItems top = new TopItems();

  private final FactorModel model;

  /** The number of the call that excluded or allowed an item last. */
  private final int[] excluded;

  private final int[] allowed;
  private int number;
  private Query query;

  Call(FactorModel model, int rows) {
    this.model = model;
    this.vector = new float[model.factors()];
    this.bounds = new double[rows / 64 + 1];
    this.excluded = new int[rows];
    this.allowed = new int[rows];
  }

  /** Begins a call that lists items. */
  void begin(Query asked) {
    query = asked;
    if (++number == 0) {
      Arrays.fill(excluded, 0);
      Arrays.fill(allowed, 0);
      number = 1;
    }
    for (String id : asked.excluded()) {
      model.catalogue().findItem(id).ifPresent(this::exclude);
    }
    if (asked.among().isPresent()) {
      for (String id : asked.among().get()) {
        OptionalInt item = model.catalogue().findItem(id);
        if (item.isPresent()) {
          allowed[item.getAsInt()] = number;
        }
      }
    }
  }

  /** This item, or this user where users are listed, is not to be listed. */
  void exclude(int item) {
    excluded[item] = number;
  }

  /** Whether an item may be listed. */
  boolean accepts(int item) {
    if (excluded[item] == number || (query.among().isPresent() && allowed[item] != number)) {
      return false;
    }
    if (query.leastRatings() > 0 && model.statistics().itemCount(item) < query.leastRatings()) {
      return false;
    }
    if (query.filters().isEmpty()) {
      return true;
    }
    Item asked = model.catalogue().itemAt(item);
    for (Predicate<Item> filter : query.filters()) {
      if (!filter.test(asked)) {
        return false;
      }
    }
    return true;
  }
}
