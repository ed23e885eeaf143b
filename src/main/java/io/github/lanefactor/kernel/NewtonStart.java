package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.START;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

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

  /** How many rows of the other side are gathered at a time. */
  private static final int CHUNK = 64;

  /** How many rows a thread takes at a time. */
  private static final int BATCH = 64;

  private final Kernel kernel;
  private final Cells byUser;
  private final Cells byItem;
  private final int k;
  private final int stride;
  private final float[] y;
  private final float[] q;
  private final boolean[] missing;
  private final Scratch[] scratch;

  /** The working memory of one thread. */
  private static final class Scratch {
    /** The numbers of some rows of the other side, and 0 up to {@link #stride}. */
    final float[] rows;

    /** Their cells' numbers in V. */
    final float[] value;

    final float[] sum;

    Scratch(int stride) {
      rows = Layout.allocate(CHUNK * stride);
      value = new float[CHUNK];
      sum = new float[stride];
    }
  }

  private NewtonStart(Kernel kernel, Cells byUser, Cells byItem, Factors random) {
    this.kernel = kernel;
    this.byUser = byUser;
    this.byItem = byItem;
    this.k = random.factors;
    this.stride = (k + LANES - 1) / LANES * LANES;
    this.y = new float[random.u.length];
    this.q = random.m.clone();
    this.missing = new boolean[k];
    this.scratch = new Scratch[kernel.threads()];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = new Scratch(stride);
    }
  }

  /**
   * Puts the start into {@code random}, whose factors are random; biases stay.
   *
   * @param byUser the cells
   * @param byItem the same cells with items as rows
   * @param userSize root mean square of the users' first factor
   * @param itemSize root mean square of the items' first factor
   */
  public static void at(
      Kernel kernel, Cells byUser, Cells byItem, Factors random, float userSize, float itemSize) {
    NewtonStart start = new NewtonStart(kernel, byUser, byItem, random);
    for (int step = 0; step < 2; step++) {
      start.product(byUser, byItem, start.q, start.y);
      start.orthonormalise();
      start.product(byItem, byUser, start.y, start.q);
    }
    start.store(random, userSize, itemSize);
  }

  /** out = V·in, or Vᵀ·in, with the rows of {@code side} as V's; each sum runs in their order. */
  private void product(Cells side, Cells other, float[] in, float[] out) {
    AtomicInteger next = new AtomicInteger();
    kernel.workers.run(
        worker -> {
          for (int first = next.getAndAdd(BATCH);
              first < side.users();
              first = next.getAndAdd(BATCH)) {
            kernel.workers.check(worker);
            for (int row = first; row < Math.min(first + BATCH, side.users()); row++) {
              sum(scratch[worker], side, row, other.start(), in);
              System.arraycopy(scratch[worker].sum, 0, out, row * k, k);
            }
          }
        });
  }

  /** The sum of V·in for one row. */
  private void sum(Scratch s, Cells side, int row, int[] columnStart, float[] in) {
    Arrays.fill(s.sum, 0);
    int end = side.start()[row + 1];
    double ofRow = end - side.start()[row] + OFFSET;
    for (int from = side.start()[row]; from < end; from += CHUNK) {
      int count = Math.min(CHUNK, end - from);
      for (int i = 0; i < count; i++) {
        int column = side.itemAt(from + i);
        double both = ofRow * (columnStart[column + 1] - columnStart[column] + OFFSET);
        boolean counts = side.missingWeight() == 0 || side.targetAt(from + i) > 0;
        s.value[i] = counts ? (float) (side.weightAt(from + i) / Math.sqrt(both)) : 0;
        System.arraycopy(in, column * k, s.rows, START + i * stride, k);
      }
      kernel.operations.weightedSum(s.rows, START, stride, count, s.value, s.sum);
    }
  }

  /** Makes Y's columns orthonormal: Y·L⁻ᵀ with YᵀY = L·Lᵀ. A dependent column becomes 0. */
  private void orthonormalise() {
    double[] root = new double[k * k];
    kernel.workers.run(
        worker -> {
          for (int user = 0; user < byUser.users(); user++) {
            for (int a = worker; a < k; a += kernel.threads()) {
              double x = y[user * k + a];
              for (int b = 0; b <= a; b++) {
                root[a * k + b] += x * y[user * k + b];
              }
            }
          }
        });
    factorise(root);
    kernel.workers.run(
        worker -> {
          int end = kernel.shareStart(byUser.users(), worker + 1);
          for (int user = kernel.shareStart(byUser.users(), worker); user < end; user++) {
            solve(root, user * k);
          }
        });
  }

  /** root = L, of L·Lᵀ; notes which columns depend on those before them. */
  private void factorise(double[] root) {
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
  }

  /** One row of Y·L⁻ᵀ. */
  private void solve(double[] root, int at) {
    double[] row = new double[k];
    for (int i = 0; i < k; i++) {
      double sum = y[at + i];
      for (int l = 0; l < i; l++) {
        sum -= root[i * k + l] * row[l];
      }
      row[i] = missing[i] ? 0 : sum / root[i * k + i];
      y[at + i] = (float) row[i];
    }
  }

  private void store(Factors out, float userSize, float itemSize) {
    double[] length = new double[k];
    for (int item = 0; item < byUser.items(); item++) {
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
      double ofUsers = userSize * s * Math.sqrt(byUser.users());
      double ofItems = itemSize * s * Math.sqrt(byUser.items()) / length[l];
      for (int user = 0; user < byUser.users(); user++) {
        out.u[user * k + l] = (float) (ofUsers * y[user * k + l]);
      }
      for (int item = 0; item < byUser.items(); item++) {
        out.m[item * k + l] = (float) (ofItems * q[item * k + l]);
      }
    }
  }
}
