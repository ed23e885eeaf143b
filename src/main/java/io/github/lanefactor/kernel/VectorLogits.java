package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.PANEL;
import static io.github.lanefactor.kernel.Layout.ROWS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The product: a few users times a few vectors of items stay in registers while l runs over the
 * factors. Deliberately flat: C2 keeps vectors in registers only if a method is small and has no
 * helper calls in the loop.
 */
final class VectorLogits {
  private static final VectorSpecies<Float> S = VectorWidth.SPECIES;
  private static final int L = S.length();

  private VectorLogits() {}

  /**
   * All 64 columns of a panel, eight users (two tiles) by two vectors of 512 bits at a time. Four
   * users by four vectors take as many registers, but one more index, which C2 keeps in a vector
   * register.
   *
   * @param tiles an even number
   */
  static void wide(float[] u, int uAt, float[] m, int mAt, int k, int tiles, float[] z, int zAt) {
    for (int tile = 0; tile < tiles; tile += 2) {
      int tile0 = uAt + tile * (k + 1) * ROWS;
      int tile1 = tile0 + (k + 1) * ROWS;
      for (int c = 0; c < PANEL; c += 2 * L) {
        int in = mAt + k * PANEL + c;
        int b0 = tile0 + k * ROWS;
        int b1 = tile1 + k * ROWS;
        FloatVector m0 = FloatVector.fromArray(S, m, in);
        FloatVector m1 = FloatVector.fromArray(S, m, in + L);
        FloatVector factor = FloatVector.broadcast(S, u[b0]);
        FloatVector z00 = m0.add(factor);
        FloatVector z01 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b0 + 1]);
        FloatVector z10 = m0.add(factor);
        FloatVector z11 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b0 + 2]);
        FloatVector z20 = m0.add(factor);
        FloatVector z21 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b0 + 3]);
        FloatVector z30 = m0.add(factor);
        FloatVector z31 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b1]);
        FloatVector z40 = m0.add(factor);
        FloatVector z41 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b1 + 1]);
        FloatVector z50 = m0.add(factor);
        FloatVector z51 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b1 + 2]);
        FloatVector z60 = m0.add(factor);
        FloatVector z61 = m1.add(factor);
        factor = FloatVector.broadcast(S, u[b1 + 3]);
        FloatVector z70 = m0.add(factor);
        FloatVector z71 = m1.add(factor);
        for (int l = 0; l < k; l++) {
          int row = mAt + l * PANEL + c;
          int f0 = tile0 + l * ROWS;
          int f1 = tile1 + l * ROWS;
          m0 = FloatVector.fromArray(S, m, row);
          m1 = FloatVector.fromArray(S, m, row + L);
          factor = FloatVector.broadcast(S, u[f0]);
          z00 = factor.fma(m0, z00);
          z01 = factor.fma(m1, z01);
          factor = FloatVector.broadcast(S, u[f0 + 1]);
          z10 = factor.fma(m0, z10);
          z11 = factor.fma(m1, z11);
          factor = FloatVector.broadcast(S, u[f0 + 2]);
          z20 = factor.fma(m0, z20);
          z21 = factor.fma(m1, z21);
          factor = FloatVector.broadcast(S, u[f0 + 3]);
          z30 = factor.fma(m0, z30);
          z31 = factor.fma(m1, z31);
          factor = FloatVector.broadcast(S, u[f1]);
          z40 = factor.fma(m0, z40);
          z41 = factor.fma(m1, z41);
          factor = FloatVector.broadcast(S, u[f1 + 1]);
          z50 = factor.fma(m0, z50);
          z51 = factor.fma(m1, z51);
          factor = FloatVector.broadcast(S, u[f1 + 2]);
          z60 = factor.fma(m0, z60);
          z61 = factor.fma(m1, z61);
          factor = FloatVector.broadcast(S, u[f1 + 3]);
          z70 = factor.fma(m0, z70);
          z71 = factor.fma(m1, z71);
        }
        int at = zAt + tile * ROWS * PANEL + c;
        z00.intoArray(z, at);
        z01.intoArray(z, at + L);
        z10.intoArray(z, at + PANEL);
        z11.intoArray(z, at + PANEL + L);
        z20.intoArray(z, at + 2 * PANEL);
        z21.intoArray(z, at + 2 * PANEL + L);
        z30.intoArray(z, at + 3 * PANEL);
        z31.intoArray(z, at + 3 * PANEL + L);
        z40.intoArray(z, at + 4 * PANEL);
        z41.intoArray(z, at + 4 * PANEL + L);
        z50.intoArray(z, at + 5 * PANEL);
        z51.intoArray(z, at + 5 * PANEL + L);
        z60.intoArray(z, at + 6 * PANEL);
        z61.intoArray(z, at + 6 * PANEL + L);
        z70.intoArray(z, at + 7 * PANEL);
        z71.intoArray(z, at + 7 * PANEL + L);
      }
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
