package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.FusedMultiplyAdd;
import io.github.lanefactor.model.FactorModel;
import java.util.Arrays;

/** A model's item factors, laid out so that scoring a user is k passes over whole rows. */
final class ItemRows {
  /** Row l holds factor l of every item. */
  private final float[][] factors;

  private final FactorModel model;

  ItemRows(FactorModel model) {
    this.model = model;
    int items = model.catalogue().items();
    this.factors = new float[model.factors()][items];
    for (int i = 0; i < items; i++) {
      for (int l = 0; l < factors.length; l++) {
        factors[l][i] = model.itemFactor(i, l);
      }
    }
  }

  /** One row of U·Mᵀ. */
  void dots(int user, float[] out) {
    Arrays.fill(out, 0);
    for (int l = 0; l < factors.length; l++) {
      addProduct(model.userFactor(user, l), factors[l], out);
    }
  }

  /** out += a·x, rounded once per element as a matrix product in BLAS is. */
  private static void addProduct(float a, float[] x, float[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = FusedMultiplyAdd.fma(a, x[i], out[i]);
    }
  }

  /** The dot product of two items' factors. */
  double dot(int i, int j) {
    double sum = 0;
    for (float[] factor : factors) {
      sum += (double) factor[i] * factor[j];
    }
    return sum;
  }
}
