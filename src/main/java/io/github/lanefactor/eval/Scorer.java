package io.github.lanefactor.eval;

/**
 * Anything that scores items for a user: a model, a baseline, a formula. Called from several
 * threads at once, so it must not keep state between calls that another call changes.
 */
@FunctionalInterface
public interface Scorer {
  /**
   * Scores every item for one user. For a ranking any scale will do, as long as a better item
   * scores higher; for rating metrics the scores are predicted ratings.
   *
   * @param user the user's number
   * @param out receives one score per item, in item order; its length is the number of items and
   *     its content undefined before
   */
  void scores(int user, float[] out);
}
