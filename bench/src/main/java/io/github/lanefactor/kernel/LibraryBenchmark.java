package io.github.lanefactor.kernel;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import io.github.lanefactor.cli.BenchShape;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The kernel (loss and all gradients) as one would write it with a library for matrices: the table
 * of logits by one product, a loop over its cells, and the gradients by two more products. On one
 * thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LibraryBenchmark {
  /** Users x items x factors @ density. */
  @Param({
    "862x2500x15@0.12",
    "610x9742x15@0.017",
    "6040x3706x15@0.045",
    "6040x3706x32@0.045",
    "6040x3706x64@0.045"
  })
  public String shape;

  /** netlib in Java (its vector code where there is the module), netlib on a native BLAS, EJML. */
  @Param({"netlib-java", "netlib-native", "ejml"})
  public String library;

  private Cells cells;
  private Factors weights;
  private Products products;

  /** Σ (s − x)². */
  private double loss;

  /** The table of all cells, n×m: logits, then their gradients. */
  private float[] table;

  /** Gradients, in the shape of the weights. */
  private Factors gradients;

  /** What the library does. All matrices are row by row. */
  private interface Products {
    /** table = U·Mᵀ. */
    void logits();

    /** dU = table·M and dM = tableᵀ·U. */
    void gradients();
  }

  /** The loss and all gradients must be those of the naive version, up to rounding. */
  @Setup(Level.Trial)
  public void open() {
    BenchShape parsed = BenchShape.parse(shape);
    cells = parsed.cells();
    weights = parsed.start();
    gradients = weights.copy();
    table = new float[Math.multiplyExact(cells.users(), cells.items())];
    products = library.equals("ejml") ? new Ejml() : new Blas(library.equals("netlib-java"));
    kernel();
    NaiveGradients naive = new NaiveGradients(cells, weights);
    Check.near(naive.loss, loss, 1e-5 * naive.loss, "loss");
    near(naive.u, gradients.u, cells.items(), "U");
    near(naive.bu, gradients.bu, cells.items(), "bu");
    near(naive.m, gradients.m, cells.users(), "M");
    near(naive.bm, gradients.bm, cells.users(), "bm");
    Check.near(naive.bg, gradients.bg, 1e-5 * table.length, "bg");
  }

  private static void near(double[] expected, float[] found, int cells, String what) {
    for (int i = 0; i < expected.length; i++) {
      Check.near(expected[i], found[i], 1e-5 * cells, what + " " + i);
    }
  }

  /** Loss and gradients. */
  @Benchmark
  public double kernel() {
    products.logits();
    cells();
    products.gradients();
    return loss;
  }

  /** Logits become gradients by them; sums up the loss and the gradients of the biases. */
  private void cells() {
    int items = cells.items();
    Arrays.fill(gradients.bm, 0);
    loss = 0;
    double all = 0;
    for (int user = 0; user < cells.users(); user++) {
      int at = user * items;
      float bias = weights.bu[user] + weights.bg;
      for (int item = 0; item < items; item++) {
        table[at + item] = sigmoid(table[at + item] + weights.bm[item] + bias);
      }
      all += gradients(user, at);
    }
    gradients.bg = (float) all;
  }

  /** One user's cells; returns the gradient by the user's bias. */
  private double gradients(int user, int at) {
    int items = cells.items();
    int p = cells.start()[user];
    int end = cells.start()[user + 1];
    double sum = 0;
    double square = 0;
    for (int item = 0; item < items; item++) {
      float s = table[at + item];
      float x = 0;
      if (p < end && cells.itemAt(p) == item) {
        x = cells.targetAt(p++);
      }
      float g = (s - x) * s * (1 - s);
      square += (s - x) * (s - x);
      table[at + item] = g;
      gradients.bm[item] += g;
      sum += g;
    }
    gradients.bu[user] = (float) sum;
    loss += square;
    return sum;
  }

  private static float sigmoid(float z) {
    return (float) (1 / (1 + Math.exp(-z)));
  }

  /** By netlib. Its matrices are column by column, so all is transposed. */
  private final class Blas implements Products {
    private final BLAS blas;

    Blas(boolean java) {
      blas = java ? JavaBLAS.getInstance() : NativeBLAS.getInstance();
    }

    @Override
    public void logits() {
      int n = cells.users();
      int m = cells.items();
      int k = weights.factors;
      blas.sgemm("T", "N", m, n, k, 1, weights.m, k, weights.u, k, 0, table, m);
    }

    @Override
    public void gradients() {
      int n = cells.users();
      int m = cells.items();
      int k = weights.factors;
      blas.sgemm("N", "N", k, n, m, 1, weights.m, k, table, m, 0, gradients.u, k);
      blas.sgemm("N", "T", k, m, n, 1, weights.u, k, table, m, 0, gradients.m, k);
    }
  }

  /** By EJML's matrices of floats. */
  private final class Ejml implements Products {
    private final FMatrixRMaj u = matrix(cells.users(), weights.u);
    private final FMatrixRMaj m = matrix(cells.items(), weights.m);
    private final FMatrixRMaj du = matrix(cells.users(), gradients.u);
    private final FMatrixRMaj dm = matrix(cells.items(), gradients.m);
    private final FMatrixRMaj all = FMatrixRMaj.wrap(cells.users(), cells.items(), table);

    private FMatrixRMaj matrix(int rows, float[] numbers) {
      return FMatrixRMaj.wrap(rows, weights.factors, numbers);
    }

    @Override
    public void logits() {
      CommonOps_FDRM.multTransB(u, m, all);
    }

    @Override
    public void gradients() {
      CommonOps_FDRM.mult(all, m, du);
      CommonOps_FDRM.multTransA(all, u, dm);
    }
  }
}
