package io.github.lanefactor.kernel;

/** The vectors and biases of items, wherever they are kept. */
@FunctionalInterface
public interface ItemVectors {
  /** Factor {@code l} of item {@code item}, and for l = k its bias. */
  float get(int item, int l);
}
