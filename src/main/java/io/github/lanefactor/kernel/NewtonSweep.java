package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;

import java.util.Arrays;

/**
 * One damped Newton step for every row (every user, or every item) while the other side stays
 * fixed.
 *
 * <p>A row has K = k + 1 numbers θ, its factors and its bias; each row of the other side is a
 * vector φ = (its factors, 1). The step solves (H + λ·trace(H)/K) δ = g with g = Σ w(σ−x)σ'φ + ρθ
 * and the Gauss-Newton Hessian H = Σ w σ'² φφᵀ + ρ. Its sum over observed cells is exact. Over the
 * others it is approximated by r·Σ c φφᵀ/Σc, where r is the row's and c the columns' sum of σ'²: a
 * product of margins instead of the full table, so that a sweep costs two passes and not n·m·k².
 * See {@code docs/solver.md}.
 */
public final class NewtonSweep {
  /** Keeps a row in place if all its cells are saturated and so have no curvature left. */
  private static final float LEAST_DAMPING = 1e-10f;

  private final Kernel kernel;
  private final int k;
  private final int size;
  private final int stride;

  /** Rows of the moving side as (factors, bias, 0…), of the fixed side as (factors, 1, 0…). */
  private final float[] theta;

  private final float[] phi;
  private final float[] offset;
  private final float[] common;
  private final float[] commonWeight;
  private final int[] everyRow;
  private final float[] rowLoss;
  private final Scratch[] scratch;

  private static final class Scratch {
    final float[] gram;
    final float[] a;
    final float[] b;
    final float[] curvature;
    final float[] slope;

    Scratch(int size, int stride, int longest) {
      gram = new float[(size + 3) / 4 * 4 * stride];
      a = new float[size * (size + 1) / 2 * LANES];
      b = new float[size * LANES];
      curvature = new float[longest];
      slope = new float[longest];
    }
  }

  /** One side of the cells: which columns each row observed, and how. */
  public record Side(int rows, int[] start, int[] column, float[] target, float[] weight) {}

  /** Gradient and curvature of the cells, as computed by a {@link FusedPass} for this side. */
  public interface Dense {
    /** Half the gradient with respect to number l of a row; l = k is the bias. */
    float gradient(int row, int l);

    /** Σ of σ'² over the row's unobserved cells. */
    float rowCurvature(int row);

    /** Σ of σ'² over the column's unobserved cells. */
    float columnCurvature(int column);
  }

  /**
   * @param rows the most rows on either side
   * @param longest the most observed cells in a row of either side
   */
  public NewtonSweep(Kernel kernel, int rows, int k, int longest) {
    this.kernel = kernel;
    this.k = k;
    this.size = k + 1;
    this.stride = (size + LANES - 1) / LANES * LANES;
    this.theta = new float[Math.multiplyExact(rows, stride)];
    this.phi = new float[Math.multiplyExact(rows, stride) + LANES];
    this.offset = new float[rows];
    this.rowLoss = new float[rows];
    this.common = new float[(size + 3) / 4 * 4 * stride];
    this.commonWeight = new float[rows];
    this.everyRow = new int[rows];
    Arrays.setAll(everyRow, row -> row);
    this.scratch = new Scratch[kernel.threads()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch(size, stride, longest);
    }
  }

  /**
   * Moves every row of one side, or only computes the loss.
   *
   * @param move whether to move the rows
   * @param side the observed cells by row
   * @param factors of the rows, rows×k; updated
   * @param bias of the rows; updated
   * @param otherFactors of the columns
   * @param otherBias of the columns
   * @param bg the global bias
   * @param dense gradient and curvature of all cells; null if unobserved cells do not count
   * @param missingWeight the weight of an unobserved cell
   * @param ridge ρ for each row's factors
   * @param biasRidge ρ for each row's bias
   * @param damping λ
   * @return Σ weight·(σ − x)² over the observed cells, before the step
   */
  public double run(
      boolean move,
      Side side,
      float[] factors,
      float[] bias,
      float[] otherFactors,
      float[] otherBias,
      float bg,
      Dense dense,
      float missingWeight,
      float[] ridge,
      float[] biasRidge,
      float damping) {
    int columns = otherBias.length;
    kernel.workers.run(
        worker -> {
          fill(theta, factors, bias, side.rows(), worker);
          fill(phi, otherFactors, null, columns, worker);
          for (int j = kernel.shareStart(columns, worker);
              j < kernel.shareStart(columns, worker + 1);
              j++) {
            offset[j] = otherBias[j] + bg;
          }
        });
    if (dense != null) {
      double total = 0;
      for (int j = 0; j < columns; j++) {
        total += dense.columnCurvature(j);
      }
      float scale = total > 0 ? (float) (1 / total) : 0;
      sumCommon(dense, columns, scale);
    }
    int batches = (side.rows() + LANES - 1) / LANES;
    kernel.workers.run(
        worker -> {
          Scratch s = scratch[worker];
          for (int batch = worker; batch < batches; batch += kernel.threads()) {
            kernel.workers.check(worker);
            for (int lane = 0; lane < LANES; lane++) {
              int row = Math.min(batch * LANES + lane, side.rows() - 1);
              observe(s, side, row);
              if (move) {
                assemble(s, side, row, lane, dense, missingWeight, ridge, biasRidge, damping);
              }
            }
            if (move) {
              kernel.operations.solve(s.a, s.b, size);
              for (int lane = 0; lane < LANES && batch * LANES + lane < side.rows(); lane++) {
                move(s, batch * LANES + lane, lane, factors, bias);
              }
            }
          }
        });
    double loss = 0;
    for (int row = 0; row < side.rows(); row++) {
      loss += rowLoss[row];
    }
    return loss;
  }

  private void fill(float[] into, float[] factors, float[] last, int rows, int worker) {
    int end = kernel.shareStart(rows, worker + 1);
    for (int row = kernel.shareStart(rows, worker); row < end; row++) {
      System.arraycopy(factors, row * k, into, row * stride, k);
      into[row * stride + k] = last == null ? 1 : last[row];
    }
  }

  /** common = Σ c φφᵀ/Σc. */
  private void sumCommon(Dense dense, int columns, float scale) {
    for (int j = 0; j < columns; j++) {
      commonWeight[j] = Math.max(0, dense.columnCurvature(j)) * scale;
    }
    kernel.operations.gram(phi, stride, everyRow, 0, columns, commonWeight, size, common);
  }

  /** Loss, gradient and curvature of one row's observed cells. */
  private void observe(Scratch s, Side side, int row) {
    int from = side.start()[row];
    int to = side.start()[row + 1];
    kernel.operations.dots(phi, stride, side.column(), from, to, theta, row * stride, s.curvature);
    float loss = 0;
    for (int p = from; p < to; p++) {
      float z = s.curvature[p - from] + offset[side.column()[p]];
      float sigma = Sigmoid.of(z);
      float slope = (sigma - 1) * sigma;
      float w = side.weight() == null ? 1 : side.weight()[p];
      float d = side.target()[p] - sigma;
      loss = FusedMultiplyAdd.fma(w * d, d, loss);
      s.slope[p - from] = w * d * slope;
      s.curvature[p - from] = w * slope * slope;
    }
    rowLoss[row] = loss;
  }

  /** Puts the system of the row whose cells were just observed into its lane. */
  private void assemble(
      Scratch s,
      Side side,
      int row,
      int lane,
      Dense dense,
      float missingWeight,
      float[] ridge,
      float[] biasRidge,
      float damping) {
    int from = side.start()[row];
    int to = side.start()[row + 1];
    kernel.operations.gram(phi, stride, side.column(), from, to, s.curvature, size, s.gram);
    float missing = dense == null ? 0 : missingWeight * Math.max(0, dense.rowCurvature(row));
    float trace = 0;
    for (int a = 0; a < size; a++) {
      for (int b = 0; b <= a; b++) {
        float h = s.gram[a * stride + b];
        if (dense != null) {
          h = FusedMultiplyAdd.fma(missing, common[a * stride + b], h);
        }
        if (a == b) {
          h += a < k ? ridge[row] : biasRidge[row];
          trace += h;
        }
        s.a[(a * (a + 1) / 2 + b) * LANES + lane] = h;
      }
    }
    float extra = damping * trace / size + LEAST_DAMPING;
    for (int a = 0; a < size; a++) {
      s.a[(a * (a + 1) / 2 + a) * LANES + lane] += extra;
      float g;
      if (dense != null) {
        g = dense.gradient(row, a);
      } else {
        g = 0;
        for (int p = from; p < to; p++) {
          g = FusedMultiplyAdd.fma(s.slope[p - from], phi[side.column()[p] * stride + a], g);
        }
      }
      float rho = a < k ? ridge[row] : biasRidge[row];
      s.b[a * LANES + lane] = FusedMultiplyAdd.fma(rho, theta[row * stride + a], g);
    }
  }

  /** θ ← θ − δ, with δ shortened to length 1 if longer. */
  private void move(Scratch s, int row, int lane, float[] factors, float[] bias) {
    float square = 0;
    for (int a = 0; a < size; a++) {
      float step = s.b[a * LANES + lane];
      square = FusedMultiplyAdd.fma(step, step, square);
    }
    float scale = square > 1 ? 1 / (float) Math.sqrt(square) : 1;
    for (int l = 0; l < k; l++) {
      factors[row * k + l] -= scale * s.b[l * LANES + lane];
    }
    bias[row] -= scale * s.b[k * LANES + lane];
  }
}
