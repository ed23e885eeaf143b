package io.github.lanefactor.eval;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.support.Draws;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * How well a model ranks items that nobody has rated yet: all ratings of some items are hidden, and
 * these items alone are ranked for each user.
 *
 * <pre>{@code
 * NewItems items = NewItems.of(ratings, 0.1, 1);
 * FactorModel model = Trainer.ranking().train(items.split().train()).model();
 * Evaluation evaluation = items.evaluator().ranking(Recommender.of(model)::scores);
 * }</pre>
 *
 * @param split to measure on: its test part is all ratings of the hidden items, its training part
 *     the ratings of the others; both list all items
 * @param hidden the numbers of the hidden items
 */
public record NewItems(Split split, BitSet hidden) {

  /** Copies the numbers. */
  public NewItems {
    hidden = (BitSet) hidden.clone();
  }

  /** The numbers of the hidden items: a copy. */
  @Override
  public BitSet hidden() {
    return (BitSet) hidden.clone();
  }

  /**
   * Hides items drawn at random from those that have ratings.
   *
   * @param share the share of the rated items, between 0 and 1; their number is rounded, and at
   *     least 1
   * @param seed what the draw depends on
   * @throws InputException if the share is out of range, or no rating is left to train on
   */
  public static NewItems of(Ratings ratings, double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new InputException(
          "expected a share of the items between 0 and 1 to hide, found " + share);
    }
    int[] counts = ratings.itemCounts();
    int[] rated = IntStream.range(0, counts.length).filter(i -> counts[i] > 0).toArray();
    int[] order = new Draws(seed).permutation(rated.length);
    BitSet hidden = new BitSet(counts.length);
    for (int i = 0; i < Math.max(1, Math.round(share * rated.length)); i++) {
      hidden.set(rated[order[i]]);
    }
    Split split =
        new Split(
            ratings.filter(p -> !hidden.get(ratings.itemAt(p))),
            ratings.filter(p -> hidden.get(ratings.itemAt(p))));
    return new NewItems(split, hidden);
  }

  /** Measures on the split, with the hidden items alone in the ranking. */
  public Evaluator evaluator() {
    return new Evaluator(split).among(hidden);
  }
}
