package io.github.lanefactor.recommend;

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
  private final ItemRows rows;
  private final float[] itemBias;

  /** Made when first needed: it takes every user's scores. */
  private final Lazy<MinMaxScaling> scaling = new Lazy<>(this::minMaxScaling);

  SeedScoring(FactorModel model) {
    this.model = model;
    this.rows = new ItemRows(model);
    this.itemBias = model.weights().bm();
  }

  @Override
  public void scores(int user, float[] out) {
    logits(user, out);
    scaling.get().apply(out);
  }

  @Override
  public double shown(float score) {
    return score;
  }

  @Override
  public boolean onRatingScale() {
    return true;
  }

  /** Each dot product is divided by the first. The item itself may be listed, at any place. */
  @Override
  public TopItems.Best similar(int item, int n) {
    TopItems top = new TopItems(n, itemBias.length);
    for (int i = 0; i < itemBias.length; i++) {
      top.offer(i, rows.dot(item, i));
    }
    TopItems.Best best = top.best();
    double[] scores = best.scores();
    double first = scores[0];
    for (int r = 0; r < scores.length && first != 0; r++) {
      scores[r] /= first;
    }
    return best;
  }

  @Override
  public String similarity() {
    return "dot product";
  }

  /** The post's X̂ of one user, from which it takes the biases away. */
  private void logits(int user, float[] out) {
    rows.dots(user, out);
    float userBias = model.userBias(user);
    float globalBias = model.globalBias();
    for (int i = 0; i < out.length; i++) {
      out[i] = out[i] - userBias - itemBias[i] - globalBias;
    }
  }

  /** Visits the users one by one, so that memory stays O(m). */
  private MinMaxScaling minMaxScaling() {
    float[] min = new float[itemBias.length];
    float[] max = new float[itemBias.length];
    float[] logits = new float[itemBias.length];
    Arrays.fill(min, Float.POSITIVE_INFINITY);
    Arrays.fill(max, Float.NEGATIVE_INFINITY);
    for (int user = 0; user < model.catalogue().users(); user++) {
      logits(user, logits);
      for (int i = 0; i < logits.length; i++) {
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
        x[i] = (x[i] * factor[i] + shift[i]) * 5;
      }
    }
  }
}
