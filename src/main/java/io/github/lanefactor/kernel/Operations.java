package io.github.lanefactor.kernel;

/**
 * The loops that take up the time, each over one panel of items and the tiles of one block of
 * users. {@link ScalarOperations} specifies each in plain loops; {@link VectorOperations} gives
 * bit-identical results.
 *
 * <p>Each array is passed with the index at which the relevant part begins. {@code width} is the
 * number of columns of the panel, a multiple of {@link Layout#LANES}. A tile's rows are
 * interleaved: {@code u[l * ROWS + r]} is factor l of row r, and l = k is the bias.
 */
interface Operations {
  /** "vector" or "scalar". */
  String name();

  /** The width of the vectors in bits; 0 for scalar code. */
  int vectorBits();

  /** z = u·m + bias: one product, tiles·ROWS rows of {@code width}, with k + 1 rows of m. */
  void logits(
      float[] u, int uAt, float[] m, int mAt, int k, int width, int tiles, float[] z, int zAt);

  /**
   * In place over {@code count} cells: from t = −log2(e)·logit to the gradient of half the squared
   * error with respect to the logit, (σ − x)·σ·(1 − σ). Clears x as it goes. |t| must be at most
   * {@link Sigmoid#LIMIT}, or NaN.
   *
   * @param lanes room for 16 sums
   * @return the sum of the squared errors
   */
  float residual(float[] z, int zAt, float[] x, int xAt, int count, float[] lanes);

  /**
   * The same with a weight for each cell: {@code w} where that is above 0, {@code missingWeight}
   * elsewhere. Leaves σ'² of the cells where w is 0, and 0 elsewhere, in {@code w}.
   */
  float weightedResidual(
      float[] z,
      int zAt,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float missingWeight,
      int count,
      float[] lanes);

  /** dm += uᵀ·z: k rows of factors and one row of biases, each {@code width} long. */
  void itemGradient(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt);

  /** du += z·mᵀ in lanes: (k + 1)·ROWS·LANES sums per tile. */
  void userGradient(
      float[] z, int zAt, float[] m, int mAt, int k, int width, int tiles, float[] du, int duAt);

  /** rows += the sums of z's rows, in lanes; columns += the sums of its columns. Clears z. */
  void sums(
      float[] z,
      int zAt,
      int width,
      int rows,
      float[] rowLanes,
      int rowsAt,
      float[] columns,
      int columnsAt);

  /** out[i] = the sum of 16 lanes, always added in the same order. */
  void foldLanes(float[] lanes, int lanesAt, float[] out, int outAt, int count);

  /**
   * The largest sum of squares of a column, over k + 1 rows of m; NaN if one of the sums is NaN.
   */
  float largestColumnSquare(float[] m, int mAt, int k, int width);

  /**
   * out[c] = (u·m_c) + (b_c + bias) for the 64 columns of a panel, k rows of factors and one of
   * biases b. The product is a chain of fused multiply-adds by ascending factor.
   *
   * @return the largest of them; NaN if one is
   */
  float scores(float[] m, int mAt, int k, float[] u, float bias, float[] out);

  /**
   * In place over the 64 cells of a panel, which have target 0 and weight 1: from the logit to half
   * the gradient of σ² by the logit, σ²(1 − σ). Leaves σ'² in {@code w}.
   */
  void emptyCells(float[] z, float[] w);

  /**
   * Adds what the 64 cells of a panel bring to one user's gradient, in lanes: k times Σ z·m, then Σ
   * z, then Σ w.
   */
  void panelGradient(float[] z, float[] w, float[] m, int mAt, int k, float[] lanes);

  /** One step of RMSprop on {@code count} weights; see {@link Rmsprop}. */
  void rmsprop(
      float[] theta,
      int thetaAt,
      float[] gradient,
      float[] meanSquare,
      float[] momentum,
      int at,
      int count,
      float gradientScale,
      Rmsprop settings);

  /** sums += a. */
  void add(float[] a, int at, float[] sums, int sumsAt, int count);

  /** out = (a + add)·scale. */
  void shiftAndScale(float[] a, int at, float add, float scale, float[] out, int outAt, int count);

  /**
   * out[i] = the dot product of {@code theta} and row i of {@code count}, over {@code stride}
   * numbers.
   */
  void dots(float[] rows, int rowsAt, int stride, int count, float[] theta, float[] out);

  /**
   * out += Σ weight·row over {@code count} rows, one after the other; each product is rounded
   * before it is added.
   *
   * @param weight one for each row
   * @param stride how many numbers a row has, a multiple of {@link Layout#LANES}
   */
  void weightedSum(float[] rows, int rowsAt, int stride, int count, float[] weight, float[] out);

  /**
   * out += Σ weight·φφᵀ over {@code count} rows φ, at least one; at least its lower triangle
   * out[a·stride + b] for b ≤ a &lt; size.
   *
   * @param weight one for each row
   * @param size how many of a row's {@code stride} numbers count; the rest are 0
   */
  void gram(float[] rows, int rowsAt, int stride, int count, float[] weight, int size, float[] out);

  /**
   * Solves {@link Layout#LANES} symmetric positive definite systems side by side, by Cholesky.
   *
   * @param a entry (i, j), j ≤ i, of the system in a lane at {@code (i(i + 1)/2 + j)·LANES + lane};
   *     overwritten
   * @param b the right-hand sides, entry i at {@code i·LANES + lane}; overwritten with the
   *     solutions
   */
  void solve(float[] a, float[] b, int size);
}
