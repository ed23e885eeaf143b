package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.ItemPanels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.support.Lazy;
import io.github.lanefactor.support.TopItems;
import java.util.Arrays;

/**
 * A model of the 2019 post's recipe, read as the post reads it, in the post's own float arithmetic,
 * so that the lists are the same to the last line. Scores are U·Mᵀ − bu − bm − bg, min-max scaled
 * per item over the users, times 5. Items compare by dot products.
 */
final class SeedScoring implements Scoring {
  private final FactorModel model;
  private final ItemPanels panels;

  /** Made when first needed: it takes every user's scores. */
  private final Lazy<MinMaxScaling> scaling = new Lazy<>(this::minMaxScaling);

  SeedScoring(FactorModel model) {
    this.model = model;
    int k = model.factors();
    this.panels =
        ItemPanels.of(
            model.catalogue().items(), k, (item, l) -> l == k ? 0 : model.itemFactor(item, l), 1);
  }

  @Override
  public void scores(float[] u, float bias, float[] out) {
    logits(u, bias, out);
    scaling.get().apply(out);
  }

  @Override
  public double rank(float[] u, float bias, int item) {
    return scaling.get().apply(item, logit(panels.score(item, u, 0), bias, item));
  }

  /** Every item has a scale of its own, so that no bound helps. */
  @Override
  public void best(float bias, Call call, TopItems top) {
    MinMaxScaling scale = scaling.get();
    for (int panel = 0; panel < panels.panels(); panel++) {
      panels.scores(panel, call.vector, 0, call.scores);
      for (int c = 0; c < panels.columns(panel); c++) {
        int item = panels.item(panel, c);
        if (call.accepts(item)) {
          top.offer(item, scale.apply(item, logit(call.scores[c], bias, item)));
        }
      }
    }
  }

  @Override
  public double shown(int item, double rank) {
    return rank;
  }

  @Override
  public boolean onRatingScale() {
    return true;
  }

  /** By dot products. The item itself may be listed, at any place. */
  @Override
  public void similar(int item, Call call, TopItems top) {
    for (int i = 0; i < model.catalogue().items(); i++) {
      if (call.accepts(i)) {
        double dot = 0;
        for (int l = 0; l < model.factors(); l++) {
          dot += (double) model.itemFactor(item, l) * model.itemFactor(i, l);
        }
        top.offer(i, dot);
      }
    }
  }

  @Override
  public double shownSimilarity(double score, double first) {
    return first == 0 ? score : score / first;
  }

  @Override
  public String similarity() {
    return "dot product";
  }

  /** The post's X̂ of one user, from which it takes the biases away. */
  private void logits(float[] u, float bias, float[] out) {
    panels.all(u, 0, out);
    for (int item = 0; item < out.length; item++) {
      out[item] = logit(out[item], bias, item);
    }
  }

  private float logit(float dot, float bias, int item) {
    return dot - bias - model.itemBias(item) - model.globalBias();
  }

  /** Visits the users one by one, so that memory stays O(m). */
  private MinMaxScaling minMaxScaling() {
    int items = model.catalogue().items();
    float[] min = new float[items];
    float[] max = new float[items];
    float[] logits = new float[items];
    float[] u = new float[model.factors()];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    for (int user = 0; user < model.catalogue().users(); user++) {
      for (int l = 0; l < u.length; l++) {
        u[l] = model.userFactor(user, l);
      }
      logits(u, model.userBias(user), logits);
      for (int i = 0; i < items; i++) {
        min[i] = Math.min(min[i], logits[i]);
        max[i] = Math.max(max[i], logits[i]);
      }
    }
    return MinMaxScaling.of(min, max);
  }

  /**
   * Per item, x → 5·(factor·x + shift), from 0 to 5 over the users: scikit-learn's MinMaxScaler in
   * float arithmetic, operation by operation, with its rule for a range of next to nothing.
   */
  private record MinMaxScaling(float[] factor, float[] shift) {
    private static final float NO_RANGE = 10 * Math.ulp(1f);

    static MinMaxScaling of(float[] min, float[] max) {
      float[] factor = new float[min.length];
      float[] shift = new float[min.length];
      for (int i = 0; i < min.length; i++) {
        float range = max[i] - min[i];
        factor[i] = 1 / (range < NO_RANGE ? 1 : range);
        shift[i] = 0 - min[i] * factor[i];
      }
      return new MinMaxScaling(factor, shift);
    }

    void apply(float[] x) {
      for (int i = 0; i < x.length; i++) {
        x[i] = apply(i, x[i]);
      }
    }

    float apply(int item, float x) {
      return (x * factor[item] + shift[item]) * 5;
    }
  }
}
