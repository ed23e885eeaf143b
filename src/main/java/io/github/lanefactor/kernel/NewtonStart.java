package io.github.lanefactor.kernel;

import java.util.Arrays;

/**
 * Where block Newton starts: at the main directions of the observed cells. Random factors say
 * nothing of the other side, so a first sweep from them all but undoes them, and the next ones have
 * to grow them again. These directions cost less than half a sweep and save several.
 *
 * <p>With V the n×m matrix of wᵢⱼ / √((rᵢ + 5)(cⱼ + 5)) at the observed cells (of target 0 only if
 * no others count), where r and c count the cells of rows and columns, and 0 elsewhere, two steps
 * of subspace iteration (Halko, Martinsson, Tropp: Finding structure with randomness, SIAM Review
 * 53(2), 2011) take random numbers Q, m×k, to
 *
 * <pre>
 *   Y = orth(V·Q)    Q = Vᵀ·Y    Y = orth(V·Q)    Q = Vᵀ·Y
 * </pre>
 *
 * Direction l, the column y of Y and q of Q with ‖y‖ = 1, becomes factor l of users and items, at a
 * root mean square of {@code userSize}·s and {@code itemSize}·s, with s² = ‖q_l‖ / ‖q_0‖. A
 * direction that is not there, because users or items are too few, keeps the random numbers.
 */
public final class NewtonStart {
  private static final double OFFSET = 5;

  /** A column whose squared length falls to this share is a combination of those before it. */
  private static final double DEPENDENT = 1e-6;

  private final Kernel kernel;
  private final Cells cells;
  private final int k;
  private final float[] value;
  private final float[] y;
  private final float[] q;
  private final boolean[] missing;

  private NewtonStart(Kernel kernel, Cells cells, Factors random) {
    this.kernel = kernel;
    this.cells = cells;
    this.k = random.factors;
    this.value = values(cells);
    this.y = new float[random.u.length];
    this.q = random.m.clone();
    this.missing = new boolean[k];
  }

  /**
   * Puts the start into {@code random}, whose factors are random; biases stay.
   *
   * @param userSize root mean square of the users' first factor
   * @param itemSize root mean square of the items' first factor
   */
  public static void at(
      Kernel kernel, Cells cells, Factors random, float userSize, float itemSize) {
    NewtonStart start = new NewtonStart(kernel, cells, random);
    for (int step = 0; step < 2; step++) {
      start.rows();
      start.orthonormalise();
      start.columns();
    }
    start.store(random, userSize, itemSize);
  }

  private static float[] values(Cells cells) {
    int[] columns = new int[cells.items()];
    for (int p = 0; p < cells.size(); p++) {
      columns[cells.itemAt(p)]++;
    }
    float[] value = new float[cells.size()];
    for (int user = 0; user < cells.users(); user++) {
      int from = cells.start()[user];
      int to = cells.start()[user + 1];
      for (int p = from; p < to; p++) {
        double both = (to - from + OFFSET) * (columns[cells.itemAt(p)] + OFFSET);
        boolean counts = cells.missingWeight() == 0 || cells.targetAt(p) > 0;
        value[p] = counts ? (float) (cells.weightAt(p) / Math.sqrt(both)) : 0;
      }
    }
    return value;
  }

  /** Y = V·Q; threads share out the columns, so that every sum runs over the cells in order. */
  private void rows() {
    kernel.workers.run(
        worker -> {
          int first = kernel.shareStart(k, worker);
          int count = kernel.shareStart(k, worker + 1) - first;
          for (int user = 0; user < cells.users(); user++) {
            Arrays.fill(y, user * k + first, user * k + first + count, 0);
            for (int p = cells.start()[user]; p < cells.start()[user + 1]; p++) {
              add(value[p], q, cells.itemAt(p) * k + first, y, user * k + first, count);
            }
          }
        });
  }

  /** Q = Vᵀ·Y. */
  private void columns() {
    kernel.workers.run(
        worker -> {
          int first = kernel.shareStart(k, worker);
          int count = kernel.shareStart(k, worker + 1) - first;
          for (int item = 0; item < cells.items(); item++) {
            Arrays.fill(q, item * k + first, item * k + first + count, 0);
          }
          for (int user = 0; user < cells.users(); user++) {
            for (int p = cells.start()[user]; p < cells.start()[user + 1]; p++) {
              add(value[p], y, user * k + first, q, cells.itemAt(p) * k + first, count);
            }
          }
        });
  }

  private static void add(float x, float[] from, int at, float[] to, int toAt, int count) {
    for (int l = 0; l < count; l++) {
      to[toAt + l] += x * from[at + l];
    }
  }

  /** Makes Y's columns orthonormal: Y·L⁻ᵀ with YᵀY = L·Lᵀ. A dependent column becomes 0. */
  private void orthonormalise() {
    double[] root = new double[k * k];
    for (int user = 0; user < cells.users(); user++) {
      for (int a = 0; a < k; a++) {
        double x = y[user * k + a];
        for (int b = 0; b <= a; b++) {
          root[a * k + b] += x * y[user * k + b];
        }
      }
    }
    for (int i = 0; i < k; i++) {
      double whole = root[i * k + i];
      for (int j = 0; j <= i; j++) {
        double sum = root[i * k + j];
        for (int l = 0; l < j; l++) {
          sum -= root[i * k + l] * root[j * k + l];
        }
        if (i == j) {
          missing[i] = !(sum > DEPENDENT * whole) || sum < Float.MIN_NORMAL;
          root[i * k + i] = missing[i] ? 0 : Math.sqrt(sum);
        } else {
          root[i * k + j] = missing[j] ? 0 : sum / root[j * k + j];
        }
      }
    }
    double[] row = new double[k];
    for (int user = 0; user < cells.users(); user++) {
      for (int i = 0; i < k; i++) {
        double sum = y[user * k + i];
        for (int l = 0; l < i; l++) {
          sum -= root[i * k + l] * row[l];
        }
        row[i] = missing[i] ? 0 : sum / root[i * k + i];
        y[user * k + i] = (float) row[i];
      }
    }
  }

  private void store(Factors out, float userSize, float itemSize) {
    double[] length = new double[k];
    for (int item = 0; item < cells.items(); item++) {
      for (int l = 0; l < k; l++) {
        length[l] += (double) q[item * k + l] * q[item * k + l];
      }
    }
    double longest = Math.sqrt(Arrays.stream(length).max().orElse(0));
    for (int l = 0; l < k; l++) {
      length[l] = Math.sqrt(length[l]);
      if (missing[l] || !(length[l] > DEPENDENT * longest)) {
        continue;
      }
      double s = Math.sqrt(length[l] / longest);
      double ofUsers = userSize * s * Math.sqrt(cells.users());
      double ofItems = itemSize * s * Math.sqrt(cells.items()) / length[l];
      for (int user = 0; user < cells.users(); user++) {
        out.u[user * k + l] = (float) (ofUsers * y[user * k + l]);
      }
      for (int item = 0; item < cells.items(); item++) {
        out.m[item * k + l] = (float) (ofItems * q[item * k + l]);
      }
    }
  }
}
