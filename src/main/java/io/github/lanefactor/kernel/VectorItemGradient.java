package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a panel's items: a tile of z stays in registers while each row of dm is read, has
 * four products added and is written back. Deliberately flat, see {@link VectorLogits}.
 */
final class VectorItemGradient {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorItemGradient() {}

  /** All 64 columns of a panel, as four 512-bit vectors. */
  static void wide(float[] z, int zAt, float[] u, int uAt, int k, int tiles, float[] dm, int dmAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int at = zAt + tile * ROWS * PANEL;
      FloatVector z00 = FloatVector.fromArray(S, z, at);
      FloatVector z01 = FloatVector.fromArray(S, z, at + L);
      FloatVector z02 = FloatVector.fromArray(S, z, at + 2 * L);
      FloatVector z03 = FloatVector.fromArray(S, z, at + 3 * L);
      FloatVector z10 = FloatVector.fromArray(S, z, at + PANEL);
      FloatVector z11 = FloatVector.fromArray(S, z, at + PANEL + L);
      FloatVector z12 = FloatVector.fromArray(S, z, at + PANEL + 2 * L);
      FloatVector z13 = FloatVector.fromArray(S, z, at + PANEL + 3 * L);
      FloatVector z20 = FloatVector.fromArray(S, z, at + 2 * PANEL);
      FloatVector z21 = FloatVector.fromArray(S, z, at + 2 * PANEL + L);
      FloatVector z22 = FloatVector.fromArray(S, z, at + 2 * PANEL + 2 * L);
      FloatVector z23 = FloatVector.fromArray(S, z, at + 2 * PANEL + 3 * L);
      FloatVector z30 = FloatVector.fromArray(S, z, at + 3 * PANEL);
      FloatVector z31 = FloatVector.fromArray(S, z, at + 3 * PANEL + L);
      FloatVector z32 = FloatVector.fromArray(S, z, at + 3 * PANEL + 2 * L);
      FloatVector z33 = FloatVector.fromArray(S, z, at + 3 * PANEL + 3 * L);
      int bias = dmAt + k * PANEL;
      FloatVector d0 = FloatVector.fromArray(S, dm, bias);
      d0.add(z00.add(z10).add(z20.add(z30))).intoArray(dm, bias);
      FloatVector d1 = FloatVector.fromArray(S, dm, bias + L);
      d1.add(z01.add(z11).add(z21.add(z31))).intoArray(dm, bias + L);
      FloatVector d2 = FloatVector.fromArray(S, dm, bias + 2 * L);
      d2.add(z02.add(z12).add(z22.add(z32))).intoArray(dm, bias + 2 * L);
      FloatVector d3 = FloatVector.fromArray(S, dm, bias + 3 * L);
      d3.add(z03.add(z13).add(z23.add(z33))).intoArray(dm, bias + 3 * L);
      int tileAt = uAt + tile * (k + 1) * ROWS;
      for (int l = 0; l < k; l++) {
        int row = dmAt + l * PANEL;
        int f = tileAt + l * ROWS;
        d0 = FloatVector.fromArray(S, dm, row);
        d1 = FloatVector.fromArray(S, dm, row + L);
        d2 = FloatVector.fromArray(S, dm, row + 2 * L);
        d3 = FloatVector.fromArray(S, dm, row + 3 * L);
        FloatVector factor = FloatVector.broadcast(S, u[f]);
        d0 = factor.fma(z00, d0);
        d1 = factor.fma(z01, d1);
        d2 = factor.fma(z02, d2);
        d3 = factor.fma(z03, d3);
        factor = FloatVector.broadcast(S, u[f + 1]);
        d0 = factor.fma(z10, d0);
        d1 = factor.fma(z11, d1);
        d2 = factor.fma(z12, d2);
        d3 = factor.fma(z13, d3);
        factor = FloatVector.broadcast(S, u[f + 2]);
        d0 = factor.fma(z20, d0);
        d1 = factor.fma(z21, d1);
        d2 = factor.fma(z22, d2);
        d3 = factor.fma(z23, d3);
        factor = FloatVector.broadcast(S, u[f + 3]);
        d0 = factor.fma(z30, d0);
        d1 = factor.fma(z31, d1);
        d2 = factor.fma(z32, d2);
        d3 = factor.fma(z33, d3);
        d0.intoArray(dm, row);
        d1.intoArray(dm, row + L);
        d2.intoArray(dm, row + 2 * L);
        d3.intoArray(dm, row + 3 * L);
      }
    }
  }

  /** Two vectors of columns. */
  static void pair(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int at = zAt + tile * ROWS * width;
      FloatVector z00 = FloatVector.fromArray(S, z, at);
      FloatVector z01 = FloatVector.fromArray(S, z, at + L);
      FloatVector z10 = FloatVector.fromArray(S, z, at + width);
      FloatVector z11 = FloatVector.fromArray(S, z, at + width + L);
      FloatVector z20 = FloatVector.fromArray(S, z, at + 2 * width);
      FloatVector z21 = FloatVector.fromArray(S, z, at + 2 * width + L);
      FloatVector z30 = FloatVector.fromArray(S, z, at + 3 * width);
      FloatVector z31 = FloatVector.fromArray(S, z, at + 3 * width + L);
      int bias = dmAt + k * width;
      FloatVector d0 = FloatVector.fromArray(S, dm, bias);
      d0.add(z00.add(z10).add(z20.add(z30))).intoArray(dm, bias);
      FloatVector d1 = FloatVector.fromArray(S, dm, bias + L);
      d1.add(z01.add(z11).add(z21.add(z31))).intoArray(dm, bias + L);
      int tileAt = uAt + tile * (k + 1) * ROWS;
      for (int l = 0; l < k; l++) {
        int row = dmAt + l * width;
        int f = tileAt + l * ROWS;
        d0 = FloatVector.fromArray(S, dm, row);
        d1 = FloatVector.fromArray(S, dm, row + L);
        FloatVector factor = FloatVector.broadcast(S, u[f]);
        d0 = factor.fma(z00, d0);
        d1 = factor.fma(z01, d1);
        factor = FloatVector.broadcast(S, u[f + 1]);
        d0 = factor.fma(z10, d0);
        d1 = factor.fma(z11, d1);
        factor = FloatVector.broadcast(S, u[f + 2]);
        d0 = factor.fma(z20, d0);
        d1 = factor.fma(z21, d1);
        factor = FloatVector.broadcast(S, u[f + 3]);
        d0 = factor.fma(z30, d0);
        d1 = factor.fma(z31, d1);
        d0.intoArray(dm, row);
        d1.intoArray(dm, row + L);
      }
    }
  }

  /** One vector of columns. */
  static void single(
      float[] z, int zAt, float[] u, int uAt, int k, int width, int tiles, float[] dm, int dmAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int at = zAt + tile * ROWS * width;
      FloatVector z00 = FloatVector.fromArray(S, z, at);
      FloatVector z10 = FloatVector.fromArray(S, z, at + width);
      FloatVector z20 = FloatVector.fromArray(S, z, at + 2 * width);
      FloatVector z30 = FloatVector.fromArray(S, z, at + 3 * width);
      int bias = dmAt + k * width;
      FloatVector d0 = FloatVector.fromArray(S, dm, bias);
      d0.add(z00.add(z10).add(z20.add(z30))).intoArray(dm, bias);
      int tileAt = uAt + tile * (k + 1) * ROWS;
      for (int l = 0; l < k; l++) {
        int row = dmAt + l * width;
        int f = tileAt + l * ROWS;
        d0 = FloatVector.fromArray(S, dm, row);
        FloatVector factor = FloatVector.broadcast(S, u[f]);
        d0 = factor.fma(z00, d0);
        factor = FloatVector.broadcast(S, u[f + 1]);
        d0 = factor.fma(z10, d0);
        factor = FloatVector.broadcast(S, u[f + 2]);
        d0 = factor.fma(z20, d0);
        factor = FloatVector.broadcast(S, u[f + 3]);
        d0 = factor.fma(z30, d0);
        d0.intoArray(dm, row);
      }
    }
  }
}
