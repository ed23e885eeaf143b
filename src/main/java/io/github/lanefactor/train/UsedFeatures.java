package io.github.lanefactor.train;

import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which features of users and of items a training uses. */
final class UsedFeatures {
  private UsedFeatures() {}

  /**
   * Those that were given, those of the columns that were named, or else all that the catalogue
   * knows of the items, if the training can use them.
   *
   * @throws InputException if features were asked for that are not there or do not fit
   */
  static Optional<Features> ofItems(Choices choices, Settings settings, Ratings ratings) {
    Catalogue catalogue = ratings.catalogue();
    return used(
        choices.itemFeatures,
        new Side("items", catalogue.items(), choices, settings),
        () -> Optional.of(Features.of(catalogue)),
        columns -> Features.ofItems(catalogue, columns));
  }

  /** The same of users. */
  static Optional<Features> ofUsers(Choices choices, Settings settings, Ratings ratings) {
    Catalogue catalogue = ratings.catalogue();
    List<String> known = catalogue.userAttributes().names();
    return used(
        choices.userFeatures,
        new Side("users", catalogue.users(), choices, settings),
        () -> known.isEmpty() ? Optional.empty() : Optional.of(Features.ofUsers(catalogue, known)),
        columns -> Features.ofUsers(catalogue, columns));
  }

  /** One side of a training. */
  private record Side(String name, int rows, Choices choices, Settings settings) {
    boolean usable() {
      return settings.solver() == SolverKind.GAUSS_NEWTON
          && settings.recipe() == Recipe.STANDARD
          && settings.l2() > 0;
    }
  }

  private static Optional<Features> used(
      Choices.Features asked,
      Side side,
      Supplier<Optional<Features>> known,
      Function<List<String>, Features> named) {
    if (asked.given() != null && asked.given().rows() != side.rows) {
      throw new InputException(
          "expected features of %d %s, found %d"
              .formatted(side.rows, side.name, asked.given().rows()));
    }
    if (asked.wanted() && !side.usable()) {
      throw new InputException(
          "features of %s need the Gauss-Newton solver and L2 above 0".formatted(side.name));
    }
    if (!side.usable() || !side.choices.features || side.rows == 0) {
      return Optional.empty();
    }
    if (asked.given() != null) {
      return Optional.of(asked.given());
    }
    return asked.columns() != null
        ? Optional.of(named.apply(asked.columns()))
        : known.get().filter(Features::known);
  }
}
