package io.github.lanefactor.model;

import io.github.lanefactor.ratings.InputException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How a model was trained, with every default resolved. What each setting does is documented at the
 * method of its name in {@code Trainer}.
 *
 * @param recipe the recipe, which also decides how scores are read
 * @param objective what the model predicts
 * @param solver how it was trained
 * @param factors k, the number of factors, ≥ 1
 * @param steps the number of sweeps (Gauss-Newton) or steps (RMSprop) at most, ≥ 0
 * @param observedWeight the weight of an observed cell, &gt; 0
 * @param halfLife after how many days a rating weighs half, &gt; 0; infinite if it keeps its weight
 * @param l2 the L2 regularisation, ≥ 0
 * @param l2Exponent how L2 grows with the number of ratings
 * @param feedback how the values of the ratings are read
 * @param rmsprop RMSprop's own settings; unused by Gauss-Newton
 * @param seed what a random start was drawn from
 * @param givenStart whether training started from given weights, and not from a random start
 */
public record Settings(
    Recipe recipe,
    Objective objective,
    SolverKind solver,
    int factors,
    int steps,
    double observedWeight,
    double halfLife,
    double l2,
    double l2Exponent,
    Feedback feedback,
    Rmsprop rmsprop,
    long seed,
    boolean givenStart) {

  /**
   * RMSprop's settings.
   *
   * @param learningRate η
   * @param rho ρ, the decay of the mean square
   * @param momentum the momentum
   * @param epsilon ε, inside the root
   */
  public record Rmsprop(double learningRate, double rho, double momentum, double epsilon) {}

  /**
   * @throws InputException if a number is out of its range
   */
  public Settings {
    if (factors < 1
        || steps < 0
        || !(observedWeight > 0 && Double.isFinite(observedWeight))
        || !(halfLife > 0)
        || !(l2 >= 0 && Double.isFinite(l2))
        || !Double.isFinite(l2Exponent)) {
      throw new InputException(
          ("expected factors ≥ 1, steps ≥ 0, observed weight > 0, half-life > 0, L2 ≥ 0 and its"
                  + " exponent finite, found %d, %d, %s, %s, %s, %s")
              .formatted(factors, steps, observedWeight, halfLife, l2, l2Exponent));
    }
  }

  /** Names and values, for people to read, in the order to show them. */
  public Map<String, String> describe() {
    Map<String, String> lines = new LinkedHashMap<>();
    boolean newton = solver == SolverKind.GAUSS_NEWTON;
    lines.put("recipe", name(recipe));
    lines.put("objective", name(objective));
    lines.put("solver", name(solver));
    lines.put("factors", Integer.toString(factors));
    lines.put(newton ? "sweeps" : "steps", Integer.toString(steps));
    lines.put("observed weight", Double.toString(observedWeight));
    if (Double.isFinite(halfLife)) {
      lines.put("half-life", halfLife + " days");
    }
    lines.put("l2", Double.toString(l2));
    lines.put("l2 exponent", Double.toString(l2Exponent));
    lines.put("values", name(feedback.values()));
    boolean all = feedback.likedFrom() == Double.NEGATIVE_INFINITY;
    lines.put("liked from", all ? "all" : Double.toString(feedback.likedFrom()));
    lines.put("disliked weight", Double.toString(feedback.dislikedWeight()));
    if (!newton) {
      lines.put("learning rate", Double.toString(rmsprop.learningRate));
      lines.put("rho", Double.toString(rmsprop.rho));
      lines.put("momentum", Double.toString(rmsprop.momentum));
      lines.put("epsilon", Double.toString(rmsprop.epsilon));
    }
    lines.put("start", givenStart ? "given weights" : "seed " + seed);
    return lines;
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
