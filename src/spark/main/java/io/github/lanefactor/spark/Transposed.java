package io.github.lanefactor.spark;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;

/** A model with its sides changed, whose lists say which users would like an item. */
final class Transposed {
  private Transposed() {}

  /** The model whose users are the items of another one, and the other way round. */
  static FactorModel of(Recommender recommender) {
    FactorModel model = recommender.model();
    Catalogue catalogue = model.catalogue();
    Catalogue changed = Catalogue.of(catalogue.itemIds(), catalogue.userIds());
    Weights w = model.weights();
    float[] scale = new float[catalogue.users()];
    // What ratings span is the same for all items; other outputs are shown as they are.
    Arrays.fill(scale, model.objective() == Objective.RATING ? model.scale(0) : 1);
    return new FactorModel(
        new Weights(changed, model.factors(), w.m(), w.u(), w.bm(), w.bu(), w.bg()),
        model.settings(),
        scale,
        statistics(recommender),
        model.history().map(history -> ratings(changed, history)),
        model.origin());
  }

  /** An item that its features place counts as rated, for it gets a list. */
  private static RatingStatistics statistics(Recommender recommender) {
    RatingStatistics all = recommender.model().statistics();
    int[] items = new int[all.items()];
    Arrays.setAll(
        items,
        i ->
            all.itemCount(i) == 0
                    && recommender.isPlacedByFeatures(recommender.catalogue().itemId(i))
                ? 1
                : all.itemCount(i));
    int[] users = new int[all.users()];
    Arrays.setAll(users, all::userCount);
    return new RatingStatistics(all.lowest(), all.highest(), all.mean(), items, users);
  }

  private static Ratings ratings(Catalogue changed, Ratings history) {
    int[] start = new int[history.items() + 1];
    int[] counts = history.itemCounts();
    for (int item = 0; item < counts.length; item++) {
      start[item + 1] = start[item] + counts[item];
    }
    int[] next = start.clone();
    int[] user = new int[history.size()];
    float[] rating = new float[history.size()];
    for (int u = 0; u < history.users(); u++) {
      for (int p = history.start(u); p < history.start(u + 1); p++) {
        int at = next[history.itemAt(p)]++;
        user[at] = u;
        rating[at] = history.ratingAt(p);
      }
    }
    return Ratings.ofRows(
        changed, IntBuffer.wrap(start), IntBuffer.wrap(user), FloatBuffer.wrap(rating), null);
  }
}
