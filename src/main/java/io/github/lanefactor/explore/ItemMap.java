package io.github.lanefactor.explore;

import io.github.lanefactor.ratings.InputException;
import java.util.Arrays;
import java.util.Locale;

/**
 * A place in two dimensions for each item: x and y from −1 to 1.
 *
 * @param method how they were found
 * @param x of each item, in the order of the catalogue
 * @param y the same
 */
record ItemMap(Method method, float[] x, float[] y) {
  /** The share of items at either end that count as far outside. */
  private static final double FAR = 0.02;

  /** How much of the square is for those that do not. */
  private static final float INNER = 0.84f;

  /** Ways to find places. */
  enum Method {
    /** Principal components: quick, and shows the roughest outline. */
    PCA,
    /** Uniform manifold approximation and projection: like items stand together. */
    UMAP;

    /** The method of this name. */
    static Method of(String name) {
      for (Method method : values()) {
        if (method.label().equals(name)) {
          return method;
        }
      }
      throw new InputException("expected a method pca or umap, found " + name);
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Moves and scales the places so that nearly all of them fill the square, both directions alike.
   * What lies far outside is drawn nearer, so that a few items do not make all others small.
   */
  ItemMap normalised() {
    float[] sortedX = sorted(x);
    float[] sortedY = sorted(y);
    float middleX = (quantile(sortedX, FAR) + quantile(sortedX, 1 - FAR)) / 2;
    float middleY = (quantile(sortedY, FAR) + quantile(sortedY, 1 - FAR)) / 2;
    float reach =
        Math.max(quantile(sortedX, 1 - FAR) - middleX, quantile(sortedY, 1 - FAR) - middleY);
    float[] newX = new float[x.length];
    float[] newY = new float[y.length];
    for (int i = 0; i < x.length; i++) {
      newX[i] = nearer((x[i] - middleX) / (reach > 0 ? reach : 1));
      newY[i] = nearer((y[i] - middleY) / (reach > 0 ? reach : 1));
    }
    return new ItemMap(method, newX, newY);
  }

  /** The same up to ±1, then ever slower; and all of it within ±1 in the end. */
  private static float nearer(float value) {
    float size = Math.abs(value);
    float shown = size <= 1 ? size : 1 + (float) Math.log1p(2 * (size - 1)) / 5;
    return Math.signum(value) * Math.min(1, INNER * shown);
  }

  private static float[] sorted(float[] values) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private static float quantile(float[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) Math.round(share * (sorted.length - 1))];
  }
}
