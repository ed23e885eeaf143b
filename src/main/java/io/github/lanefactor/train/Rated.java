package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.NewtonPrior;
import io.github.lanefactor.model.FeaturePrior;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.Features;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Training with features of items is of the items that somebody has rated; the others are then
 * placed by theirs. That nobody rated an item that nobody could rate says nothing of it. Users
 * likewise.
 */
final class Rated {
  private final Side users;
  private final Side items;

  /** The rows of one side that the training is of. */
  private record Side(Features features, int all, int[] rows) {
    static Side of(Optional<Features> features, boolean[] rated) {
      int[] rows =
          IntStream.range(0, rated.length).filter(i -> features.isEmpty() || rated[i]).toArray();
      return new Side(features.orElse(null), rated.length, rows);
    }

    boolean whole() {
      return rows.length == all;
    }

    /** The features of the rows. */
    NewtonPrior.Known known() {
      int[] start = new int[rows.length + 1];
      for (int i = 0; i < rows.length; i++) {
        start[i + 1] = start[i] + features.start(rows[i] + 1) - features.start(rows[i]);
      }
      int[] feature = new int[start[rows.length]];
      float[] value = new float[start[rows.length]];
      for (int i = 0; i < rows.length; i++) {
        int from = features.start(rows[i]) - start[i];
        for (int p = start[i]; p < start[i + 1]; p++) {
          feature[p] = features.featureAt(from + p);
          value[p] = features.valueAt(from + p);
        }
      }
      return new NewtonPrior.Known(features.size(), start, feature, value);
    }

    float[] narrow(float[] numbers, int size) {
      if (whole()) {
        return numbers.clone();
      }
      float[] narrow = new float[rows.length * size];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(numbers, rows[i] * size, narrow, i * size, size);
      }
      return narrow;
    }

    /** Factors and biases of all rows; see {@link Rated#widen}. */
    void widen(float[] factors, float[] bias, FeaturePrior prior, float[] all, float[] allBias) {
      int k = factors.length / Math.max(1, bias.length);
      float lowest = 0;
      for (float each : bias) {
        lowest = Math.min(lowest, each);
      }
      boolean given =
          features != null
              && features.features().stream().anyMatch(f -> f.kind() == Feature.Kind.GIVEN);
      int next = 0;
      for (int row = 0; row < allBias.length; row++) {
        if (next < rows.length && rows[next] == row) {
          System.arraycopy(factors, next * k, all, row * k, k);
          allBias[row] = bias[next];
          next++;
        } else if (given || features.known(row)) {
          float[] place = prior.place(features, row);
          System.arraycopy(place, 0, all, row * k, k);
          allBias[row] = place[k];
        } else {
          allBias[row] = lowest;
        }
      }
    }
  }

  /**
   * @param cells of all users and items
   */
  Rated(Optional<Features> ofUsers, Optional<Features> ofItems, Cells cells) {
    boolean[] user = new boolean[cells.users()];
    boolean[] item = new boolean[cells.items()];
    for (int u = 0; u < user.length; u++) {
      user[u] = cells.start()[u] < cells.start()[u + 1];
    }
    for (int p = 0; p < cells.size(); p++) {
      item[cells.itemAt(p)] = true;
    }
    users = Side.of(ofUsers, user);
    items = Side.of(ofItems, item);
  }

  /** The features of the users that the training is of. */
  NewtonPrior.Known users() {
    return users.known();
  }

  /** The features of the items that the training is of. */
  NewtonPrior.Known items() {
    return items.known();
  }

  /** The cells that the training is of. */
  Cells cells(Cells cells) {
    if (users.whole() && items.whole()) {
      return cells;
    }
    int[] start = new int[users.rows.length + 1];
    for (int u = 0; u < users.rows.length; u++) {
      start[u + 1] = cells.start()[users.rows[u] + 1]; // those left out have no cells
    }
    int[] place = new int[items.all];
    for (int i = 0; i < items.rows.length; i++) {
      place[items.rows[i]] = i;
    }
    int[] item = new int[cells.size()];
    for (int p = 0; p < item.length; p++) {
      item[p] = place[cells.itemAt(p)];
    }
    return new Cells(
        users.rows.length,
        items.rows.length,
        start,
        IntBuffer.wrap(item),
        cells.values(),
        cells.missingWeight());
  }

  /** The weights that the training is of, of those of all. */
  Factors narrow(Factors weights) {
    int k = weights.factors;
    Factors narrow = new Factors(users.rows.length, items.rows.length, k);
    copy(users.narrow(weights.u, k), narrow.u);
    copy(users.narrow(weights.bu, 1), narrow.bu);
    copy(items.narrow(weights.m, k), narrow.m);
    copy(items.narrow(weights.bm, 1), narrow.bm);
    narrow.bg = weights.bg;
    return narrow;
  }

  private static void copy(float[] from, float[] to) {
    System.arraycopy(from, 0, to, 0, to.length);
  }

  /**
   * The weights of all users and items: those without ratings stand where the prior has them, or,
   * if nothing is known of them, at the lowest bias of all.
   *
   * @param ofUsers the users' prior; null if there is none
   * @param ofItems the items' prior; null if there is none
   */
  Factors widen(Factors narrow, FeaturePrior ofUsers, FeaturePrior ofItems) {
    Factors weights = new Factors(users.all, items.all, narrow.factors);
    users.widen(narrow.u, narrow.bu, ofUsers, weights.u, weights.bu);
    items.widen(narrow.m, narrow.bm, ofItems, weights.m, weights.bm);
    weights.bg = narrow.bg;
    return weights;
  }
}
