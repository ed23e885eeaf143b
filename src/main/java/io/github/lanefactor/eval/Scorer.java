package io.github.lanefactor.eval;

/**
 * Anything that scores items for a user: a model, a baseline, a formula. Called from several
 * threads at once, so calls must not share mutable state.
 */
@FunctionalInterface
public interface Scorer {
  /**
   * Scores every item for one user. For ranking, any scale will do as long as better items score
   * higher; for rating metrics the scores are predicted ratings.
   *
   * @param user the user's number
   * @param out receives one score per item, in item order; its length is the number of items; its
   *     initial content is undefined
   */
  void scores(int user, float[] out);
}
