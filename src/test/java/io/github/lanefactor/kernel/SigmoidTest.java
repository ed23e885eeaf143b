package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SigmoidTest {
  @Test
  void isWithinItsErrorOfTheTrueSigmoid() {
    double worst = 0;
    for (int i = -1_400_000; i <= 1_400_000; i++) {
      float z = i * 1e-4f;
      worst = Math.max(worst, Math.abs(Sigmoid.of(z) - 1 / (1 + Math.exp(-z))));
    }
    assertTrue(worst <= 2e-7, "largest error " + worst);
  }

  @Test
  void isWithinItsStatedErrorOfTheTruePowerOfTwo() {
    double worst = 0;
    for (float t = -Sigmoid.LIMIT; t <= Sigmoid.LIMIT; t += 1e-4f) {
      worst = Math.max(worst, Math.abs(Sigmoid.ofExponent(t) - 1 / (1 + Math.pow(2, t))));
    }
    assertTrue(worst <= 1.9e-7, "largest error " + worst);
  }

  @Property
  void isSymmetricAndBetween0And1(@ForAll float z) {
    float s = Sigmoid.of(z);
    assertTrue(s >= 0 && s <= 1, () -> "σ(" + z + ") = " + s);
    assertEquals(1, s + (double) Sigmoid.of(-z), 4e-7);
  }

  @Test
  void saturatesCleanly() {
    for (float z : new float[] {84, 200, 1e30f, Float.MAX_VALUE, Float.POSITIVE_INFINITY}) {
      assertEquals(1, Sigmoid.of(z));
      float low = Sigmoid.of(-z);
      assertTrue(low >= Float.MIN_NORMAL && low < 1e-35f, () -> "σ(" + -z + ") = " + low);
    }
    assertEquals(0.5f, Sigmoid.of(0f));
    assertEquals(0.5f, Sigmoid.of(-0f));
  }

  @Test
  void keepsNaN() {
    assertTrue(Float.isNaN(Sigmoid.of(Float.NaN)));
    assertTrue(Float.isNaN(Sigmoid.ofExponent(Sigmoid.clamp(Float.NaN))));
  }
}
