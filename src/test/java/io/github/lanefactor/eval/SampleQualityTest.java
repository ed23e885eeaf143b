package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import org.junit.jupiter.api.Test;

/** How good the default settings are on the bundled sample, beside what needs no model. */
class SampleQualityTest {
  private final Split split = Split.holdout(SampleData.ratings(), 0.2, 1);
  private final Evaluator evaluator = new Evaluator(split);

  private Recommender trained(Trainer trainer) {
    return Recommender.of(trainer.train(split.train()).model());
  }

  /** 0.449 against 0.130, when this was written. */
  @Test
  void listsAreThreeTimesAsGoodAsPopularity() {
    double popular = evaluator.ranking(Baselines.popularity(split.train())).get("ndcg@10");
    double ours = evaluator.ranking(trained(Trainer.ranking())::scores).get("ndcg@10");
    assertTrue(ours >= 3 * popular, ours + " beside " + popular);
  }

  /** 0.692 against 0.703. The simulated ratings are mostly noise around their biases. */
  @Test
  void predictedRatingsAreCloserThanBiasesBy1Percent() {
    double biases = evaluator.ratings(Baselines.biases(split.train())).get("rmse");
    double ours = evaluator.ratings(trained(Trainer.rating())::scores).get("rmse");
    assertTrue(ours <= 0.99 * biases, ours + " beside " + biases);
  }
}
