package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.RatingStatistics;
import java.util.Arrays;

/**
 * How alike two items are: the cosine of their whitened factors, held towards 0 for an item that
 * few have rated.
 *
 * <p>What a model predicts stays the same if U and M are replaced by U·B and M·B⁻ᵀ, with any
 * invertible B. The cosines of M's rows do not: they depend on how the training happened to share a
 * direction's length out between U and M. Whitening takes most of that freedom away. With c the
 * items' numbers of ratings,
 *
 * <pre>
 *   C = Σⱼ cⱼ mⱼmⱼᵀ      C + ε = L·Lᵀ      pⱼ = L⁻¹mⱼ
 *   alike(i, j) = cos(pᵢ, pⱼ) · cⱼ / (cⱼ + 10)
 * </pre>
 *
 * so that all directions count alike, where the longest would decide everything. ε, a tenth of the
 * geometric mean of C's eigenvalues, keeps out the shortest, which are noise for the most part. On
 * words it was found that singular vectors compare best without their singular values (Levy,
 * Goldberg, Dagan: Improving distributional similarity with lessons learned from word embeddings,
 * TACL 2015). The last factor is the shrinkage of Bell and Koren (Scalable collaborative filtering
 * with jointly derived neighborhood interpolation weights, ICDM 2007). What both give on films is
 * in {@code docs/model.md}.
 */
final class ItemCosines {
  private static final double FEW = 10;

  /** ε as a share of the geometric mean. */
  private static final double NOISE = 0.1;

  /** Added before, as a share of the trace, so that a direction that no item uses does no harm. */
  private static final double UNUSED = 1e-13;

  /** p/‖p‖ of every item, items×k; 0 where all factors are. */
  private final double[] unit;

  private final double[] trust;
  private final int k;

  ItemCosines(FactorModel model) {
    RatingStatistics statistics = model.statistics();
    int items = statistics.items();
    this.k = model.factors();
    this.unit = new double[Math.multiplyExact(items, k)];
    this.trust = new double[items];
    double[] point = new double[k];
    double[][] c = Cholesky.lowerTriangle(k);
    for (int item = 0; item < items; item++) {
      int count = statistics.itemCount(item);
      trust[item] = count / (count + FEW);
      factors(model, item, point);
      Cholesky.addOuterProduct(c, count, point);
    }
    Cholesky whitening = whitening(c);
    for (int item = 0; item < items; item++) {
      factors(model, item, point);
      whitening.forward(point);
      double square = 0;
      for (double x : point) {
        square += x * x;
      }
      double length = Math.sqrt(square);
      for (int l = 0; l < k && length > 0; l++) {
        unit[item * k + l] = point[l] / length;
      }
    }
  }

  /** How much item {@code j} is like item {@code i}, from −1 to 1. */
  double alike(int i, int j) {
    double cosine = 0;
    for (int l = 0; l < k; l++) {
      cosine += unit[i * k + l] * unit[j * k + l];
    }
    return trust[j] == 0 ? 0 : cosine * trust[j];
  }

  private static void factors(FactorModel model, int item, double[] out) {
    for (int l = 0; l < out.length; l++) {
      out[l] = model.itemFactor(item, l);
    }
  }

  private static Cholesky whitening(double[][] c) {
    double trace = Cholesky.trace(c);
    Cholesky.addToDiagonal(c, trace > 0 ? UNUSED * trace : 1);
    double[][] copy = Arrays.stream(c).map(double[]::clone).toArray(double[][]::new);
    Cholesky.addToDiagonal(c, NOISE * new Cholesky(copy).geometricMean());
    return new Cholesky(c);
  }
}
