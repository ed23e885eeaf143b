package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.ItemPanels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.support.Lazy;
import io.github.lanefactor.support.TopItems;

/**
 * Items rank by their logits, shown as the model's output; for {@link Objective#RATING} as
 * predicted ratings, within the range of the known ones. Items compare by {@link Cosines}.
 */
final class StandardScoring implements Scoring {
  private final FactorModel model;
  private final ItemPanels panels;
  private final boolean rating;
  private final Feedback feedback;
  private final float floor;
  private final Lazy<Cosines> cosines;

  StandardScoring(FactorModel model, ItemPanels panels, Lazy<Cosines> cosines) {
    this.model = model;
    this.rating = model.objective() == Objective.RATING;
    this.feedback = model.settings().feedback();
    this.floor = CellRule.of(model.settings()).floor();
    this.cosines = cosines;
    this.panels = panels;
  }

  /** Packs a model's items with their biases. */
  static ItemPanels pack(FactorModel model) {
    int k = model.factors();
    return ItemPanels.of(
        model.catalogue().items(),
        k,
        (item, l) -> l == k ? model.itemBias(item) : model.itemFactor(item, l),
        usualNorm(model));
  }

  /** The root mean square of the norms of some users. */
  private static double usualNorm(FactorModel model) {
    double sum = 0;
    int users = model.catalogue().users();
    int some = Math.min(users, 500);
    for (int s = 0; s < some; s++) {
      int user = (int) ((long) users * s / some);
      for (int l = 0; l < model.factors(); l++) {
        sum += (double) model.userFactor(user, l) * model.userFactor(user, l);
      }
    }
    return Math.sqrt(sum / Math.max(1, some));
  }

  @Override
  public void scores(float[] u, float bias, float[] out) {
    panels.all(u, bias + model.globalBias(), out);
    for (int item = 0; rating && item < out.length; item++) {
      out[item] = rating(item, out[item]);
    }
  }

  @Override
  public double rank(float[] u, float bias, int item) {
    return panels.score(item, u, bias + model.globalBias());
  }

  @Override
  public void best(float bias, Call call, TopItems top) {
    float all = bias + model.globalBias();
    double square = 0;
    for (float x : call.vector) {
      square += (double) x * x;
    }
    double norm = Math.sqrt(square);
    panels.bounds(call.vector, norm, all, call.scores, call.bounds);
    for (int panel = 0; panel < panels.panels(); panel++) {
      double enough = top.threshold();
      if (call.bounds[panel] < enough
          || panels.scores(panel, call.vector, all, call.scores) < enough) {
        continue;
      }
      int columns = panels.columns(panel);
      for (int c = 0; c < columns; c++) {
        float score = call.scores[c];
        if (score >= enough) {
          int item = panels.item(panel, c);
          if (call.accepts(item)) {
            top.offer(item, score);
            enough = top.threshold();
          }
        }
      }
    }
  }

  @Override
  public double shown(int item, double rank) {
    return rating
        ? Math.min(feedback.highest(), Math.max(feedback.lowest(), rating(item, (float) rank)))
        : sigmoid(rank);
  }

  private float rating(int item, float logit) {
    return (float) (sigmoid(logit) * model.scale(item) + floor);
  }

  @Override
  public boolean onRatingScale() {
    return rating;
  }

  @Override
  public void similar(int item, Call call, TopItems top) {
    cosines.get().best(item, call, top);
  }

  @Override
  public double shownSimilarity(double score, double first) {
    return score;
  }

  @Override
  public String similarity() {
    return "cosine of whitened factors";
  }

  static double sigmoid(double z) {
    return 1 / (1 + Math.exp(-z));
  }
}
