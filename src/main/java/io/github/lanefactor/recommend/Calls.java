package io.github.lanefactor.recommend;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/** Keeps calls for use by later ones, as many as there are processors. */
final class Calls {
  private final AtomicReferenceArray<Call> idle;
  private final Supplier<Call> maker;

  Calls(Supplier<Call> maker) {
    this.maker = maker;
    this.idle = new AtomicReferenceArray<>(Runtime.getRuntime().availableProcessors());
  }

  Call take() {
    for (int i = 0; i < idle.length(); i++) {
      Call call = idle.getAndSet(i, null);
      if (call != null) {
        return call;
      }
    }
    return maker.get();
  }

  /** Gives a call back, after which the caller must not use it. */
  void give(Call call) {
    for (int i = 0; i < idle.length(); i++) {
      if (idle.compareAndSet(i, null, call)) {
        return;
      }
    }
  }
}
