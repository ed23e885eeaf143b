package io.github.lanefactor.support;

import java.util.function.Supplier;

/** A value that is made once, when it is first needed. Thread-safe. */
public final class Lazy<T> {
  private final Supplier<T> maker;
  private volatile T made;

  public Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  public T get() {
    T value = made;
    if (value == null) {
      synchronized (this) {
        value = made;
        if (value == null) {
          value = maker.get();
          made = value;
        }
      }
    }
    return value;
  }

  /** Whether it has been made. */
  public boolean isMade() {
    return made != null;
  }
}
