package io.github.lanefactor.model;

/** The ways to train a model. */
public enum SolverKind {
  /** Block Gauss-Newton: done in about ten sweeps. See {@code docs/solver.md}. */
  GAUSS_NEWTON,
  /** Full-batch RMSprop with momentum, the seed's. */
  RMSPROP
}
