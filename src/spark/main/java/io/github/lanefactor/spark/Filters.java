package io.github.lanefactor.spark;

import io.github.lanefactor.recommend.Query;
import java.io.Serializable;
import java.util.List;

/** What lists may have, on its way to the executors. */
final class Filters implements Serializable {
  private static final long serialVersionUID = 1;

  private final boolean rated;
  private final int minRatings;
  private final String genre;
  private final double diversity;
  private final List<String> only;
  private final List<String> excluded;

  private Filters(
      boolean rated,
      int minRatings,
      String genre,
      double diversity,
      List<String> only,
      List<String> excluded) {
    this.rated = rated;
    this.minRatings = minRatings;
    this.genre = genre;
    this.diversity = diversity;
    this.only = only;
    this.excluded = excluded;
  }

  /** Those of a model's params. */
  Filters(LanefactorModel model) {
    this(
        (Boolean) model.getOrDefault(model.includeRated()),
        (Integer) model.getOrDefault(model.minRatings()),
        model.getOrDefault(model.genre()),
        (Double) model.getOrDefault(model.diversity()),
        model.isDefined(model.onlyItems()) ? List.of(model.getOrDefault(model.onlyItems())) : null,
        model.isDefined(model.excludedItems())
            ? List.of(model.getOrDefault(model.excludedItems()))
            : List.of());
  }

  /** None but this. */
  static Filters of(boolean rated) {
    return new Filters(rated, 0, "", 0, null, List.of());
  }

  /** The query with these filters. */
  Query on(Query query) {
    Query filtered = query;
    if (rated) {
      filtered = filtered.withRated();
    }
    if (minRatings > 0) {
      filtered = filtered.minRatings(minRatings);
    }
    if (!genre.isEmpty()) {
      filtered = filtered.genre(genre);
    }
    if (diversity > 0) {
      filtered = filtered.diversified(diversity);
    }
    if (only != null) {
      filtered = filtered.among(only);
    }
    return excluded.isEmpty() ? filtered : filtered.excluding(excluded);
  }
}
