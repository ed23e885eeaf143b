package io.github.lanefactor.train;

/** A training needs more memory than Java may use. Known before the work begins. */
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line, for the user
   */
  public NotEnoughMemoryException(String message) {
    super(message);
  }
}
