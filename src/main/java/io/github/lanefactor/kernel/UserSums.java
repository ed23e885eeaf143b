package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.ROWS;

import java.io.Serializable;
import java.util.Arrays;

/** What a pass has summed over items, for each of some users; numbers in the order of a pass. */
public final class UserSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final int k;
  private final float[] gradient;
  private final int at;
  private final float[] curvature;

  UserSums(int k, float[] gradient, int at, float[] curvature) {
    this.k = k;
    this.gradient = gradient;
    this.at = at;
    this.curvature = curvature;
  }

  /** Half the gradient by number l of a user; l = k is the bias. */
  float gradient(int user, int l) {
    return gradient[at + ((user / ROWS) * (k + 1) + l) * ROWS + user % ROWS];
  }

  /** Σ of σ'² over the user's unobserved cells. */
  public float curvature(int user) {
    return curvature[user];
  }

  /** The same for the first users: a copy. */
  public float[] curvatures(int users) {
    return Arrays.copyOf(curvature, users);
  }

  /** What a step of these users needs. */
  public NewtonSweep.Dense side(float[] common) {
    return new NewtonSweep.Dense() {
      @Override
      public float gradient(int row, int l) {
        return UserSums.this.gradient(row, l);
      }

      @Override
      public float rowCurvature(int row) {
        return curvature(row);
      }

      @Override
      public float[] common() {
        return common;
      }
    };
  }
}
