package io.github.lanefactor.model;

import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.Features;
import java.util.List;

/**
 * Where a model expects an item before anybody has rated it, or a user before they have rated
 * anything: at A·f, with f the features. L2 pulled items or users there in the training, which
 * found A too; see {@code docs/solver.md}. Immutable.
 */
public final class FeaturePrior {
  private final List<Feature> features;
  private final int size;
  private final float[] coefficients;

  /**
   * @param features the d features
   * @param factors k, the number of factors
   * @param coefficients A, d×(k+1), a feature after the other; the last of each is for the bias
   * @throws IllegalArgumentException if the lengths do not fit together
   */
  public FeaturePrior(List<Feature> features, int factors, float[] coefficients) {
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

  /** What feature {@code f} adds to number {@code l}; l = k is the bias. */
  public float coefficient(int f, int l) {
    return coefficients[f * size + l];
  }

  /** A, d×(k+1), in a new array. */
  public float[] coefficients() {
    return coefficients.clone();
  }

  /** A·f of a row of features: k factors, then the bias. */
  public float[] place(Features of, int row) {
    double[] sum = new double[size];
    for (int p = of.start(row); p < of.start(row + 1); p++) {
      int from = of.featureAt(p) * size;
      for (int l = 0; l < size; l++) {
        sum[l] += (double) coefficients[from + l] * of.valueAt(p);
      }
    }
    float[] place = new float[size];
    for (int l = 0; l < size; l++) {
      place[l] = (float) sum[l];
    }
    return place;
  }

  /** Where a row stands of which nothing is known: A·f with every feature at its mean. */
  public float[] usual() {
    double[] sum = new double[size];
    for (int f = 0; f < features.size(); f++) {
      Feature feature = features.get(f);
      double mean = feature.kind() == Feature.Kind.GIVEN ? 0 : feature.mean();
      for (int l = 0; l < size; l++) {
        sum[l] += coefficients[f * size + l] * mean;
      }
    }
    float[] place = new float[size];
    for (int l = 0; l < size; l++) {
      place[l] = (float) sum[l];
    }
    return place;
  }

  /** What the features are, in a few words, such as "genres and year". */
  public String describe() {
    List<String> columns =
        features.stream()
            .map(f -> f.kind() == Feature.Kind.GIVEN ? "features" : f.column())
            .filter(name -> !name.isEmpty())
            .distinct()
            .toList();
    int last = columns.size() - 1;
    return last < 1
        ? String.join("", columns)
        : String.join(", ", columns.subList(0, last)) + " and " + columns.get(last);
  }
}
