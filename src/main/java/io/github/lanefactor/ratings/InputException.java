package io.github.lanefactor.ratings;

/**
 * Input that cannot be used: a malformed file, an unknown id, an option out of range. The message
 * is one line that names what was wrong and what was expected, fit to be shown to a user as it is.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message one line, for the user
   */
  public InputException(String message) {
    super(message);
  }

  /**
   * @param message one line, for the user
   * @param cause what was caught
   */
  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
