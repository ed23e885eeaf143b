package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.LANES;
import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The gradient of a block's users, kept as 16 lanes per number: a tile of z stays in registers
 * while the loop goes through the rows of m. Deliberately flat, see {@link VectorLogits}.
 */
final class VectorUserGradient {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorUserGradient() {}

  /** All 64 columns of a panel, as four 512-bit vectors, added to the same 16 lanes. */
  static void wide(float[] z, int zAt, float[] m, int mAt, int k, int tiles, float[] du, int duAt) {
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
      int sums = duAt + tile * (k + 1) * ROWS * LANES;
      int bias = sums + k * ROWS * LANES;
      FloatVector d0 = FloatVector.fromArray(S, du, bias);
      d0.add(z00).add(z01).add(z02).add(z03).intoArray(du, bias);
      FloatVector d1 = FloatVector.fromArray(S, du, bias + LANES);
      d1.add(z10).add(z11).add(z12).add(z13).intoArray(du, bias + LANES);
      FloatVector d2 = FloatVector.fromArray(S, du, bias + 2 * LANES);
      d2.add(z20).add(z21).add(z22).add(z23).intoArray(du, bias + 2 * LANES);
      FloatVector d3 = FloatVector.fromArray(S, du, bias + 3 * LANES);
      d3.add(z30).add(z31).add(z32).add(z33).intoArray(du, bias + 3 * LANES);
      for (int l = 0; l < k; l++) {
        int row = mAt + l * PANEL;
        int sum = sums + l * ROWS * LANES;
        FloatVector factor = FloatVector.fromArray(S, m, row);
        d0 = z00.fma(factor, FloatVector.fromArray(S, du, sum));
        d1 = z10.fma(factor, FloatVector.fromArray(S, du, sum + LANES));
        d2 = z20.fma(factor, FloatVector.fromArray(S, du, sum + 2 * LANES));
        d3 = z30.fma(factor, FloatVector.fromArray(S, du, sum + 3 * LANES));
        factor = FloatVector.fromArray(S, m, row + L);
        d0 = z01.fma(factor, d0);
        d1 = z11.fma(factor, d1);
        d2 = z21.fma(factor, d2);
        d3 = z31.fma(factor, d3);
        factor = FloatVector.fromArray(S, m, row + 2 * L);
        d0 = z02.fma(factor, d0);
        d1 = z12.fma(factor, d1);
        d2 = z22.fma(factor, d2);
        d3 = z32.fma(factor, d3);
        factor = FloatVector.fromArray(S, m, row + 3 * L);
        d0 = z03.fma(factor, d0);
        d1 = z13.fma(factor, d1);
        d2 = z23.fma(factor, d2);
        d3 = z33.fma(factor, d3);
        d0.intoArray(du, sum);
        d1.intoArray(du, sum + LANES);
        d2.intoArray(du, sum + 2 * LANES);
        d3.intoArray(du, sum + 3 * LANES);
      }
    }
  }

  /** Two vectors of columns, added to neighbouring lanes. */
  static void pair(
      float[] z, int zAt, float[] m, int mAt, int k, int width, int tiles, float[] du, int duAt) {
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
      int sums = duAt + tile * (k + 1) * ROWS * LANES;
      int bias = sums + k * ROWS * LANES;
      FloatVector d00 = FloatVector.fromArray(S, du, bias);
      d00.add(z00).intoArray(du, bias);
      FloatVector d01 = FloatVector.fromArray(S, du, bias + L);
      d01.add(z01).intoArray(du, bias + L);
      FloatVector d10 = FloatVector.fromArray(S, du, bias + LANES);
      d10.add(z10).intoArray(du, bias + LANES);
      FloatVector d11 = FloatVector.fromArray(S, du, bias + LANES + L);
      d11.add(z11).intoArray(du, bias + LANES + L);
      FloatVector d20 = FloatVector.fromArray(S, du, bias + 2 * LANES);
      d20.add(z20).intoArray(du, bias + 2 * LANES);
      FloatVector d21 = FloatVector.fromArray(S, du, bias + 2 * LANES + L);
      d21.add(z21).intoArray(du, bias + 2 * LANES + L);
      FloatVector d30 = FloatVector.fromArray(S, du, bias + 3 * LANES);
      d30.add(z30).intoArray(du, bias + 3 * LANES);
      FloatVector d31 = FloatVector.fromArray(S, du, bias + 3 * LANES + L);
      d31.add(z31).intoArray(du, bias + 3 * LANES + L);
      for (int l = 0; l < k; l++) {
        int row = mAt + l * width;
        int sum = sums + l * ROWS * LANES;
        FloatVector factor = FloatVector.fromArray(S, m, row);
        d00 = z00.fma(factor, FloatVector.fromArray(S, du, sum));
        d10 = z10.fma(factor, FloatVector.fromArray(S, du, sum + LANES));
        d20 = z20.fma(factor, FloatVector.fromArray(S, du, sum + 2 * LANES));
        d30 = z30.fma(factor, FloatVector.fromArray(S, du, sum + 3 * LANES));
        factor = FloatVector.fromArray(S, m, row + L);
        d01 = z01.fma(factor, FloatVector.fromArray(S, du, sum + L));
        d11 = z11.fma(factor, FloatVector.fromArray(S, du, sum + LANES + L));
        d21 = z21.fma(factor, FloatVector.fromArray(S, du, sum + 2 * LANES + L));
        d31 = z31.fma(factor, FloatVector.fromArray(S, du, sum + 3 * LANES + L));
        d00.intoArray(du, sum);
        d01.intoArray(du, sum + L);
        d10.intoArray(du, sum + LANES);
        d11.intoArray(du, sum + LANES + L);
        d20.intoArray(du, sum + 2 * LANES);
        d21.intoArray(du, sum + 2 * LANES + L);
        d30.intoArray(du, sum + 3 * LANES);
        d31.intoArray(du, sum + 3 * LANES + L);
      }
    }
  }

  /** One vector of columns. */
  static void single(
      float[] z, int zAt, float[] m, int mAt, int k, int width, int tiles, float[] du, int duAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int at = zAt + tile * ROWS * width;
      FloatVector z00 = FloatVector.fromArray(S, z, at);
      FloatVector z10 = FloatVector.fromArray(S, z, at + width);
      FloatVector z20 = FloatVector.fromArray(S, z, at + 2 * width);
      FloatVector z30 = FloatVector.fromArray(S, z, at + 3 * width);
      int sums = duAt + tile * (k + 1) * ROWS * LANES;
      int bias = sums + k * ROWS * LANES;
      FloatVector d0 = FloatVector.fromArray(S, du, bias);
      d0.add(z00).intoArray(du, bias);
      FloatVector d1 = FloatVector.fromArray(S, du, bias + LANES);
      d1.add(z10).intoArray(du, bias + LANES);
      FloatVector d2 = FloatVector.fromArray(S, du, bias + 2 * LANES);
      d2.add(z20).intoArray(du, bias + 2 * LANES);
      FloatVector d3 = FloatVector.fromArray(S, du, bias + 3 * LANES);
      d3.add(z30).intoArray(du, bias + 3 * LANES);
      for (int l = 0; l < k; l++) {
        int row = mAt + l * width;
        int sum = sums + l * ROWS * LANES;
        FloatVector factor = FloatVector.fromArray(S, m, row);
        d0 = z00.fma(factor, FloatVector.fromArray(S, du, sum));
        d1 = z10.fma(factor, FloatVector.fromArray(S, du, sum + LANES));
        d2 = z20.fma(factor, FloatVector.fromArray(S, du, sum + 2 * LANES));
        d3 = z30.fma(factor, FloatVector.fromArray(S, du, sum + 3 * LANES));
        d0.intoArray(du, sum);
        d1.intoArray(du, sum + LANES);
        d2.intoArray(du, sum + 2 * LANES);
        d3.intoArray(du, sum + 3 * LANES);
      }
    }
  }
}
