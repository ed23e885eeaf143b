package io.github.lanefactor.ratings;

/** What becomes of ratings of one item by one user. */
public enum Duplicates {
  /** The newest stays; of those without times, or with equal times, the last. */
  NEWEST,
  /** The last one stays. */
  LAST,
  /** They are added up, as plays are. */
  SUM,
  /** Their mean. */
  MEAN,
  /** The highest stays. */
  MAX
}
