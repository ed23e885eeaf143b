package io.github.lanefactor.kernel;

/**
 * RMSprop with momentum as in Keras: v ← ρv + (1−ρ)g², w ← μw + η·g/√(v+ε), θ ← θ − w. Note that ε
 * is inside the root.
 *
 * @param learningRate η
 * @param rho ρ
 * @param fresh 1 − ρ, rounded once: subtracting a rounded ρ from 1 would be off by 1 part in 10⁷
 * @param momentum μ
 * @param epsilon ε
 */
public record Rmsprop(float learningRate, float rho, float fresh, float momentum, float epsilon) {
  /** Rounds each setting to float. */
  public static Rmsprop of(double learningRate, double rho, double momentum, double epsilon) {
    return new Rmsprop(
        (float) learningRate, (float) rho, (float) (1 - rho), (float) momentum, (float) epsilon);
  }

  /** One step on one weight: returns the new w and stores the new v and w. */
  float step(float gradient, float[] meanSquare, float[] velocity, int at) {
    float v = FusedMultiplyAdd.fma(gradient * gradient, fresh, meanSquare[at] * rho);
    float step = gradient * learningRate / (float) Math.sqrt(v + epsilon);
    float w = FusedMultiplyAdd.fma(velocity[at], momentum, step);
    meanSquare[at] = v;
    velocity[at] = w;
    return w;
  }
}
