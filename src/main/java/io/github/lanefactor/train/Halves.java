package io.github.lanefactor.train;

/** The work of a sweep: its two halves, on this machine or spread over many. */
interface Halves extends AutoCloseable {
  /** λ: how much is added to a Hessian's diagonal, as a share of its mean. */
  float DAMPING = 0.01f;

  /**
   * The loss of the weights as they are; then every user takes a step.
   *
   * @param move whether the users take it
   * @return Σ weight·(σ − x)² over the cells that count, before the step
   */
  double users(boolean move);

  /** Every item takes a step. */
  void items();

  @Override
  default void close() {}
}
