package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.model.ItemPrior;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.Features;
import java.nio.IntBuffer;
import java.util.Arrays;

/**
 * Training with features is of the items that somebody has rated; the others are then placed by
 * theirs. That nobody rated an item that nobody could rate says nothing of it.
 */
final class RatedItems {
  private final Features features;
  private final int all;
  private final int[] rated;

  /**
   * @param cells of all items
   */
  RatedItems(Features features, Cells cells) {
    this.features = features;
    this.all = cells.items();
    boolean[] has = new boolean[all];
    for (int p = 0; p < cells.size(); p++) {
      has[cells.itemAt(p)] = true;
    }
    int[] items = new int[all];
    int count = 0;
    for (int item = 0; item < all; item++) {
      if (has[item]) {
        items[count++] = item;
      }
    }
    this.rated = Arrays.copyOf(items, count);
  }

  /** How many there are. */
  int count() {
    return rated.length;
  }

  /** The cells of the rated items. */
  Cells cells(Cells cells) {
    if (rated.length == all) {
      return cells;
    }
    int[] place = new int[all];
    for (int i = 0; i < rated.length; i++) {
      place[rated[i]] = i;
    }
    int[] item = new int[cells.size()];
    for (int p = 0; p < item.length; p++) {
      item[p] = place[cells.itemAt(p)];
    }
    return new Cells(
        cells.users(),
        rated.length,
        cells.start(),
        IntBuffer.wrap(item),
        cells.values(),
        cells.missingWeight());
  }

  /** The weights of the rated items, of those of all. */
  Factors narrow(Factors weights) {
    int k = weights.factors;
    Factors narrow = new Factors(weights.users, rated.length, k);
    System.arraycopy(weights.u, 0, narrow.u, 0, narrow.u.length);
    System.arraycopy(weights.bu, 0, narrow.bu, 0, narrow.bu.length);
    for (int i = 0; i < rated.length; i++) {
      System.arraycopy(weights.m, rated[i] * k, narrow.m, i * k, k);
      narrow.bm[i] = weights.bm[rated[i]];
    }
    narrow.bg = weights.bg;
    return narrow;
  }

  /**
   * The weights of all items: those that nobody rated stand where the prior has them, or, if
   * nothing is known of them, at the lowest bias of all.
   */
  Factors widen(Factors narrow, ItemPrior prior, Catalogue catalogue) {
    int k = narrow.factors;
    Factors weights = new Factors(narrow.users, all, k);
    System.arraycopy(narrow.u, 0, weights.u, 0, narrow.u.length);
    System.arraycopy(narrow.bu, 0, weights.bu, 0, narrow.bu.length);
    weights.bg = narrow.bg;
    float lowest = 0;
    for (float bias : narrow.bm) {
      lowest = Math.min(lowest, bias);
    }
    boolean given = features.features().stream().anyMatch(f -> f.kind() == Feature.Kind.GIVEN);
    int next = 0;
    for (int item = 0; item < all; item++) {
      if (next < rated.length && rated[next] == item) {
        System.arraycopy(narrow.m, next * k, weights.m, item * k, k);
        weights.bm[item] = narrow.bm[next];
        next++;
      } else if (given || Features.known(catalogue, item)) {
        float[] place = prior.place(features, item);
        System.arraycopy(place, 0, weights.m, item * k, k);
        weights.bm[item] = place[k];
      } else {
        weights.bm[item] = lowest;
      }
    }
    return weights;
  }

  /** The features of the rated items, a row for each. */
  float[] values() {
    int d = features.size();
    float[] values = new float[Math.multiplyExact(rated.length, d)];
    for (int i = 0; i < rated.length; i++) {
      for (int f = 0; f < d; f++) {
        values[i * d + f] = features.value(rated[i], f);
      }
    }
    return values;
  }
}
