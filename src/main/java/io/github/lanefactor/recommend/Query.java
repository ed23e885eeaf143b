package io.github.lanefactor.recommend;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Item;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a list should be like: how long, of which items, in which order. Immutable; each method
 * gives a query that asks for one thing more.
 *
 * <pre>{@code
 * Query.top(10).excluding(shown).genre("Comedy").minRatings(5).diversified(0.3)
 * }</pre>
 *
 * <p>A list has n items whenever there are n that all filters let through.
 */
public final class Query {
  private final int n;
  private final Optional<Set<String>> among;
  private final Set<String> excluded;
  private final List<Predicate<Item>> filters;
  private final int minRatings;
  private final boolean withRated;
  private final Optional<Rescorer> rescorer;
  private final double diversity;

  private Query(Builder b) {
    this.n = b.n;
    this.among = b.among;
    this.excluded = b.excluded;
    this.filters = b.filters;
    this.minRatings = b.minRatings;
    this.withRated = b.withRated;
    this.rescorer = b.rescorer;
    this.diversity = b.diversity;
  }

  /** Gives an item another score than the model does. */
  @FunctionalInterface
  public interface Rescorer {
    /**
     * The score to list an item by.
     *
     * @param item the item
     * @param score the score that the model gives
     * @return the new score; a higher one is listed earlier
     */
    double rescore(Item item, double score);
  }

  /**
   * The best n items.
   *
   * @throws InputException if n is below 1
   */
  public static Query top(int n) {
    if (n < 1) {
      throw new InputException("expected a list of at least 1 item, found " + n);
    }
    Builder b = new Builder();
    b.n = n;
    return new Query(b);
  }

  /** Only these items, such as those in stock. Ids that the model does not know have no effect. */
  public Query among(Collection<String> ids) {
    Builder b = new Builder(this);
    b.among = Optional.of(Set.copyOf(ids));
    return new Query(b);
  }

  /** None of these items. Ids that the model does not know have no effect. */
  public Query excluding(Collection<String> ids) {
    Builder b = new Builder(this);
    List<String> all = new ArrayList<>(excluded);
    all.addAll(ids);
    b.excluded = Set.copyOf(all);
    return new Query(b);
  }

  /** Only items that a filter lets through. */
  public Query where(Predicate<Item> filter) {
    Builder b = new Builder(this);
    List<Predicate<Item>> all = new ArrayList<>(filters);
    all.add(filter);
    b.filters = List.copyOf(all);
    return new Query(b);
  }

  /** Only items of this genre, in any case. */
  public Query genre(String genre) {
    return where(item -> item.genres().stream().anyMatch(genre::equalsIgnoreCase));
  }

  /**
   * Only items with at least this many ratings.
   *
   * @throws InputException if it is below 0
   */
  public Query minRatings(int count) {
    if (count < 0) {
      throw new InputException("expected a number of ratings of at least 0, found " + count);
    }
    Builder b = new Builder(this);
    b.minRatings = count;
    return new Query(b);
  }

  /** What a user has rated may be listed too. */
  public Query withRated() {
    Builder b = new Builder(this);
    b.withRated = true;
    return new Query(b);
  }

  /** Lists items by another score, which every item that the filters let through is given. */
  public Query rescoredBy(Rescorer rescorer) {
    Builder b = new Builder(this);
    b.rescorer = Optional.of(rescorer);
    return new Query(b);
  }

  /**
   * Lists items that are less like each other: maximal marginal relevance (Carbonell and Goldstein,
   * SIGIR 1998). From the best 10·n candidates, one item after the other is listed that has the
   * highest (1 − d)·s − d·c. s is its score, from 0 for the worst candidate to 1 for the best; c is
   * its cosine with the listed item that is most like it, as {@link Recommender#similarItems} has
   * it, before the factor for the number of ratings.
   *
   * @param d from 0, which changes nothing, to 1
   * @throws InputException if it is out of range
   */
  public Query diversified(double d) {
    if (!(d >= 0 && d <= 1)) {
      throw new InputException("expected a diversity from 0 to 1, found " + d);
    }
    Builder b = new Builder(this);
    b.diversity = d;
    return new Query(b);
  }

  /** How many items at most. */
  public int n() {
    return n;
  }

  Optional<Set<String>> among() {
    return among;
  }

  Set<String> excluded() {
    return excluded;
  }

  boolean rated() {
    return withRated;
  }

  Optional<Rescorer> rescorer() {
    return rescorer;
  }

  double diversity() {
    return diversity;
  }

  int leastRatings() {
    return minRatings;
  }

  List<Predicate<Item>> filters() {
    return filters;
  }

  /** The parts of a query, while one is made. */
  private static final class Builder {
    private int n;
    private Optional<Set<String>> among = Optional.empty();
    private Set<String> excluded = Set.of();
    private List<Predicate<Item>> filters = List.of();
    private int minRatings;
    private boolean withRated;
    private Optional<Rescorer> rescorer = Optional.empty();
    private double diversity;

    Builder() {}

    Builder(Query q) {
      n = q.n;
      among = q.among;
      excluded = q.excluded;
      filters = q.filters;
      minRatings = q.minRatings;
      withRated = q.withRated;
      rescorer = q.rescorer;
      diversity = q.diversity;
    }
  }
}
