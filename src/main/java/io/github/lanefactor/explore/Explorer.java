package io.github.lanefactor.explore;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.ItemSearch;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.support.Lazy;
import java.util.Optional;

/** A model and what a page asks of it. Several threads may share one. */
public final class Explorer {
  private static final int WARM_CALLS = 2000;
  private static final long WARM_NANOS = 1_500_000_000;

  private final String title;
  private final FactorModel model;
  private final Recommender recommender;
  private final ItemSearch search;
  private final Lazy<float[]> directions;
  private final Lazy<ItemMap> outline;
  private final Lazy<Optional<ItemMap>> neighbourhoods;

  /**
   * @param title what to call the model
   */
  public Explorer(String title, FactorModel model) {
    this.title = title;
    this.model = model;
    this.recommender = Recommender.of(model);
    this.search = new ItemSearch(model.catalogue());
    this.directions = new Lazy<>(recommender::itemDirections);
    this.outline = new Lazy<>(() -> PrincipalComponents.map(directions.get(), model.factors()));
    this.neighbourhoods = new Lazy<>(this::neighbourhoods);
  }

  /**
   * Makes what the first list and the first map need, and solves for some newcomers until the JVM
   * has compiled what that takes, so that the times on the page are those of warm code.
   */
  public void warmUp() {
    int items = model.catalogue().items();
    if (items == 0) {
      return;
    }
    outline.get();
    search.find("a");
    float best = model.settings().feedback().highest();
    long end = System.nanoTime() + WARM_NANOS;
    for (int call = 0; call < WARM_CALLS && System.nanoTime() < end; call++) {
      String item = model.catalogue().itemId(call % items);
      String other = model.catalogue().itemId((7 * call + 1) % items);
      recommender.recommend(Profile.of(item, best).and(other, best), Query.top(10));
      recommender.similarItems(item, Query.top(10));
    }
  }

  String title() {
    return title;
  }

  FactorModel model() {
    return model;
  }

  Recommender recommender() {
    return recommender;
  }

  ItemSearch search() {
    return search;
  }

  /** The map by this method; nothing where there is none. Waits until it is made. */
  Optional<ItemMap> map(ItemMap.Method method) {
    return method == ItemMap.Method.PCA ? Optional.of(outline.get()) : neighbourhoods.get();
  }

  /** The best map that there is. Waits until it is made. */
  ItemMap bestMap() {
    return neighbourhoods.get().orElseGet(outline::get);
  }

  private Optional<ItemMap> neighbourhoods() {
    if (!Umaps.isFor(model.catalogue().items())) {
      return Optional.empty();
    }
    try {
      return Optional.of(Umaps.map(directions.get(), model.factors()));
    } catch (RuntimeException | NoClassDefFoundError e) {
      System.getLogger("io.github.lanefactor")
          .log(System.Logger.Level.WARNING, "no map by UMAP: " + e);
      return Optional.empty();
    }
  }
}
