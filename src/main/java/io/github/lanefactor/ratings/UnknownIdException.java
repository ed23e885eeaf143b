package io.github.lanefactor.ratings;

/** There is no user or item with an id. The message names the id and those nearest to it. */
public final class UnknownIdException extends InputException {
  private static final long serialVersionUID = 1L;

  /** The id that was asked for. */
  private final String id;

  UnknownIdException(String message, String id) {
    super(message);
    this.id = id;
  }

  /** The id that was asked for. */
  public String id() {
    return id;
  }
}
