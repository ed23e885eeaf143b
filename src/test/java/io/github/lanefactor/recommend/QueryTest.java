package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.RandomModels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Trainer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Lists against their slow twin, which scores everything, filters it and sorts it. */
class QueryTest {
  @Provide
  Arbitrary<FactorModel> models() {
    return RandomModels.any();
  }

  @Provide
  Arbitrary<FactorModel> ranking() {
    return RandomModels.of(Recipe.STANDARD, Objective.RANKING);
  }

  /** A query and what it lets through. */
  private record Drawn(Query query, List<Item> allowed, boolean withRated) {}

  private static Drawn draw(FactorModel model, int n, Random random) {
    Catalogue catalogue = model.catalogue();
    List<Item> items = IntStream.range(0, catalogue.items()).mapToObj(catalogue::itemAt).toList();
    Query query = Query.top(n);
    List<Item> allowed = new ArrayList<>(items);
    boolean withRated = random.nextBoolean();
    if (withRated) {
      query = query.withRated();
    }
    if (random.nextInt(3) == 0) {
      List<String> among =
          items.stream().map(Item::id).filter(id -> random.nextInt(3) > 0).toList();
      query = query.among(among);
      allowed.removeIf(item -> !among.contains(item.id()));
    }
    if (random.nextInt(3) == 0) {
      List<String> some =
          items.stream().map(Item::id).filter(id -> random.nextInt(3) == 0).toList();
      query = query.excluding(some).excluding(List.of("no such item"));
      allowed.removeIf(item -> some.contains(item.id()));
    }
    if (random.nextInt(3) == 0) {
      query = query.genre("dRAMA");
      allowed.removeIf(item -> !item.genres().contains("Drama"));
    }
    if (random.nextInt(3) == 0) {
      query = query.minRatings(2);
      allowed.removeIf(i -> model.statistics().itemCount(catalogue.item(i.id())) < 2);
    }
    return new Drawn(query, allowed, withRated);
  }

  @Property(tries = 300)
  void listsAreTheBestOfWhatIsAllowed(
      @ForAll("models") FactorModel model,
      @ForAll @IntRange(min = 1, max = 50) int n,
      @ForAll long seed) {
    Recommender recommender = Recommender.of(model);
    Drawn drawn = draw(model, n, new Random(seed));
    Ratings ratings = model.history().orElseThrow();
    Catalogue catalogue = model.catalogue();
    for (int u = 0; u < catalogue.users(); u++) {
      int user = u;
      float[] scores = new float[catalogue.items()];
      recommender.scores(user, scores);
      List<Item> candidates =
          drawn.allowed.stream()
              .filter(i -> drawn.withRated || !ratings.contains(user, catalogue.item(i.id())))
              .toList();
      if (model.settings().recipe() != Recipe.SEED && model.statistics().userCount(user) == 0) {
        candidates = List.of();
      }
      List<ScoredItem> list = recommender.recommend(catalogue.userId(user), drawn.query);
      List<ScoredItem> expected = sorted(candidates, n, i -> scores[catalogue.item(i.id())]);
      if (model.objective() == Objective.RATING) {
        // Ratings round logits, so that items change places where they round to the same one.
        assertEquals(expected.size(), list.size());
        for (int r = 0; r < list.size(); r++) {
          assertEquals(
              scores[catalogue.item(expected.get(r).item().id())],
              scores[catalogue.item(list.get(r).item().id())]);
        }
      } else {
        assertEquals(items(expected), items(list));
      }
      for (ScoredItem s : list) {
        assertEquals(recommender.predict(catalogue.userId(user), s.item().id()), s.score());
      }
    }
  }

  private static List<ScoredItem> sorted(List<Item> items, int n, ToDoubleFunction<Item> score) {
    return items.stream()
        .map(item -> new ScoredItem(item, score.applyAsDouble(item) + 0.0)) // no -0
        .sorted(Comparator.comparingDouble(ScoredItem::score).reversed())
        .limit(n)
        .toList();
  }

  private static List<Item> items(List<ScoredItem> list) {
    return list.stream().map(ScoredItem::item).toList();
  }

  @Property(tries = 100)
  void similarItemsAreTheMostAlikeOfWhatIsAllowed(
      @ForAll("ranking") FactorModel model,
      @ForAll @IntRange(min = 1, max = 50) int n,
      @ForAll long seed) {
    Recommender recommender = Recommender.of(model);
    Cosines cosines = Cosines.ofItems(model);
    Drawn drawn = draw(model, n, new Random(seed));
    Catalogue catalogue = model.catalogue();
    for (int i = 0; i < catalogue.items(); i++) {
      int item = i;
      List<Item> candidates =
          drawn.allowed.stream().filter(other -> catalogue.item(other.id()) != item).toList();
      if (model.statistics().itemCount(item) == 0) {
        candidates = List.of();
      }
      assertEquals(
          sorted(candidates, n, other -> cosines.alike(item, catalogue.item(other.id()))),
          recommender.similarItems(catalogue.itemId(item), drawn.query).stream()
              .map(s -> new ScoredItem(s.item(), s.score() + 0.0))
              .toList());
    }
  }

  @Property(tries = 50)
  void similarUsersAreTheMostAlike(@ForAll("ranking") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    Cosines cosines = Cosines.ofUsers(model);
    Catalogue catalogue = model.catalogue();
    for (int u = 0; u < catalogue.users(); u++) {
      int user = u;
      List<ScoredUser> expected =
          IntStream.range(0, catalogue.users())
              .filter(other -> other != user && model.statistics().userCount(user) > 0)
              .mapToObj(
                  other ->
                      new ScoredUser(catalogue.userId(other), cosines.alike(user, other) + 0.0))
              .sorted(Comparator.comparingDouble(ScoredUser::score).reversed())
              .limit(7)
              .toList();
      assertEquals(
          expected,
          recommender.similarUsers(catalogue.userId(user), 7).stream()
              .map(s -> new ScoredUser(s.id(), s.score() + 0.0))
              .toList());
    }
  }

  @Property(tries = 50)
  void recommendAllGivesEveryonesList(
      @ForAll("models") FactorModel model, @ForAll @IntRange(min = 1, max = 4) int threads) {
    Recommender recommender = Recommender.of(model);
    Query query = Query.top(5);
    Map<String, List<ScoredItem>> all = new LinkedHashMap<>();
    recommender.recommendAll(query, threads, all::put);
    assertEquals(List.of(model.catalogue().userIds()), List.copyOf(all.keySet()));
    all.forEach((user, list) -> assertEquals(recommender.recommend(user, query), list));
  }

  @Property(tries = 50)
  void rescoredListsAreSortedByTheNewScore(@ForAll("models") FactorModel model) {
    Recommender recommender = Recommender.of(model);
    Catalogue catalogue = model.catalogue();
    String user = catalogue.userId(0);
    Query.Rescorer rescorer = (item, score) -> item.title().hashCode() % 7 - score;
    List<Item> candidates =
        recommender.recommend(user, Query.top(99)).stream()
            .map(ScoredItem::item)
            .sorted(Comparator.comparingInt(i -> catalogue.item(i.id())))
            .toList();
    assertEquals(
        sorted(candidates, 5, i -> rescorer.rescore(i, recommender.predict(user, i.id()))),
        recommender.recommend(user, Query.top(5).rescoredBy(rescorer)).stream()
            .map(s -> new ScoredItem(s.item(), s.score() + 0.0))
            .toList());
  }

  @Property(tries = 100)
  void diversityTakesNextWhatIsLeastLikeTheRest(
      @ForAll("ranking") FactorModel model, @ForAll @IntRange(min = 1, max = 9) int tenths) {
    Recommender recommender = Recommender.of(model);
    Cosines cosines = Cosines.ofItems(model);
    Catalogue catalogue = model.catalogue();
    String user = catalogue.userId(0);
    List<ScoredItem> pool = recommender.recommend(user, Query.top(30));
    List<ScoredItem> list = recommender.recommend(user, Query.top(3).diversified(tenths / 10.0));
    assertEquals(Math.min(3, pool.size()), list.size());
    assertEquals(
        pool.subList(0, Math.min(3, pool.size())),
        recommender.recommend(user, Query.top(3).diversified(0)));
    List<ScoredItem> left = new ArrayList<>(pool);
    List<ScoredItem> listed = new ArrayList<>();
    for (ScoredItem next : list) {
      ToDoubleFunction<ScoredItem> marginal =
          s -> {
            double worst = pool.get(pool.size() - 1).score();
            double range = pool.get(0).score() - worst;
            double relevant = range > 0 ? (s.score() - worst) / range : 1;
            double alike =
                listed.stream()
                    .mapToDouble(
                        l ->
                            cosines.cosine(
                                catalogue.item(l.item().id()), catalogue.item(s.item().id())))
                    .max()
                    .orElse(0);
            return (1 - tenths / 10.0) * relevant - tenths / 10.0 * alike;
          };
      double best = left.stream().mapToDouble(marginal).max().orElseThrow();
      assertEquals(best, marginal.applyAsDouble(next), 1e-12);
      left.remove(next);
      listed.add(next);
    }
  }

  @Test
  void wrongQueriesAreRefused() {
    assertThrows(InputException.class, () -> Query.top(0));
    assertThrows(InputException.class, () -> Query.top(1).minRatings(-1));
    assertThrows(InputException.class, () -> Query.top(1).diversified(1.1));
    assertThrows(InputException.class, () -> Query.top(1).diversified(Double.NaN));
  }

  /** 20,000 items: an array of one number each would be 80,000 bytes. */
  @Test
  void callsAllocateLittleButTheirResult() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 20_000; i++) {
      builder.rating("u" + i % 9, "i" + i, 1);
    }
    FactorModel model = Trainer.ranking().factors(4).sweeps(0).train(builder.build()).model();
    Recommender recommender = Recommender.of(model);
    Query query = Query.top(3);
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    // Vector code allocates until it is compiled.
    long bytes = Long.MAX_VALUE;
    long end = System.nanoTime() + 30_000_000_000L;
    while (bytes >= 10_000 && System.nanoTime() < end) {
      long before = threads.getThreadAllocatedBytes(id);
      for (int i = 0; i < 50; i++) {
        recommender.recommend("u1", query);
        recommender.similarItems("i1", query);
      }
      bytes = (threads.getThreadAllocatedBytes(id) - before) / 100;
    }
    assertTrue(bytes < 10_000, bytes + " bytes a call");
  }
}
