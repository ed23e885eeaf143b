package io.github.lanefactor.model;

/** What a model learns to predict. */
public enum Objective {
  /**
   * All cells: 1 where a user rated an item, 0 elsewhere. Scores order items; they are not ratings.
   */
  RANKING,
  /** All cells: the rating divided by the item's largest one, 0 where unrated. The seed's. */
  SCALED,
  /** Rated cells only: the rating itself. */
  RATING
}
