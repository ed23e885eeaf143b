package io.github.lanefactor.kernel;

/**
 * The loops that take the time, each over one panel of items and the tiles of one block of users.
 * {@link ScalarOperations} says in plain loops what each does; {@link VectorOperations} gives the
 * same bits.
 *
 * <p>Arrays come with the index at which the part in question begins. {@code width} is the number
 * of columns of the panel, a multiple of {@link Layout#LANES}. A tile's rows stand side by side:
 * {@code u[l * ROWS + r]} is factor l of its row r, and l = k is the bias.
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
   * error by the logit, (σ − x)·σ·(1 − σ). Clears x behind itself. |t| must be at most {@link
   * Sigmoid#LIMIT}, or NaN.
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

  /** dm += uᵀ·z: k rows of factors and one of biases, each {@code width} long. */
  void itemGradient(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt);

  /** du += z·mᵀ in lanes: per tile, k + 1 times ROWS times LANES sums. */
  void userGradient(
      float[] z, int zAt, float[] m, int mAt, int k, int width, int tiles, float[] du, int duAt);

  /** rows += the sums of z's rows, in lanes; columns += the sums of its columns. */
  void sums(
      float[] z,
      int zAt,
      int width,
      int rows,
      float[] rowLanes,
      int rowsAt,
      float[] columns,
      int columnsAt);

  /** out[i] = the sum of 16 lanes, always paired in the same way. */
  void foldLanes(float[] lanes, int lanesAt, float[] out, int outAt, int count);

  /** The largest of the sums of squares of the columns of k + 1 rows of m; NaN where one is. */
  float largestColumnSquare(float[] m, int mAt, int k, int width);

  /**
   * out[c] = (u·m_c) + (b_c + bias) for the 64 columns of a panel, k rows of factors and one of
   * biases b. The product is a chain of fused multiply-adds by ascending factor.
   *
   * @return the largest of them; NaN if one is
   */
  float scores(float[] m, int mAt, int k, float[] u, float bias, float[] out);

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

  /** out = (a + add)·scale. */
  void shiftAndScale(float[] a, int at, float add, float scale, float[] out, int outAt, int count);

  /**
   * out[i] = the dot product of {@code theta} and the row with number index[from + i], over {@code
   * stride} numbers, for the positions from {@code from} to {@code to} - 1.
   */
  void dots(
      float[] rows, int stride, int[] index, int from, int to, float[] theta, int at, float[] out);

  /**
   * The lower triangle, at least, of Σ weight·φφᵀ over the rows φ with numbers index[from] to
   * index[to - 1]: out[a·stride + b] for b ≤ a &lt; size.
   *
   * @param weight one for each position, from 0
   * @param size how many of a row's {@code stride} numbers count; the rest are 0
   */
  void gram(
      float[] rows,
      int stride,
      int[] index,
      int from,
      int to,
      float[] weight,
      int size,
      float[] out);

  /**
   * Solves {@link Layout#LANES} symmetric positive definite systems side by side, by Cholesky.
   *
   * @param a entry (i, j), j ≤ i, of the system in a lane at {@code (i(i + 1)/2 + j)·LANES + lane};
   *     overwritten
   * @param b the right sides, entry i at {@code i·LANES + lane}; overwritten with the solutions
   */
  void solve(float[] a, float[] b, int size);
}
