package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a panel's items, each number summed by ascending user. Mostly a tile of z stays
 * in registers while each row of dm is read, has four products added and is written back. {@link
 * #product} does it the other way round. Deliberately flat, see {@link VectorLogits}.
 */
final class VectorItemGradient {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  /** Factors that {@link #product} takes at a time. */
  static final int GROUP = 4;

  private VectorItemGradient() {}

  /**
   * The first {@code factors} factors, a multiple of four, of a panel of 64 columns: 4 factors by
   * 64 columns stay in registers while the rows of z pass by, two at a time. It loads more than it
   * stores, so that it gains where two vectors are loaded a cycle.
   */
  static void product(
      float[] z, int zAt, float[] u, int uAt, int k, int factors, int tiles, float[] dm, int dmAt) {
    for (int l = 0; l < factors; l += GROUP) {
      int out = dmAt + l * PANEL;
      FloatVector d00 = FloatVector.fromArray(S, dm, out);
      FloatVector d01 = FloatVector.fromArray(S, dm, out + L);
      FloatVector d02 = FloatVector.fromArray(S, dm, out + 2 * L);
      FloatVector d03 = FloatVector.fromArray(S, dm, out + 3 * L);
      FloatVector d10 = FloatVector.fromArray(S, dm, out + PANEL);
      FloatVector d11 = FloatVector.fromArray(S, dm, out + PANEL + L);
      FloatVector d12 = FloatVector.fromArray(S, dm, out + PANEL + 2 * L);
      FloatVector d13 = FloatVector.fromArray(S, dm, out + PANEL + 3 * L);
      FloatVector d20 = FloatVector.fromArray(S, dm, out + 2 * PANEL);
      FloatVector d21 = FloatVector.fromArray(S, dm, out + 2 * PANEL + L);
      FloatVector d22 = FloatVector.fromArray(S, dm, out + 2 * PANEL + 2 * L);
      FloatVector d23 = FloatVector.fromArray(S, dm, out + 2 * PANEL + 3 * L);
      FloatVector d30 = FloatVector.fromArray(S, dm, out + 3 * PANEL);
      FloatVector d31 = FloatVector.fromArray(S, dm, out + 3 * PANEL + L);
      FloatVector d32 = FloatVector.fromArray(S, dm, out + 3 * PANEL + 2 * L);
      FloatVector d33 = FloatVector.fromArray(S, dm, out + 3 * PANEL + 3 * L);
      for (int row = 0; row < tiles * ROWS; row += 2) {
        int at = zAt + row * PANEL;
        int from = uAt + (row / ROWS * (k + 1) + l) * ROWS + row % ROWS;
        FloatVector z0 = FloatVector.fromArray(S, z, at);
        FloatVector z1 = FloatVector.fromArray(S, z, at + L);
        FloatVector z2 = FloatVector.fromArray(S, z, at + 2 * L);
        FloatVector z3 = FloatVector.fromArray(S, z, at + 3 * L);
        FloatVector factor = FloatVector.broadcast(S, u[from]);
        d00 = factor.fma(z0, d00);
        d01 = factor.fma(z1, d01);
        d02 = factor.fma(z2, d02);
        d03 = factor.fma(z3, d03);
        factor = FloatVector.broadcast(S, u[from + ROWS]);
        d10 = factor.fma(z0, d10);
        d11 = factor.fma(z1, d11);
        d12 = factor.fma(z2, d12);
        d13 = factor.fma(z3, d13);
        factor = FloatVector.broadcast(S, u[from + 2 * ROWS]);
        d20 = factor.fma(z0, d20);
        d21 = factor.fma(z1, d21);
        d22 = factor.fma(z2, d22);
        d23 = factor.fma(z3, d23);
        factor = FloatVector.broadcast(S, u[from + 3 * ROWS]);
        d30 = factor.fma(z0, d30);
        d31 = factor.fma(z1, d31);
        d32 = factor.fma(z2, d32);
        d33 = factor.fma(z3, d33);
        z0 = FloatVector.fromArray(S, z, at + PANEL);
        z1 = FloatVector.fromArray(S, z, at + PANEL + L);
        z2 = FloatVector.fromArray(S, z, at + PANEL + 2 * L);
        z3 = FloatVector.fromArray(S, z, at + PANEL + 3 * L);
        factor = FloatVector.broadcast(S, u[from + 1]);
        d00 = factor.fma(z0, d00);
        d01 = factor.fma(z1, d01);
        d02 = factor.fma(z2, d02);
        d03 = factor.fma(z3, d03);
        factor = FloatVector.broadcast(S, u[from + ROWS + 1]);
        d10 = factor.fma(z0, d10);
        d11 = factor.fma(z1, d11);
        d12 = factor.fma(z2, d12);
        d13 = factor.fma(z3, d13);
        factor = FloatVector.broadcast(S, u[from + 2 * ROWS + 1]);
        d20 = factor.fma(z0, d20);
        d21 = factor.fma(z1, d21);
        d22 = factor.fma(z2, d22);
        d23 = factor.fma(z3, d23);
        factor = FloatVector.broadcast(S, u[from + 3 * ROWS + 1]);
        d30 = factor.fma(z0, d30);
        d31 = factor.fma(z1, d31);
        d32 = factor.fma(z2, d32);
        d33 = factor.fma(z3, d33);
      }
      d00.intoArray(dm, out);
      d01.intoArray(dm, out + L);
      d02.intoArray(dm, out + 2 * L);
      d03.intoArray(dm, out + 3 * L);
      d10.intoArray(dm, out + PANEL);
      d11.intoArray(dm, out + PANEL + L);
      d12.intoArray(dm, out + PANEL + 2 * L);
      d13.intoArray(dm, out + PANEL + 3 * L);
      d20.intoArray(dm, out + 2 * PANEL);
      d21.intoArray(dm, out + 2 * PANEL + L);
      d22.intoArray(dm, out + 2 * PANEL + 2 * L);
      d23.intoArray(dm, out + 2 * PANEL + 3 * L);
      d30.intoArray(dm, out + 3 * PANEL);
      d31.intoArray(dm, out + 3 * PANEL + L);
      d32.intoArray(dm, out + 3 * PANEL + 2 * L);
      d33.intoArray(dm, out + 3 * PANEL + 3 * L);
    }
  }

  /** The factors from {@code first} on and the bias, of all 64 columns: four 512-bit vectors. */
  static void wide(
      float[] z, int zAt, float[] u, int uAt, int first, int k, int tiles, float[] dm, int dmAt) {
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
      for (int l = first; l < k; l++) {
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
