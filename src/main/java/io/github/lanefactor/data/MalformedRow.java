package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;

/** A row that cannot be used; the next ones may be fine. */
final class MalformedRow extends InputException {
  private static final long serialVersionUID = 1L;

  private final boolean misread;

  /**
   * @param misread whether the row may look fine once quotes are read in another way
   */
  MalformedRow(String message, boolean misread) {
    super(message);
    this.misread = misread;
  }

  boolean misread() {
    return misread;
  }
}
