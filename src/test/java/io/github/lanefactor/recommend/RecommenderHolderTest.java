package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Trainer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RecommenderHolderTest {
  /** {@code -Dlanefactor.swapSeconds=600 -Dlanefactor.swapEveryMillis=1000} for a long run. */
  private static final long SECONDS = Long.getLong("lanefactor.swapSeconds", 3);

  private static final long EVERY_MILLIS = Long.getLong("lanefactor.swapEveryMillis", 50);
  private static final int THREADS = 8;
  private static final int USERS = 40;

  /** What a model answers, to compare with. */
  private record Answers(List<List<ScoredItem>> lists, List<List<ScoredItem>> folded) {
    static Answers of(FactorModel model) {
      Recommender recommender = Recommender.of(model);
      List<List<ScoredItem>> lists = new ArrayList<>();
      List<List<ScoredItem>> folded = new ArrayList<>();
      for (int u = 0; u < USERS; u++) {
        lists.add(recommender.recommend(model.catalogue().userId(u), Query.top(10)));
        folded.add(recommender.recommend(profile(model, u), Query.top(10)));
      }
      return new Answers(lists, folded);
    }
  }

  private static Profile profile(FactorModel model, int user) {
    return Profile.of(model.catalogue().itemId(user), 5)
        .and(model.catalogue().itemId(user + 100), 3);
  }

  @Test
  void swapsUnderLoadWithoutAnError() throws InterruptedException {
    List<FactorModel> models = new ArrayList<>();
    Map<FactorModel, Answers> answers = new IdentityHashMap<>();
    for (int seed = 1; seed <= 3; seed++) {
      FactorModel model =
          Trainer.ranking().factors(8).sweeps(2).seed(seed).train(SampleData.ratings()).model();
      models.add(model);
      answers.put(model, Answers.of(model));
    }
    assertNotEquals(answers.get(models.get(0)).lists, answers.get(models.get(1)).lists);
    RecommenderHolder holder = RecommenderHolder.of(models.get(0));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicLong answered = new AtomicLong();
    AtomicBoolean done = new AtomicBoolean();
    long end = System.nanoTime() + SECONDS * 1_000_000_000L;
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      SplittableRandom random = new SplittableRandom(t);
      threads.add(
          new Thread(
              () -> {
                try {
                  while (!done.get() && failure.get() == null) {
                    check(holder.get(), answers, random.nextInt(USERS));
                    answered.incrementAndGet();
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    threads.forEach(Thread::start);
    long settled = 0;
    int swaps = 0;
    // On a busy machine it takes longer until there is something to see.
    while ((System.nanoTime() < end || swaps < 3 || answered.get() <= 100)
        && failure.get() == null) {
      Recommender before = holder.get();
      assertSame(before, holder.replace(models.get(++swaps % models.size())));
      Thread.sleep(EVERY_MILLIS);
      settled = swaps == 20 ? usedHeap() : settled;
    }
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    assertEquals(null, failure.get());
    long grown = usedHeap() - settled;
    assertTrue(settled == 0 || grown < 64_000_000, "the heap has grown by " + grown + " bytes");
  }

  /**
   * Also where the first user and the first item, which a trial call would take, have no ratings.
   */
  @Test
  void makesBeforehandAllThatARequestWouldWaitFor() {
    RatingsBuilder builder = new RatingsBuilder();
    builder.item("none", "", "");
    for (int u = 1; u < 20; u++) {
      builder.rating("u" + u, "i" + u % 7, 4);
    }
    FactorModel model = Trainer.ranking().factors(2).sweeps(1).train(builder.build()).model();
    assertTrue(RecommenderHolder.of(model).get().isPrepared());
    assertFalse(Recommender.of(model).isPrepared());
    assertFalse(Recommender.of(model).prepare().isPrepared());
    assertTrue(Recommender.of(model).prepareUsers().prepare().isPrepared());
  }

  private static void check(Recommender now, Map<FactorModel, Answers> answers, int user) {
    Answers expected = answers.get(now.model());
    String id = now.catalogue().userId(user);
    assertEquals(expected.lists.get(user), now.recommend(id, Query.top(10)));
    assertEquals(
        expected.folded.get(user), now.recommend(profile(now.model(), user), Query.top(10)));
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
