package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product: a tile of 4 users times a few vectors of items stays in registers while l runs over
 * the factors. Deliberately flat: C2 keeps vectors in registers only if a method is small and has
 * no helper calls in the loop.
 */
final class VectorLogits {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorLogits() {}

  /** All 64 columns of a panel, as four 512-bit vectors. */
  static void wide(float[] u, int uAt, float[] m, int mAt, int k, int tiles, float[] z, int zAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int tileAt = uAt + tile * (k + 1) * ROWS;
      int b = tileAt + k * ROWS;
      int in = mAt + k * PANEL;
      FloatVector m0 = FloatVector.fromArray(S, m, in);
      FloatVector m1 = FloatVector.fromArray(S, m, in + L);
      FloatVector m2 = FloatVector.fromArray(S, m, in + 2 * L);
      FloatVector m3 = FloatVector.fromArray(S, m, in + 3 * L);
      FloatVector factor = FloatVector.broadcast(S, u[b]);
      FloatVector z00 = m0.add(factor);
      FloatVector z01 = m1.add(factor);
      FloatVector z02 = m2.add(factor);
      FloatVector z03 = m3.add(factor);
      factor = FloatVector.broadcast(S, u[b + 1]);
      FloatVector z10 = m0.add(factor);
      FloatVector z11 = m1.add(factor);
      FloatVector z12 = m2.add(factor);
      FloatVector z13 = m3.add(factor);
      factor = FloatVector.broadcast(S, u[b + 2]);
      FloatVector z20 = m0.add(factor);
      FloatVector z21 = m1.add(factor);
      FloatVector z22 = m2.add(factor);
      FloatVector z23 = m3.add(factor);
      factor = FloatVector.broadcast(S, u[b + 3]);
      FloatVector z30 = m0.add(factor);
      FloatVector z31 = m1.add(factor);
      FloatVector z32 = m2.add(factor);
      FloatVector z33 = m3.add(factor);
      for (int l = 0; l < k; l++) {
        int row = mAt + l * PANEL;
        int f = tileAt + l * ROWS;
        m0 = FloatVector.fromArray(S, m, row);
        m1 = FloatVector.fromArray(S, m, row + L);
        m2 = FloatVector.fromArray(S, m, row + 2 * L);
        m3 = FloatVector.fromArray(S, m, row + 3 * L);
        factor = FloatVector.broadcast(S, u[f]);
        z00 = factor.fma(m0, z00);
        z01 = factor.fma(m1, z01);
        z02 = factor.fma(m2, z02);
        z03 = factor.fma(m3, z03);
        factor = FloatVector.broadcast(S, u[f + 1]);
        z10 = factor.fma(m0, z10);
        z11 = factor.fma(m1, z11);
        z12 = factor.fma(m2, z12);
        z13 = factor.fma(m3, z13);
        factor = FloatVector.broadcast(S, u[f + 2]);
        z20 = factor.fma(m0, z20);
        z21 = factor.fma(m1, z21);
        z22 = factor.fma(m2, z22);
        z23 = factor.fma(m3, z23);
        factor = FloatVector.broadcast(S, u[f + 3]);
        z30 = factor.fma(m0, z30);
        z31 = factor.fma(m1, z31);
        z32 = factor.fma(m2, z32);
        z33 = factor.fma(m3, z33);
      }
      int at = zAt + tile * ROWS * PANEL;
      z00.intoArray(z, at);
      z01.intoArray(z, at + L);
      z02.intoArray(z, at + 2 * L);
      z03.intoArray(z, at + 3 * L);
      z10.intoArray(z, at + PANEL);
      z11.intoArray(z, at + PANEL + L);
      z12.intoArray(z, at + PANEL + 2 * L);
      z13.intoArray(z, at + PANEL + 3 * L);
      z20.intoArray(z, at + 2 * PANEL);
      z21.intoArray(z, at + 2 * PANEL + L);
      z22.intoArray(z, at + 2 * PANEL + 2 * L);
      z23.intoArray(z, at + 2 * PANEL + 3 * L);
      z30.intoArray(z, at + 3 * PANEL);
      z31.intoArray(z, at + 3 * PANEL + L);
      z32.intoArray(z, at + 3 * PANEL + 2 * L);
      z33.intoArray(z, at + 3 * PANEL + 3 * L);
    }
  }

  /** Two vectors of columns. */
  static void pair(
      float[] u, int uAt, float[] m, int mAt, int k, int width, int tiles, float[] z, int zAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int tileAt = uAt + tile * (k + 1) * ROWS;
      int b = tileAt + k * ROWS;
      int in = mAt + k * width;
      FloatVector m0 = FloatVector.fromArray(S, m, in);
      FloatVector m1 = FloatVector.fromArray(S, m, in + L);
      FloatVector factor = FloatVector.broadcast(S, u[b]);
      FloatVector z00 = m0.add(factor);
      FloatVector z01 = m1.add(factor);
      factor = FloatVector.broadcast(S, u[b + 1]);
      FloatVector z10 = m0.add(factor);
      FloatVector z11 = m1.add(factor);
      factor = FloatVector.broadcast(S, u[b + 2]);
      FloatVector z20 = m0.add(factor);
      FloatVector z21 = m1.add(factor);
      factor = FloatVector.broadcast(S, u[b + 3]);
      FloatVector z30 = m0.add(factor);
      FloatVector z31 = m1.add(factor);
      for (int l = 0; l < k; l++) {
        int row = mAt + l * width;
        int f = tileAt + l * ROWS;
        m0 = FloatVector.fromArray(S, m, row);
        m1 = FloatVector.fromArray(S, m, row + L);
        factor = FloatVector.broadcast(S, u[f]);
        z00 = factor.fma(m0, z00);
        z01 = factor.fma(m1, z01);
        factor = FloatVector.broadcast(S, u[f + 1]);
        z10 = factor.fma(m0, z10);
        z11 = factor.fma(m1, z11);
        factor = FloatVector.broadcast(S, u[f + 2]);
        z20 = factor.fma(m0, z20);
        z21 = factor.fma(m1, z21);
        factor = FloatVector.broadcast(S, u[f + 3]);
        z30 = factor.fma(m0, z30);
        z31 = factor.fma(m1, z31);
      }
      int at = zAt + tile * ROWS * width;
      z00.intoArray(z, at);
      z01.intoArray(z, at + L);
      z10.intoArray(z, at + width);
      z11.intoArray(z, at + width + L);
      z20.intoArray(z, at + 2 * width);
      z21.intoArray(z, at + 2 * width + L);
      z30.intoArray(z, at + 3 * width);
      z31.intoArray(z, at + 3 * width + L);
    }
  }

  /** One vector of columns. */
  static void single(
      float[] u, int uAt, float[] m, int mAt, int k, int width, int tiles, float[] z, int zAt) {
    for (int tile = 0; tile < tiles; tile++) {
      int tileAt = uAt + tile * (k + 1) * ROWS;
      int b = tileAt + k * ROWS;
      int in = mAt + k * width;
      FloatVector m0 = FloatVector.fromArray(S, m, in);
      FloatVector factor = FloatVector.broadcast(S, u[b]);
      FloatVector z00 = m0.add(factor);
      factor = FloatVector.broadcast(S, u[b + 1]);
      FloatVector z10 = m0.add(factor);
      factor = FloatVector.broadcast(S, u[b + 2]);
      FloatVector z20 = m0.add(factor);
      factor = FloatVector.broadcast(S, u[b + 3]);
      FloatVector z30 = m0.add(factor);
      for (int l = 0; l < k; l++) {
        int row = mAt + l * width;
        int f = tileAt + l * ROWS;
        m0 = FloatVector.fromArray(S, m, row);
        factor = FloatVector.broadcast(S, u[f]);
        z00 = factor.fma(m0, z00);
        factor = FloatVector.broadcast(S, u[f + 1]);
        z10 = factor.fma(m0, z10);
        factor = FloatVector.broadcast(S, u[f + 2]);
        z20 = factor.fma(m0, z20);
        factor = FloatVector.broadcast(S, u[f + 3]);
        z30 = factor.fma(m0, z30);
      }
      int at = zAt + tile * ROWS * width;
      z00.intoArray(z, at);
      z10.intoArray(z, at + width);
      z20.intoArray(z, at + 2 * width);
      z30.intoArray(z, at + 3 * width);
    }
  }
}
