package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.ItemPanels;
import io.github.lanefactor.kernel.ItemVectors;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.support.TopItems;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * How alike two items are: the cosine of their whitened factors, shrunk towards 0 for an item with
 * few ratings. Two users compare in the same way.
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
final class Cosines {
  private static final double FEW = 10;

  /** ε as a share of the geometric mean. */
  private static final double NOISE = 0.1;

  /** Added before, as a share of the trace, so that a direction that no item uses does no harm. */
  private static final double UNUSED = 1e-13;

  /** More than a cosine in float arithmetic can differ from one in double. */
  private static final double ROUNDING = 1e-4;

  private final int rows;
  private final int k;

  /** p/‖p‖ of every row, rows×k; 0 where all factors are. */
  private final double[] unit;

  private final double[] trust;

  /** p/‖p‖ times trust, to find candidates. */
  private final ItemPanels panels;

  private Cosines(int rows, int k, ItemVectors factors, IntUnaryOperator counts) {
    this.rows = rows;
    this.k = k;
    this.unit = new double[Math.multiplyExact(rows, k)];
    this.trust = new double[rows];
    double[] point = new double[k];
    double[][] c = Cholesky.lowerTriangle(k);
    for (int row = 0; row < rows; row++) {
      int count = counts.applyAsInt(row);
      trust[row] = count / (count + FEW);
      copy(factors, row, point);
      Cholesky.addOuterProduct(c, count, point);
    }
    Cholesky whitening = whitening(c);
    for (int row = 0; row < rows; row++) {
      copy(factors, row, point);
      whitening.forward(point);
      double square = 0;
      for (double x : point) {
        square += x * x;
      }
      double length = Math.sqrt(square);
      for (int l = 0; l < k && length > 0; l++) {
        unit[row * k + l] = point[l] / length;
      }
    }
    this.panels = ItemPanels.longestFirst(rows, k, this::trusted);
  }

  /** The cosines of a model's items. */
  static Cosines ofItems(FactorModel model) {
    return new Cosines(
        model.catalogue().items(),
        model.factors(),
        model::itemFactor,
        model.statistics()::itemCount);
  }

  /** The cosines of a model's users. */
  static Cosines ofUsers(FactorModel model) {
    return new Cosines(
        model.catalogue().users(),
        model.factors(),
        model::userFactor,
        model.statistics()::userCount);
  }

  private static void copy(ItemVectors factors, int row, double[] out) {
    for (int l = 0; l < out.length; l++) {
      out[l] = factors.get(row, l);
    }
  }

  private float trusted(int row, int l) {
    return l == k ? 0 : (float) (unit[row * k + l] * trust[row]);
  }

  /** The cosine of rows {@code i} and {@code j}, from −1 to 1. */
  double cosine(int i, int j) {
    double cosine = 0;
    for (int l = 0; l < k; l++) {
      cosine += unit[i * k + l] * unit[j * k + l];
    }
    return cosine;
  }

  /** p/‖p‖ of every row, one after the other. */
  float[] directions() {
    float[] directions = new float[unit.length];
    for (int i = 0; i < unit.length; i++) {
      directions[i] = (float) unit[i];
    }
    return directions;
  }

  /** How much row {@code j} is like row {@code i}, from −1 to 1. */
  double alike(int i, int j) {
    return trust[j] == 0 ? 0 : cosine(i, j) * trust[j];
  }

  /** Offers the rows most like another, of those that the call accepts, the row itself left out. */
  void best(int row, Call call, TopItems top) {
    for (int l = 0; l < k; l++) {
      call.vector[l] = (float) unit[row * k + l];
    }
    call.exclude(row);
    panels.bounds(call.vector, 1, 0, call.scores, call.bounds);
    for (int panel = 0; panel < panels.panels(); panel++) {
      double enough = top.threshold() - ROUNDING;
      if (call.bounds[panel] < enough
          || panels.scores(panel, call.vector, 0, call.scores) < enough) {
        continue;
      }
      for (int c = 0; c < panels.columns(panel); c++) {
        if (call.scores[c] >= top.threshold() - ROUNDING) {
          int other = panels.item(panel, c);
          if (call.accepts(other)) {
            top.offer(other, alike(row, other));
          }
        }
      }
    }
  }

  /** The number of rows. */
  int rows() {
    return rows;
  }

  private static Cholesky whitening(double[][] c) {
    double trace = Cholesky.trace(c);
    Cholesky.addToDiagonal(c, trace > 0 ? UNUSED * trace : 1);
    double[][] copy = Arrays.stream(c).map(double[]::clone).toArray(double[][]::new);
    Cholesky.addToDiagonal(c, NOISE * new Cholesky(copy).geometricMean());
    return new Cholesky(c);
  }
}
