package io.github.lanefactor.model;

import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.Features;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a model expects an item before anybody has rated it: at A·f, with f its features. L2 pulled
 * the items there in the training, which found A too; see {@code docs/solver.md}. Immutable.
 */
public final class ItemPrior {
  private final List<Feature> features;
  private final int size;
  private final float[] coefficients;

  /**
   * @param features the d features
   * @param factors k, the number of factors
   * @param coefficients A, d×(k+1), a feature after the other; the last of each is for the bias
   * @throws IllegalArgumentException if the lengths do not fit together
   */
  public ItemPrior(List<Feature> features, int factors, float[] coefficients) {
    this.features = List.copyOf(features);
    this.size = factors + 1;
    this.coefficients = coefficients.clone();
    if (features.isEmpty() || coefficients.length != (long) features.size() * size) {
      throw new IllegalArgumentException(
          "%d features with %d factors and a bias, but %d coefficients"
              .formatted(features.size(), factors, coefficients.length));
    }
  }

  /** The features. */
  public List<Feature> features() {
    return features;
  }

  /** Whether a program has given the features itself, and no catalogue knows them. */
  public boolean isGiven() {
    return features.stream().anyMatch(feature -> feature.kind() == Feature.Kind.GIVEN);
  }

  /** k, the number of factors. */
  public int factors() {
    return size - 1;
  }

  /** What feature {@code f} adds to number {@code l} of an item; l = k is the bias. */
  public float coefficient(int f, int l) {
    return coefficients[f * size + l];
  }

  /** A, d×(k+1), in a new array. */
  public float[] coefficients() {
    return coefficients.clone();
  }

  /** A·f of an item: k factors, then the bias. */
  public float[] place(Features of, int item) {
    float[] place = new float[size];
    for (int l = 0; l < size; l++) {
      double sum = 0;
      for (int f = 0; f < features.size(); f++) {
        sum += (double) coefficients[f * size + l] * of.value(item, f);
      }
      place[l] = (float) sum;
    }
    return place;
  }

  /** What the features are, in a few words, such as "genres and year". */
  public String describe() {
    return features.stream()
        .map(
            feature ->
                switch (feature.kind()) {
                  case CONSTANT -> "";
                  case GENRE -> "genres";
                  case YEAR, YEAR_SQUARED -> "year";
                  case GIVEN -> "features";
                })
        .filter(name -> !name.isEmpty())
        .distinct()
        .collect(Collectors.joining(" and "));
  }
}
