package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class NewtonPriorTest {
  private static float[] random(int length, Random random) {
    float[] array = new float[length];
    for (int i = 0; i < length; i++) {
      array[i] = random.nextInt(3) == 0 ? 0 : 2 * random.nextFloat() - 1;
    }
    return array;
  }

  private static NewtonPrior.Known known(float[] dense, int d) {
    int[] start = new int[dense.length / d + 1];
    int[] feature = new int[dense.length];
    float[] value = new float[dense.length];
    int size = 0;
    for (int i = 0; i < dense.length; i++) {
      if (dense[i] != 0) {
        feature[size] = i % d;
        value[size] = dense[i];
        size++;
      }
      start[i / d + 1] = size;
    }
    return new NewtonPrior.Known(
        d, start, Arrays.copyOf(feature, size), Arrays.copyOf(value, size));
  }

  /** A is where the gradient of Σ ρ‖θ − A·f‖² + 40·ρ̄·‖A‖² is 0, and every mean is A·f. */
  @Property(tries = 100)
  void fitsTheRowsToTheirFeatures(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 70) int rows,
      @ForAll @IntRange(min = 1, max = 33) int k,
      @ForAll @IntRange(min = 1, max = 12) int d) {
    Random random = new Random(seed);
    float[] features = random(rows * d, random);
    float[] factors = random(rows * k, random);
    float[] bias = random(rows, random);
    float[] ridge = new float[rows];
    double total = 0;
    for (int row = 0; row < rows; row++) {
      ridge[row] = 0.1f + 3 * random.nextFloat();
      total += ridge[row];
    }
    float[] first = null;
    for (int threads = 1; threads <= 3; threads++) {
      try (Kernel kernel = Kernel.open(KernelChoice.SCALAR, threads)) {
        NewtonPrior prior = new NewtonPrior(kernel, k, known(features, d), ridge);
        prior.fit(random(rows * k, random), bias);
        prior.fit(factors, bias);
        float[] a = prior.coefficients();
        for (int l = 0; l <= k; l++) {
          for (int f = 0; f < d; f++) {
            double gradient = 40 * total / rows * a[f * (k + 1) + l];
            for (int row = 0; row < rows; row++) {
              double away = prior.mean()[row * (k + 1) + l];
              away -= l == k ? bias[row] : factors[row * k + l];
              gradient += (double) ridge[row] * away * features[row * d + f];
            }
            assertEquals(0, gradient, 1e-5 * total);
          }
          for (int row = 0; row < rows; row++) {
            double place = 0;
            for (int f = 0; f < d; f++) {
              place += (double) a[f * (k + 1) + l] * features[row * d + f];
            }
            assertEquals(place, prior.mean()[row * (k + 1) + l], 1e-5);
          }
        }
        if (first == null) {
          first = prior.mean().clone();
        }
        Bits.assertSame(first, prior.mean(), threads + " threads");
      }
    }
    assertTrue(first.length == rows * (k + 1));
  }
}
