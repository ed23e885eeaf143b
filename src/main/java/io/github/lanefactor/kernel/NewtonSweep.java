package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** How many columns are gathered at a time. */
  private static final int CHUNK = 64;

  private final Kernel kernel;
  private final int k;
  private final int size;
  private final int stride;

  private final float[] common;
  private final float[] rowLoss;
  private final Scratch[] scratch;

  /** The working memory of one thread. */
  private static final class Scratch {
    /** (factors, bias, 0…) of the row that moves. */
    final float[] theta;

    /** φ = (factors, 1, 0…) of up to {@link #CHUNK} columns, side by side in the nearest cache. */
    final float[] phi;

    /** What the logits of those columns have besides θ·φ. */
    final float[] offset;

    final float[] curvature;
    final float[] slope;
    final float[] gram;
    final float[] gradient;
    final float[] a;
    final float[] b;

    Scratch(int size, int stride) {
      theta = new float[stride];
      phi = Layout.allocate(CHUNK * stride);
      offset = new float[CHUNK];
      curvature = new float[CHUNK];
      slope = new float[CHUNK];
      gram = new float[(size + 3) / 4 * 4 * stride];
      gradient = new float[size];
      a = new float[size * (size + 1) / 2 * LANES];
      b = new float[size * LANES];
      for (int i = 0; i < CHUNK; i++) {
        phi[START + i * stride + size - 1] = 1;
      }
    }
  }

  /** One side of the numbers: rows×k factors and a bias for each row. */
  private record Numbers(float[] factors, float[] bias, float bg) {}

  /**
   * L2 on the rows of one side: Σ ρ(θ − mean)².
   *
   * @param ridge ρ for each row's factors
   * @param biasRidge ρ for each row's bias
   * @param mean what each row is pulled to, rows×(k+1), the bias last; null for 0
   */
  public record Pull(float[] ridge, float[] biasRidge, float[] mean) {}

  /** Gradient and curvature of the cells, as summed by a {@link FusedPass} for this side. */
  public interface Dense {
    /** Half the gradient with respect to number l of a row; l = k is the bias. */
    float gradient(int row, int l);

    /** Σ of σ'² over the row's unobserved cells. */
    float rowCurvature(int row);

    /** Σ c φφᵀ/Σc, as {@link #common} has it. */
    float[] common();
  }

  /**
   * @param rows the most rows on either side
   */
  public NewtonSweep(Kernel kernel, int rows, int k) {
    this.kernel = kernel;
    this.k = k;
    this.size = k + 1;
    this.stride = (size + LANES - 1) / LANES * LANES;
    this.rowLoss = new float[rows];
    this.common = new float[(size + 3) / 4 * 4 * stride];
    this.scratch = new Scratch[kernel.threads()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch(size, stride);
    }
  }

  /**
   * Moves every row of one side, or only computes the loss.
   *
   * @param move whether to move the rows
   * @param side the cells, by row
   * @param factors of the rows, rows×k; updated
   * @param bias of the rows; updated
   * @param otherFactors of the columns
   * @param otherBias of the columns
   * @param bg the global bias
   * @param dense gradient and curvature of all cells; null if unobserved cells do not count
   * @param pull L2 on the rows
   * @param damping λ
   * @return Σ weight·(σ − x)² over the observed cells, before the step: the sum of {@link
   *     #rowLosses} in order
   */
  public double run(
      boolean move,
      Cells side,
      float[] factors,
      float[] bias,
      float[] otherFactors,
      float[] otherBias,
      float bg,
      Dense dense,
      Pull pull,
      float damping) {
    Numbers rows = new Numbers(factors, bias, 0);
    Numbers columns = new Numbers(otherFactors, otherBias, bg);
    int batches = (side.users() + LANES - 1) / LANES;
    AtomicInteger next = new AtomicInteger();
    kernel.workers.run(
        worker -> {
          Scratch s = scratch[worker];
          for (int batch = next.getAndIncrement();
              batch < batches;
              batch = next.getAndIncrement()) {
            kernel.workers.check(worker);
            for (int lane = 0; lane < LANES; lane++) {
              int row = Math.min(batch * LANES + lane, side.users() - 1);
              System.arraycopy(rows.factors, row * k, s.theta, 0, k);
              s.theta[k] = rows.bias[row];
              observe(s, side, row, columns, move, dense == null);
              if (move) {
                assemble(s, row, lane, dense, side.missingWeight(), pull, damping);
              }
            }
            if (move) {
              kernel.operations.solve(s.a, s.b, size);
              for (int lane = 0; lane < LANES && batch * LANES + lane < side.users(); lane++) {
                move(s, batch * LANES + lane, lane, factors, bias);
              }
            }
          }
        });
    double loss = 0;
    for (int row = 0; row < side.users(); row++) {
      loss += rowLoss[row];
    }
    return loss;
  }

  /** The loss of the observed cells of each row in the last {@link #run}: a copy. */
  public float[] rowLosses(int rows) {
    return Arrays.copyOf(rowLoss, rows);
  }

  /** A number for each column. */
  @FunctionalInterface
  public interface ByColumn {
    /** The column's number. */
    float at(int column);
  }

  /**
   * Σ c φφᵀ/Σc, which the steps of all rows have in common; valid until the next call.
   *
   * @param curvature c, the sum of σ'² over each column's unobserved cells
   * @param factors of the columns
   * @param count how many columns there are
   */
  public float[] common(ByColumn curvature, float[] factors, int count) {
    double total = 0;
    for (int j = 0; j < count; j++) {
      total += curvature.at(j);
    }
    float scale = total > 0 ? (float) (1 / total) : 0;
    Scratch s = scratch[0];
    Arrays.fill(common, 0);
    for (int from = 0; from < count; from += CHUNK) {
      int chunk = Math.min(CHUNK, count - from);
      for (int i = 0; i < chunk; i++) {
        System.arraycopy(factors, (from + i) * k, s.phi, START + i * stride, k);
        s.curvature[i] = Math.max(0, curvature.at(from + i)) * scale;
      }
      kernel.operations.gram(s.phi, START, stride, chunk, s.curvature, size, common);
    }
    return common;
  }

  /**
   * Loss, curvature and gradient of one row's observed cells. They are taken a chunk at a time, for
   * a row of many cells would not stay in a cache while its Hessian is summed.
   *
   * @param curved whether the Hessian is wanted
   * @param sloped whether the gradient is wanted, too
   */
  private void observe(
      Scratch s, Cells side, int row, Numbers columns, boolean curved, boolean sloped) {
    Arrays.fill(s.gram, 0);
    Arrays.fill(s.gradient, 0);
    float loss = 0;
    int end = side.start()[row + 1];
    for (int from = side.start()[row]; from < end; from += CHUNK) {
      int count = Math.min(CHUNK, end - from);
      for (int i = 0; i < count; i++) {
        int column = side.itemAt(from + i);
        System.arraycopy(columns.factors, column * k, s.phi, START + i * stride, k);
        s.offset[i] = columns.bias[column] + columns.bg;
      }
      kernel.operations.dots(s.phi, START, stride, count, s.theta, s.curvature);
      for (int i = 0; i < count; i++) {
        float z = s.curvature[i] + s.offset[i];
        float sigma = Sigmoid.of(z);
        float slope = (sigma - 1) * sigma;
        float w = side.weightAt(from + i);
        float d = side.targetAt(from + i) - sigma;
        loss = FusedMultiplyAdd.fma(w * d, d, loss);
        s.slope[i] = w * d * slope;
        s.curvature[i] = w * slope * slope;
      }
      if (curved) {
        kernel.operations.gram(s.phi, START, stride, count, s.curvature, size, s.gram);
      }
      if (curved && sloped) {
        addGradient(s, count);
      }
    }
    rowLoss[row] = loss;
  }

  private void addGradient(Scratch s, int count) {
    for (int a = 0; a < size; a++) {
      float g = s.gradient[a];
      for (int i = 0; i < count; i++) {
        g = FusedMultiplyAdd.fma(s.slope[i], s.phi[START + i * stride + a], g);
      }
      s.gradient[a] = g;
    }
  }

  /** Puts the system of the row whose cells were just observed into its lane. */
  private void assemble(
      Scratch s, int row, int lane, Dense dense, float missingWeight, Pull pull, float damping) {
    float missing = dense == null ? 0 : missingWeight * Math.max(0, dense.rowCurvature(row));
    float[] shared = dense == null ? null : dense.common();
    float trace = 0;
    for (int a = 0; a < size; a++) {
      for (int b = 0; b <= a; b++) {
        float h = s.gram[a * stride + b];
        if (dense != null) {
          h = FusedMultiplyAdd.fma(missing, shared[a * stride + b], h);
        }
        if (a == b) {
          h += a < k ? pull.ridge[row] : pull.biasRidge[row];
          trace += h;
        }
        s.a[(a * (a + 1) / 2 + b) * LANES + lane] = h;
      }
    }
    float extra = damping * trace / size + LEAST_DAMPING;
    for (int a = 0; a < size; a++) {
      s.a[(a * (a + 1) / 2 + a) * LANES + lane] += extra;
      float g = dense == null ? s.gradient[a] : dense.gradient(row, a);
      float rho = a < k ? pull.ridge[row] : pull.biasRidge[row];
      float away = pull.mean == null ? s.theta[a] : s.theta[a] - pull.mean[row * size + a];
      s.b[a * LANES + lane] = FusedMultiplyAdd.fma(rho, away, g);
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
