package io.github.lanefactor.data;

/** What a rating of 0 is. */
public enum Zeros {
  /** A rating, unless most are 0: then the reader asks which it is, by an error. */
  UNKNOWN,
  /** Not rated. */
  MISSING,
  /** A rating. */
  RATING
}
