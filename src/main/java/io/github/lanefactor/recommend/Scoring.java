package io.github.lanefactor.recommend;

import io.github.lanefactor.support.TopItems;

/** How a model's numbers become scores. Several threads may share one. */
interface Scoring {
  /**
   * Scores all items for a user.
   *
   * @param out receives one score per item; a better item scores higher
   */
  void scores(int user, float[] out);

  /** A score as people are to see it. The order stays the same. */
  double shown(float score);

  /** Whether shown scores are on the scale of ratings. */
  boolean onRatingScale();

  /** The n items most like another. */
  TopItems.Best similar(int item, int n);

  /** What {@link #similar} compares items by. */
  String similarity();
}
