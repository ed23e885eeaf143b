package io.github.lanefactor.recommend;

import io.github.lanefactor.support.TopItems;

/** How a model's numbers become scores. Several threads may share one. */
interface Scoring {
  /**
   * Scores all items for somebody.
   *
   * @param u the k factors
   * @param bias the bias
   * @param out receives one score per item; a better item scores higher
   */
  void scores(float[] u, float bias, float[] out);

  /** The rank score of one item: what items are listed by. */
  double rank(float[] u, float bias, int item);

  /**
   * Offers the best items for somebody whose factors are in the call's vector, of those that the
   * call accepts, with their rank scores.
   */
  void best(float bias, Call call, TopItems top);

  /** A rank score as people are to see it. */
  double shown(int item, double rank);

  /** Whether shown scores are on the scale of ratings. */
  boolean onRatingScale();

  /** Offers the items most like another, of those that the call accepts. */
  void similar(int item, Call call, TopItems top);

  /**
   * How alike an item of a sorted list is, as people are to see it.
   *
   * @param first the score of the first of the list
   */
  double shownSimilarity(double score, double first);

  /** What {@link #similar} compares items by. */
  String similarity();
}
