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
   * error by the logit, (σ − x)·σ·(1 − σ). Adds the squared errors to 16 lanes of {@code loss} and
   * clears x behind itself. |t| must be at most {@link Sigmoid#LIMIT}, or NaN.
   */
  void residual(float[] z, int zAt, float[] x, int xAt, int count, float[] loss, int lossAt);

  /**
   * The same with a weight for each cell: {@code w} where that is above 0, {@code missingWeight}
   * elsewhere. Leaves σ'² of the cells where w is 0, and 0 elsewhere, in {@code w}.
   */
  void weightedResidual(
      float[] z,
      int zAt,
      float[] x,
      int xAt,
      float[] w,
      int wAt,
      float missingWeight,
      int count,
      float[] loss,
      int lossAt);

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
}
