package io.github.lanefactor.ratings;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.function.Supplier;

/** There is no user or item with an id. The message names the id and those nearest to it. */
public final class UnknownIdException extends InputException {
  private static final long serialVersionUID = 2L;

  /** The id that was asked for. */
  private final String id;

  /**
   * Looks for the nearest ids, which takes a while among many and is wanted by whoever reads the
   * message alone: a service that is asked for unknown ids all day does not pay for it.
   */
  private final transient Supplier<String> nearest;

  /** The end of the message, once somebody has asked for it. */
  private String found;

  UnknownIdException(String kind, String id, Supplier<String> nearest) {
    super("no %s has the id \"%s\"".formatted(kind, id));
    this.id = id;
    this.nearest = nearest;
  }

  /** The id that was asked for. */
  public String id() {
    return id;
  }

  @Override
  public synchronized String getMessage() {
    if (found == null) {
      found = nearest.get();
    }
    return super.getMessage() + "; " + found;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    getMessage();
    out.defaultWriteObject();
  }
}
