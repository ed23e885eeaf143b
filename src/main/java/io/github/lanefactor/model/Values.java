package io.github.lanefactor.model;

/** What the values of ratings are. */
public enum Values {
  /** Judgements on a scale, such as stars, votes or points; the scale may go below 0. */
  RATINGS,
  /** How often something happened, such as plays; at least 0, and often with a long tail. */
  COUNTS
}
