package io.github.lanefactor.cli;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a service asks of a model: a list of 10, similar items, somebody new, all users. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsPrepend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ServingBenchmark {
  private static final int USERS = 610;
  private static final Query TEN = Query.top(10);

  @Param({"9742"})
  private int items;

  @Param({"32"})
  private int factors;

  private Recommender recommender;
  private Profile newcomer;
  private int next;

  /** Trains a model of made-up ratings and checks its lists. */
  @Setup
  public void train() {
    FactorModel model = ServingTimer.madeUp(USERS, items, factors, stage -> {});
    recommender = Recommender.of(model);
    newcomer = Profile.of("0", 5);
    for (int i = 1; i < 20; i++) {
      newcomer = newcomer.and(Integer.toString(i * (items / 20)), 1 + i % 5);
    }
    for (List<ScoredItem> list : List.of(recommend(), foldIn())) {
      if (list.size() != 10 || list.get(0).score() < list.get(9).score()) {
        throw new AssertionError("not a list of the best ten: " + list);
      }
    }
  }

  private int user() {
    next = (next + 1) % USERS;
    return next;
  }

  /** A list for a user. */
  @Benchmark
  public List<ScoredItem> recommend() {
    return recommender.recommend(recommender.catalogue().userId(user()), TEN);
  }

  /** Similar items. */
  @Benchmark
  public List<ScoredItem> similar() {
    return recommender.similarItems(recommender.catalogue().itemId(user() * 7 % items), TEN);
  }

  /** A list for somebody new with 20 ratings. */
  @Benchmark
  public List<ScoredItem> foldIn() {
    return recommender.recommend(newcomer, TEN);
  }

  /** The lists of 610 users, on one thread. */
  @Benchmark
  public int all() {
    int[] count = {0};
    recommender.recommendAll(TEN, 1, (user, list) -> count[0] += list.size());
    return count[0];
  }
}
