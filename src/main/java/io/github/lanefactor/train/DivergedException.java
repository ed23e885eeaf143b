package io.github.lanefactor.train;

/** The loss is no longer a finite number. Carries the last weights whose loss was. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Training lastGood;

  /**
   * @param message one line, for the user
   * @param lastGood the training as it was at the last finite point
   */
  public DivergedException(String message, Training lastGood) {
    super(message);
    this.lastGood = lastGood;
  }

  /** The training as it was at the last finite point. */
  public Training lastGood() {
    return lastGood;
  }
}
