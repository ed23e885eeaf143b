package io.github.lanefactor.model;

/** A complete set of choices, from the objective to the way scores are read. */
public enum Recipe {
  /** lanefactor's own: what learns best. */
  STANDARD,
  /** The 2019 blog post's, to the letter: see {@code docs/model.md}. */
  SEED
}
