package io.github.lanefactor.data;

import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.jhdf.api.WritableGroup;
import java.util.Locale;

/** Settings as a group of an HDF5 file, an attribute each. */
final class SettingsGroup {
  private static final String GROUP = "settings";

  private SettingsGroup() {}

  static void put(WritableGroup parent, Settings settings) {
    WritableGroup group = parent.putGroup(GROUP);
    group.putAttribute("recipe", lowerCase(settings.recipe()));
    group.putAttribute("objective", lowerCase(settings.objective()));
    group.putAttribute("solver", lowerCase(settings.solver()));
    group.putAttribute("factors", settings.factors());
    group.putAttribute("steps", settings.steps());
    group.putAttribute("observed_weight", settings.observedWeight());
    if (Double.isFinite(settings.halfLife())) {
      group.putAttribute("half_life", settings.halfLife());
    }
    group.putAttribute("l2", settings.l2());
    group.putAttribute("l2_exponent", settings.l2Exponent());
    Feedback feedback = settings.feedback();
    group.putAttribute("values", lowerCase(feedback.values()));
    group.putAttribute("lowest", (double) feedback.lowest());
    group.putAttribute("highest", (double) feedback.highest());
    group.putAttribute("liked_from", feedback.likedFrom());
    group.putAttribute("disliked_weight", feedback.dislikedWeight());
    group.putAttribute("typical", feedback.typical());
    group.putAttribute("learning_rate", settings.rmsprop().learningRate());
    group.putAttribute("rho", settings.rmsprop().rho());
    group.putAttribute("momentum", settings.rmsprop().momentum());
    group.putAttribute("epsilon", settings.rmsprop().epsilon());
    group.putAttribute("seed", settings.seed());
    group.putAttribute("given_start", settings.givenStart() ? 1 : 0);
  }

  /**
   * @param statistics of the ratings, for a model that was written before dislikes were known
   */
  static Settings read(Hdf5Source parent, RatingStatistics statistics) {
    Hdf5Source group = parent.group(GROUP);
    return new Settings(
        group.constant("recipe", Recipe.class),
        group.constant("objective", Objective.class),
        group.constant("solver", SolverKind.class),
        group.attribute("factors", Integer.class),
        group.attribute("steps", Integer.class),
        group.finite("observed_weight"),
        group.hasAttribute("half_life") ? group.finite("half_life") : Double.POSITIVE_INFINITY,
        group.finite("l2"),
        group.finite("l2_exponent"),
        feedback(group, statistics),
        new Settings.Rmsprop(
            group.finite("learning_rate"),
            group.finite("rho"),
            group.finite("momentum"),
            group.finite("epsilon")),
        group.attribute("seed", Long.class),
        group.attribute("given_start", Integer.class) != 0);
  }

  private static Feedback feedback(Hdf5Source group, RatingStatistics statistics) {
    if (!group.hasAttribute("values")) {
      return Feedback.allLiked(statistics.lowest(), statistics.highest(), statistics.mean());
    }
    return new Feedback(
        group.constant("values", Values.class),
        (float) group.finite("lowest"),
        (float) group.finite("highest"),
        group.attribute("liked_from", Double.class),
        group.finite("disliked_weight"),
        group.finite("typical"));
  }

  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
