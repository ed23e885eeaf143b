package io.github.lanefactor.train;

import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.Optional;

/** Which features of items a training uses. */
final class ItemFeatures {
  private ItemFeatures() {}

  /**
   * Those that were given; else the catalogue's, if it has any and the training can use them.
   *
   * @throws InputException if features were given that do not fit
   */
  static Optional<Features> of(Choices choices, Settings settings, Ratings ratings) {
    boolean usable =
        settings.solver() == SolverKind.GAUSS_NEWTON
            && settings.recipe() == Recipe.STANDARD
            && settings.l2() > 0;
    Features given = choices.itemFeatures;
    if (given != null && given.rows() != ratings.items()) {
      throw new InputException(
          "expected features of %d items, found %d".formatted(ratings.items(), given.rows()));
    }
    if (given != null && !usable) {
      throw new InputException("features of items need the Gauss-Newton solver and L2 above 0");
    }
    if (!usable || !choices.features || ratings.size() == 0) {
      return Optional.empty();
    }
    if (given != null) {
      return Optional.of(given);
    }
    return Features.known(ratings.catalogue())
        ? Optional.of(Features.of(ratings.catalogue()))
        : Optional.empty();
  }
}
