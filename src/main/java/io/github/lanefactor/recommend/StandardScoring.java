package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.support.Lazy;
import io.github.lanefactor.support.TopItems;

/**
 * Scores are logits, shown as the model's output; for {@link Objective#RATING} they are predicted
 * ratings, shown within the range of the known ones. Items compare by {@link ItemCosines}.
 */
final class StandardScoring implements Scoring {
  private final FactorModel model;
  private final ItemRows rows;
  private final float[] itemBias;
  private final boolean rating;
  private final Lazy<ItemCosines> cosines;

  StandardScoring(FactorModel model) {
    this.model = model;
    this.rows = new ItemRows(model);
    this.itemBias = model.weights().bm();
    this.rating = model.objective() == Objective.RATING;
    this.cosines = new Lazy<>(() -> new ItemCosines(model));
  }

  @Override
  public void scores(int user, float[] out) {
    rows.dots(user, out);
    float bias = model.userBias(user) + model.globalBias();
    for (int i = 0; i < out.length; i++) {
      out[i] += itemBias[i] + bias;
    }
    for (int i = 0; rating && i < out.length; i++) {
      out[i] = (float) (sigmoid(out[i]) * model.scale(i));
    }
  }

  @Override
  public double shown(float score) {
    return rating
        ? Math.min(model.statistics().highest(), Math.max(model.statistics().lowest(), score))
        : sigmoid(score);
  }

  @Override
  public boolean onRatingScale() {
    return rating;
  }

  @Override
  public TopItems.Best similar(int item, int n) {
    int items = model.catalogue().items();
    TopItems top = new TopItems(n, items);
    ItemCosines whitened = cosines.get();
    for (int i = 0; i < items; i++) {
      if (i != item) {
        top.offer(i, whitened.alike(item, i));
      }
    }
    return top.best();
  }

  @Override
  public String similarity() {
    return "cosine of whitened factors";
  }

  private static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
