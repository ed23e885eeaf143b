package io.github.lanefactor.cli;

import io.github.lanefactor.eval.Evaluator;
import io.github.lanefactor.eval.NewItems;
import io.github.lanefactor.eval.NewUsers;
import io.github.lanefactor.eval.Scorer;
import io.github.lanefactor.eval.Split;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One of the parts that a model is measured on, such as a fold.
 *
 * @param split to measure on
 * @param known what the model is trained on
 * @param scorer makes a model trained on {@code known} score the users of the split
 * @param evaluator makes what measures
 * @param newItems whether only items are ranked that have no ratings in training
 */
record EvaluationPart(
    Split split,
    Ratings known,
    Function<FactorModel, Scorer> scorer,
    Supplier<Evaluator> evaluator,
    boolean newItems) {

  static EvaluationPart of(Split split) {
    return new EvaluationPart(
        split, split.train(), EvaluationPart::scorer, () -> new Evaluator(split), false);
  }

  static EvaluationPart of(NewUsers people) {
    return new EvaluationPart(
        people.split(),
        people.others(),
        people::scorer,
        () -> new Evaluator(people.split()),
        false);
  }

  static EvaluationPart of(NewItems items) {
    return new EvaluationPart(
        items.split(), items.split().train(), EvaluationPart::scorer, items::evaluator, true);
  }

  /** Whether users are tested whom the model has not seen. */
  boolean newUsers() {
    return known != split.train();
  }

  /** Scores users whom a model was trained on. */
  static Scorer scorer(FactorModel model) {
    return Recommender.of(model)::scores;
  }
}
