package io.github.lanefactor.explore;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.recommend.Query;
import java.util.OptionalInt;

/**
 * What a list should be like, as a request asks for it.
 *
 * @param n how many items at most
 * @param diversity from 0 to 1; see {@link Query#diversified}
 * @param genre only items of this genre; null for all
 * @param minRatings only items with at least this many ratings
 * @param maxRatings only items with at most this many ratings
 * @param fromYear only items of this year or later; null for all, and then also those without one
 * @param toYear only items of this year or earlier; null as above
 */
record Filters(
    int n,
    double diversity,
    String genre,
    int minRatings,
    int maxRatings,
    Integer fromYear,
    Integer toYear) {
  static final int USUAL = 10;

  /** Longer lists are for programs, which have the library. */
  static final int LONGEST = 1000;

  Filters {
    if (n < 1 || n > LONGEST) {
      throw new InputException("expected n from 1 to %d, found %d".formatted(LONGEST, n));
    }
  }

  Query query(FactorModel model) {
    Query query = Query.top(n).minRatings(minRatings);
    if (diversity != 0) {
      query = query.diversified(diversity);
    }
    if (genre != null) {
      query = query.genre(genre);
    }
    Catalogue catalogue = model.catalogue();
    if (maxRatings < Integer.MAX_VALUE) {
      query =
          query.where(
              item -> model.statistics().itemCount(catalogue.item(item.id())) <= maxRatings);
    }
    if (fromYear != null || toYear != null) {
      int from = fromYear == null ? Integer.MIN_VALUE : fromYear;
      int to = toYear == null ? Integer.MAX_VALUE : toYear;
      query =
          query.where(
              item -> {
                OptionalInt year = catalogue.year(catalogue.item(item.id()));
                return year.isPresent() && year.getAsInt() >= from && year.getAsInt() <= to;
              });
    }
    return query;
  }
}
