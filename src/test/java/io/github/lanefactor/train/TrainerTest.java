package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.kernel.Kernels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Training.Ending.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TrainerTest {
  private static final Path SHARED = Path.of("../shared");

  private final Ratings ratings = GoldenDigest.ratings(31, 47);

  /** The blog post's own training, in TensorFlow: the losses of its first steps. */
  @Test
  void followsTheSeedsTraining() throws IOException {
    Path oracle = SHARED.resolve("oracle/seed-ml-latest-small");
    Path data = SHARED.resolve("data/ml-latest-small");
    assumeTrue(Files.isDirectory(oracle) && Files.isDirectory(data), "needs " + SHARED);
    // Plain loops take their time: one point less to compare.
    boolean scalar = System.getProperty("lanefactor.expectKernel", "").equals("scalar");
    int steps = scalar ? 101 : 301;
    Ratings movieLens = new RatingsReader().read(data);
    Weights start = ModelFile.readWeights(oracle.resolve("start.h5"));
    Training training = Trainer.seedRecipe().init(start).steps(steps).train(movieLens);
    List<String> lines = Files.readAllLines(oracle.resolve("losses.csv"));
    assertEquals(steps / 100 + 1, training.history().size());
    for (Training.Point point : training.history()) {
      String[] row = lines.get(1 + point.step() / 100).split(",");
      assertEquals(Integer.parseInt(row[0]), point.step());
      double expected = Double.parseDouble(row[1]);
      assertEquals(expected, point.loss(), 1e-6 * expected, "step " + point.step());
    }
  }

  /** The loss by the model's own scores, cell by cell. */
  @ParameterizedTest
  @CsvSource({
    "RANKING,GAUSS_NEWTON,3", "SCALED,GAUSS_NEWTON,1", "RATING,GAUSS_NEWTON,1",
    "RANKING,RMSPROP,1", "SCALED,RMSPROP,2.5", "RATING,RMSPROP,1"
  })
  void theLossIsTheMeanSquaredErrorOfTheCells(
      Objective objective, SolverKind solver, double observedWeight) {
    Trainer trainer =
        Trainer.ranking().objective(objective).solver(solver).observedWeight(observedWeight);
    FactorModel start = trainer.sweeps(0).steps(0).train(ratings).model();
    Training training = trainer.init(start.weights()).sweeps(1).steps(1).train(ratings);
    double likedFrom = start.settings().feedback().likedFrom();
    assertEquals(1.5, likedFrom);
    double mean =
        IntStream.range(0, ratings.size())
            .mapToDouble(ratings::ratingAt)
            .filter(rating -> rating >= likedFrom)
            .average()
            .orElseThrow();
    boolean ranking = objective == Objective.RANKING;
    double sum = 0;
    for (int user = 0; user < ratings.users(); user++) {
      for (int item = 0; item < ratings.items(); item++) {
        int position = ratings.position(user, item).orElse(-1);
        boolean observed = position >= 0;
        double target = 0;
        double weight = objective == Objective.RATING ? 0 : 1;
        if (observed) {
          float rating = ratings.ratingAt(position);
          boolean liked = rating >= likedFrom;
          target = ranking ? 1 : rating / start.scale(item);
          weight = observedWeight * (ranking ? Math.max(0.1, rating / mean) : 1);
          if (!liked && objective != Objective.RATING) {
            target = 0;
            weight = 2;
          }
        }
        sum += weight * Math.pow(start.output(user, item) - target, 2);
      }
    }
    int all = ratings.users() * ratings.items();
    double expected = sum / (objective == Objective.RATING ? ratings.size() : all);
    assertEquals(expected, training.history().get(0).loss(), 1e-5 * expected);
  }

  @Test
  void scalesAreWhatAScoreOf1StandsFor() {
    Ratings small =
        new RatingsBuilder().rating("a", "x", 2).rating("a", "y", 5).rating("b", "x", 4).build();
    Ratings withUnrated = withUnratedItem();
    assertArrayEquals(new float[] {4, 5}, scales(Objective.SCALED, small));
    assertArrayEquals(new float[] {1, 1}, scales(Objective.RANKING, small));
    assertArrayEquals(new float[] {5.25f, 5.25f}, scales(Objective.RATING, small));
    assertArrayEquals(new float[] {0, 3}, scales(Objective.SCALED, withUnrated));
  }

  private static Ratings withUnratedItem() {
    RatingsBuilder builder = new RatingsBuilder();
    builder.item("unrated", "", "");
    builder.item("rated", "", "");
    return builder.rating("a", "rated", 3).rating("b", "rated", 1).build();
  }

  private static float[] scales(Objective objective, Ratings ratings) {
    FactorModel model = Trainer.ranking().objective(objective).sweeps(1).train(ratings).model();
    float[] scales = new float[ratings.items()];
    for (int item = 0; item < scales.length; item++) {
      scales[item] = model.scale(item);
    }
    return scales;
  }

  /** Nothing pulls at an item that nobody rated, not even L2; its weights stay numbers. */
  @ParameterizedTest
  @EnumSource(Objective.class)
  void unratedItemsStayFinite(Objective objective) {
    FactorModel model =
        Trainer.ranking().objective(objective).l2(0).factors(3).train(withUnratedItem()).model();
    for (int user = 0; user < 2; user++) {
      for (int item = 0; item < 2; item++) {
        double score = model.output(user, item);
        assertTrue(score >= 0 && score <= 1, "score " + score);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(SolverKind.class)
  void sameOnAnyNumberOfThreads(SolverKind solver) {
    Trainer trainer = Trainer.ranking().solver(solver).steps(7).sweeps(2);
    Training one = trainer.threads(1).train(ratings);
    for (int threads : new int[] {2, 3, 5, 8}) {
      Training more = trainer.threads(threads).train(ratings);
      assertSameWeights(one.model().weights(), more.model().weights());
      assertEquals(losses(one), losses(more));
    }
  }

  @Test
  void theSeedDecidesTheStart() {
    Trainer trainer = Trainer.ranking().sweeps(1);
    Weights first = trainer.seed(5).train(ratings).model().weights();
    assertSameWeights(first, trainer.seed(5).train(ratings).model().weights());
    assertNotEquals(first.u()[0], trainer.seed(6).train(ratings).model().weights().u()[0]);
  }

  /** ±√(6/(rows + k)), as far out as that, and biases of 0. */
  @Test
  void theSeedRecipeStartsByGlorot() {
    Weights start = Trainer.seedRecipe().steps(0).train(ratings).model().weights();
    assertUniform(start.u(), Math.sqrt(6.0 / (31 + 15)));
    assertUniform(start.m(), Math.sqrt(6.0 / (47 + 15)));
    assertArrayEquals(new float[31], start.bu());
    assertArrayEquals(new float[47], start.bm());
    assertEquals(0, start.bg());
  }

  private static void assertUniform(float[] weights, double limit) {
    double mean = 0;
    double largest = 0;
    double square = 0;
    for (float weight : weights) {
      mean += weight / weights.length;
      square += (double) weight * weight / weights.length;
      largest = Math.max(largest, Math.abs(weight));
    }
    assertTrue(largest <= limit && largest > 0.95 * limit, largest + " of " + limit);
    assertEquals(0, mean, 0.15 * limit);
    assertEquals(limit * limit / 3, square, 0.15 * limit * limit);
  }

  @Test
  void startWeightsAreMatchedById() {
    Weights start = Trainer.seedRecipe().factors(4).steps(3).train(ratings).model().weights();
    Weights more = reversedWithOneMore(start);
    Trainer trainer = Trainer.seedRecipe().factors(4).steps(5);
    assertSameWeights(
        trainer.init(start).train(ratings).model().weights(),
        trainer.init(more).train(ratings).model().weights());
    assertSameWeights(start, trainer.init(more).steps(0).train(ratings).model().weights());
  }

  /** The same weights in the opposite order, with a user and an item that the ratings lack. */
  private static Weights reversedWithOneMore(Weights w) {
    int n = w.catalogue().users();
    int m = w.catalogue().items();
    int k = w.factors();
    String[] userIds = new String[n + 1];
    String[] itemIds = new String[m + 1];
    float[] u = new float[(n + 1) * k];
    float[] items = new float[(m + 1) * k];
    float[] bu = new float[n + 1];
    float[] bm = new float[m + 1];
    userIds[n] = "a user more";
    itemIds[m] = "an item more";
    for (int i = 0; i < n; i++) {
      userIds[i] = w.catalogue().userId(n - 1 - i);
      bu[i] = w.bu()[n - 1 - i];
      System.arraycopy(w.u(), (n - 1 - i) * k, u, i * k, k);
    }
    for (int i = 0; i < m; i++) {
      itemIds[i] = w.catalogue().itemId(m - 1 - i);
      bm[i] = w.bm()[m - 1 - i];
      System.arraycopy(w.m(), (m - 1 - i) * k, items, i * k, k);
    }
    return new Weights(Catalogue.of(userIds, itemIds), k, u, items, bu, bm, w.bg());
  }

  /** The same weights, of which a user or an item has another id. */
  private static Weights renamed(Weights w, int user, int item) {
    String[] userIds = w.catalogue().userIds();
    String[] itemIds = w.catalogue().itemIds();
    if (user >= 0) {
      userIds[user] = "someone else";
    }
    if (item >= 0) {
      itemIds[item] = "something else";
    }
    return new Weights(
        Catalogue.of(userIds, itemIds), w.factors(), w.u(), w.m(), w.bu(), w.bm(), w.bg());
  }

  @Test
  void startWeightsThatDoNotFitAreRefused() {
    Weights w = Trainer.seedRecipe().steps(0).train(ratings).model().weights();
    Trainer trainer = Trainer.seedRecipe();
    Weights otherUser = renamed(w, 3, -1);
    refused("start weights for user 3, found none", () -> trainer.init(otherUser).train(ratings));
    Weights otherItem = renamed(w, -1, 4);
    refused("start weights for item 4, found none", () -> trainer.init(otherItem).train(ratings));
    trainer.init(w).train(GoldenDigest.ratings(5, 6));
    refused("with 7 factors, found 15", () -> trainer.factors(7).train(ratings));
  }

  @ParameterizedTest
  @CsvSource({"250,'0,100,200,249'", "201,'0,100,200'", "1,0", "100,'0,99'"})
  void theHistoryHasEvery100thStepAndTheLast(int steps, String expected) {
    Training training = Trainer.seedRecipe().factors(2).steps(steps).train(ratings);
    assertEquals(expected, steps(training));
    assertEquals(steps + " steps done", training.ending().description());
    assertEquals(Kind.DONE, training.ending().kind());
    Training everyFourth = Trainer.seedRecipe().logEvery(4).factors(2).steps(10).train(ratings);
    assertEquals("0,4,8,9", steps(everyFourth));
  }

  @Test
  void theHistoryOfSweepsEndsWithTheLossAfterTheLast() {
    Training training = Trainer.ranking().sweeps(3).tolerance(0).train(ratings);
    assertEquals("0,1,2,3", steps(training));
    Training again = Trainer.ranking().sweeps(0).init(training.model().weights()).train(ratings);
    assertEquals("0", steps(again));
    double last = training.history().get(3).loss();
    assertEquals(last, again.history().get(0).loss());
  }

  /** The loss of a point is the one before its step. */
  @Test
  void aTrainingGoesOnWhereAnotherOneStopped() {
    Trainer plain = Trainer.seedRecipe().momentum(0).rho(0).logEvery(1);
    Training whole = plain.steps(6).train(ratings);
    Training first = plain.steps(4).train(ratings);
    Training second = plain.init(first.model().weights()).steps(2).train(ratings);
    List<Double> joined = new ArrayList<>(losses(first));
    joined.addAll(losses(second));
    assertEquals(losses(whole), joined);
    assertSameWeights(whole.model().weights(), second.model().weights());
  }

  @ParameterizedTest
  @EnumSource(SolverKind.class)
  void stopsBelowTheTargetLoss(SolverKind solver) {
    Trainer trainer = Trainer.ranking().solver(solver).steps(30).sweeps(10).tolerance(0);
    trainer.logEvery(1);
    List<Double> all = losses(trainer.train(ratings));
    double target = (all.get(3) + all.get(2)) / 2;
    Training training = trainer.logEvery(7).targetLoss(target).train(ratings);
    // Sweeps end with the loss of what they made; a step's is not computed.
    List<Training.Point> history = training.history();
    int after = solver == SolverKind.GAUSS_NEWTON ? 1 : 0;
    Training.Point below = history.get(history.size() - 1 - after);
    assertTrue(below.loss() < target);
    assertEquals(all.indexOf(below.loss()), below.step());
    assertTrue(all.subList(0, below.step()).stream().allMatch(loss -> loss >= target));
    Training.Point last = history.get(history.size() - 1);
    assertEquals(below.step() + after, last.step());
    assertEquals(last.loss(), training.model().origin().last().orElseThrow().loss());
    assertTrue(training.ending().kind() == Kind.TARGET_REACHED, training.ending().toString());
  }

  @Test
  void sweepsStopWhenTheLossStalls() {
    Training training = Trainer.ranking().l2(0).sweeps(200).tolerance(0.01).train(ratings);
    List<Double> losses = losses(training);
    int last = losses.size() - 2; // one more is that of the weights after the last sweep
    assertTrue(last < 200);
    assertTrue(losses.get(last) > 0.99 * losses.get(last - 1));
    for (int i = 1; i < last; i++) {
      assertTrue(losses.get(i) <= 0.99 * losses.get(i - 1));
    }
  }

  /** Weights that grow beyond what a float can hold: the last good ones are kept. */
  @Test
  void aLossThatIsNotFiniteEndsTheTraining() {
    Trainer wild = Trainer.seedRecipe().learningRate(3e37).logEvery(1);
    DivergedException e = assertThrows(DivergedException.class, () -> wild.train(ratings));
    Training lastGood = e.lastGood();
    assertFalse(lastGood.history().isEmpty());
    assertTrue(losses(lastGood).stream().allMatch(Double::isFinite));
    int kept = lastGood.history().size() - 1;
    assertTrue(e.getMessage().contains("step " + (kept + 1)), e.getMessage());
    assertFalse(e.getMessage().contains("\n"));
    Weights weights = lastGood.model().weights();
    assertSameWeights(wild.steps(kept).train(ratings).model().weights(), weights);
  }

  /** The loss of the last step is finite, the weights after it are not: nobody has asked yet. */
  @Test
  void weightsThatAreNotFiniteAfterTheLastStepAreNotKept() {
    Trainer wild = Trainer.seedRecipe().learningRate(3e38).steps(1);
    DivergedException e = assertThrows(DivergedException.class, () -> wild.train(ratings));
    Weights start = Trainer.seedRecipe().steps(0).train(ratings).model().weights();
    assertSameWeights(start, e.lastGood().model().weights());
  }

  /** At the minimum of loss and L2 rounding takes them up again in the end. */
  @ParameterizedTest
  @EnumSource(Objective.class)
  void aTrainingWhoseLossAndL2RiseKeepsTheBestSweep(Objective objective) {
    for (double l2 : new double[] {1, 20, 300}) {
      Trainer trainer = Trainer.ranking().objective(objective).factors(6).l2(l2).sweeps(80);
      Training training = trainer.tolerance(1e-12).train(ratings);
      int sweep = training.model().origin().last().orElseThrow().step();
      assertEquals("loss and L2 rose: kept the weights of sweep " + sweep, training.ending() + "");
      Training asFar = trainer.copy().sweeps(sweep).tolerance(0).train(ratings);
      assertSameWeights(asFar.model().weights(), training.model().weights());
      double last = losses(asFar).get(sweep);
      assertEquals(last, training.model().origin().last().orElseThrow().loss());
    }
  }

  /** On the way to the minimum of both the loss alone may rise. */
  @Test
  void aLossThatRisesWithoutL2EndsNothing() {
    Trainer trainer = Trainer.ranking().factors(6).l2(2).sweeps(6).tolerance(1e-9);
    Training training = trainer.train(ratings);
    List<Double> losses = losses(training);
    double least = losses.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
    assertTrue(losses.get(losses.size() - 1) > least, losses.toString());
    assertEquals("6 sweeps done", training.ending().toString());
    assertSameWeights(
        trainer.copy().tolerance(0).train(ratings).model().weights(), training.model().weights());
  }

  @Test
  void theListenerEndsATraining() {
    for (Trainer trainer : List.of(Trainer.seedRecipe(), Trainer.ranking().tolerance(0))) {
      trainer.logEvery(1).steps(50).sweeps(50);
      Training ended =
          trainer.copy().listener((point, logged, total) -> point.step() < 4).train(ratings);
      assertEquals(Kind.CANCELLED, ended.ending().kind());
      assertEquals("0,1,2,3,4", steps(ended));
      Training five = trainer.steps(5).sweeps(5).train(ratings);
      assertSameWeights(five.model().weights(), ended.model().weights());
    }
  }

  /** A step of this would take minutes; whichever pass it is in, an interrupt ends it. */
  @ParameterizedTest
  @EnumSource(SolverKind.class)
  void anInterruptEndsATrainingWithinASecond(SolverKind solver) throws InterruptedException {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 60_000; i++) {
      builder.rating("u" + i % 30_000, "i" + i, 1 + i % 5);
    }
    Ratings large = builder.build();
    Training[] ended = new Training[1];
    boolean[] interrupted = new boolean[1];
    Thread thread =
        new Thread(
            () -> {
              ended[0] = Trainer.ranking().solver(solver).factors(64).threads(2).train(large);
              interrupted[0] = Thread.currentThread().isInterrupted();
            });
    thread.start();
    Thread.sleep(1500);
    long before = System.nanoTime();
    thread.interrupt();
    thread.join(20_000);
    double seconds = (System.nanoTime() - before) * 1e-9;
    assertEquals(Kind.CANCELLED, ended[0].ending().kind());
    assertTrue(interrupted[0], "the thread lost its interrupted status");
    assertTrue(ended[0].seconds() > 1 && seconds < 10, seconds + " s"); // 10: a busy machine
    for (float weight : ended[0].model().weights().m()) {
      assertTrue(Float.isFinite(weight));
    }
  }

  @Test
  void aStartThatIsNotFiniteEndsTheTraining() {
    Weights w = Trainer.seedRecipe().steps(0).train(ratings).model().weights();
    float[] m = w.m();
    m[17] = Float.NaN;
    Weights spoilt = new Weights(w.catalogue(), w.factors(), w.u(), m, w.bu(), w.bm(), w.bg());
    for (Trainer trainer : List.of(Trainer.seedRecipe(), Trainer.ranking().factors(15))) {
      assertThrows(DivergedException.class, () -> trainer.init(spoilt).train(ratings));
    }
  }

  @Test
  void keepsTheBestWeightsAndStopsWhenPatienceEnds() {
    double[] qualities = {0.1, 0.5, 0.3, 0.4, 0.9};
    List<FactorModel> looks = new ArrayList<>();
    Trainer trainer = Trainer.ranking().sweeps(9).tolerance(0);
    Training best = trainer.keepBest(model -> qualities[add(looks, model)], 2).train(ratings);
    assertEquals(4, looks.size());
    assertSameWeights(looks.get(1).weights(), best.model().weights());
    Trainer oneSweep = Trainer.ranking().sweeps(1);
    assertSameWeights(oneSweep.train(ratings).model().weights(), best.model().weights());
    assertTrue(best.ending().kind() == Kind.NO_BETTER, best.ending().toString());
  }

  /** However a training ends, the weights after its last step are looked at too. */
  @Test
  void looksAtTheLastWeightsToo() {
    Trainer trainer = Trainer.ranking().tolerance(0).sweeps(3);
    List<Double> losses = losses(trainer.train(ratings));
    assertEquals(4, looks(trainer));
    assertEquals(4, looks(trainer.targetLoss((losses.get(1) + losses.get(2)) / 2)));
    assertEquals(3, looks(Trainer.ranking().sweeps(9).tolerance(1)));
    assertEquals(4, looks(Trainer.seedRecipe().factors(2).steps(25).logEvery(10)));
  }

  /** How often quality is asked for where it always gets better. */
  private int looks(Trainer trainer) {
    List<FactorModel> looks = new ArrayList<>();
    Training training = trainer.keepBest(model -> add(looks, model), 1).train(ratings);
    FactorModel last = looks.get(looks.size() - 1);
    assertSameWeights(last.weights(), training.model().weights());
    return looks.size();
  }

  private static int add(List<FactorModel> looks, FactorModel model) {
    looks.add(model);
    return looks.size() - 1;
  }

  @Test
  void theListenerHearsOfEveryStep() {
    List<Training.Point> logged = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    Training training =
        Trainer.seedRecipe()
            .factors(2)
            .steps(25)
            .logEvery(10)
            .listener(
                (point, isLogged, steps) -> {
                  assertEquals(25, steps);
                  all.add(point.step());
                  if (isLogged) {
                    logged.add(point);
                  }
                  return true;
                })
            .train(ratings);
    assertEquals(25, all.size());
    assertEquals(training.history(), logged);
  }

  /** Everybody first likes the one kind and a year later the other; a half-life forgets. */
  @Test
  void whatIsOldIsForgotten() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int u = 0; u < 30; u++) {
      for (int i = 0; i < 20; i++) {
        boolean first = i < 10;
        if ((u + i) % 3 > 0 && (u % 2 == 0 || first)) {
          builder.rating("u" + u, "i" + i, first ? 5 : 4, first ? 0 : 365 * 86_400L);
        }
      }
    }
    Ratings changed = builder.build();
    FactorModel all = Trainer.ranking().factors(2).train(changed).model();
    FactorModel recent = Trainer.ranking().factors(2).halfLife(50).train(changed).model();
    assertSameWeights(
        all.weights(),
        Trainer.ranking()
            .factors(2)
            .halfLife(Double.POSITIVE_INFINITY)
            .train(changed)
            .model()
            .weights());
    assertEquals(50, recent.settings().halfLife());
    assertEquals("50.0 days", recent.settings().describe().get("half-life"));
    assertFalse(all.settings().describe().containsKey("half-life"));
    double before = 0;
    double after = 0;
    for (int u = 0; u < 30; u++) {
      for (int i = 0; i < 20; i++) {
        double sign = changed.catalogue().itemId(i).length() < 3 ? -1 : 1; // i0 to i9 are old
        before += sign * all.output(u, i);
        after += sign * recent.output(u, i);
      }
    }
    assertTrue(before < 0, "old ones are the more: " + before);
    assertTrue(after > before + 10, after + " beside " + before);
    Ratings timeless = new RatingsBuilder().rating("a", "b", 3).build();
    refused("expected ratings with times", () -> Trainer.ranking().halfLife(9).train(timeless));
  }

  static Stream<Consumer<Trainer>> notTheSeeds() {
    return Stream.of(
        t -> t.objective(Objective.RANKING),
        t -> t.objective(Objective.RATING),
        t -> t.solver(SolverKind.GAUSS_NEWTON),
        t -> t.observedWeight(2),
        t -> t.halfLife(30),
        t -> t.values(Values.COUNTS),
        t -> t.likedFrom(2),
        t -> t.dislikedWeight(1),
        t -> t.l2(0.1));
  }

  @ParameterizedTest
  @MethodSource("notTheSeeds")
  void theSeedRecipeIsFixed(Consumer<Trainer> setting) {
    refused("the seed recipe's", () -> setting.accept(Trainer.seedRecipe()));
    setting.accept(Trainer.ranking());
    Trainer.seedRecipe()
        .objective(Objective.SCALED)
        .solver(SolverKind.RMSPROP)
        .observedWeight(1)
        .l2(0);
  }

  static Stream<Consumer<Trainer>> outOfRange() {
    return Stream.of(
        t -> t.factors(0),
        t -> t.steps(-1),
        t -> t.sweeps(-1),
        t -> t.learningRate(0),
        t -> t.learningRate(Double.NaN),
        t -> t.rho(1.1),
        t -> t.momentum(-0.1),
        t -> t.epsilon(0),
        t -> t.observedWeight(0),
        t -> t.halfLife(0),
        t -> t.halfLife(Double.NaN),
        t -> t.likedFrom(Double.NaN),
        t -> t.likedFrom(Double.POSITIVE_INFINITY),
        t -> t.dislikedWeight(0),
        t -> t.l2(-1),
        t -> t.l2Exponent(3),
        t -> t.targetLoss(-1),
        t -> t.tolerance(2),
        t -> t.logEvery(0),
        t -> t.threads(0),
        t -> t.kernel("gpu"),
        t -> t.keepBest(model -> 0, 0));
  }

  @ParameterizedTest
  @MethodSource("outOfRange")
  void settingsOutOfRangeAreRefused(Consumer<Trainer> setting) {
    refused("expected ", () -> setting.accept(Trainer.ranking()));
  }

  @Test
  void theSeedRecipeRefusesNegativeRatings() {
    Ratings negative = new RatingsBuilder().rating("a", "x", 3).rating("b", "x", -1).build();
    refused("at least 0, found -1", () -> Trainer.seedRecipe().steps(1).train(negative));
  }

  /** Where vector code can run; where it cannot, asking for it is refused. */
  @ParameterizedTest
  @EnumSource(Objective.class)
  void vectorAndScalarCodeTrainTheSame(Objective objective) {
    Trainer trainer = Trainer.ranking().objective(objective).sweeps(2);
    Weights scalar = trainer.kernel("SCALAR").train(ratings).model().weights();
    trainer.kernel("vector");
    if (Kernels.choices().contains(KernelChoice.VECTOR)) {
      assertSameWeights(scalar, trainer.train(ratings).model().weights());
    } else {
      assertThrows(IllegalStateException.class, () -> trainer.train(ratings));
    }
  }

  @Test
  void trainsOneUserAndOneItem() {
    Ratings one = new RatingsBuilder().rating("a", "x", 4).build();
    for (Objective objective : Objective.values()) {
      FactorModel model = Trainer.ranking().objective(objective).train(one).model();
      assertTrue(Double.isFinite(model.output(0, 0)));
    }
    assertTrue(Double.isFinite(Trainer.seedRecipe().steps(10).train(one).model().output(0, 0)));
  }

  @Test
  void sayHowTheModelWasTrained() {
    Training training = Trainer.seedRecipe().steps(5).seed(9).train(ratings);
    FactorModel model = training.model();
    assertEquals(Recipe.SEED, model.settings().recipe());
    assertEquals(Objective.SCALED, model.objective());
    assertEquals("seed", model.settings().describe().get("recipe"));
    assertEquals("5", model.settings().describe().get("steps"));
    assertEquals("0.001", model.settings().describe().get("learning rate"));
    assertEquals("seed 9", model.settings().describe().get("start"));
    assertEquals("4", model.origin().describe().get("last step"));
    String last = Double.toString(training.history().get(1).loss());
    assertEquals(last, model.origin().describe().get("last loss"));
    assertTrue(training.seconds() > 0);
  }

  private static void refused(String part, Runnable what) {
    InputException e = assertThrows(InputException.class, what::run);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }

  private static List<Double> losses(Training training) {
    return training.history().stream().map(Training.Point::loss).toList();
  }

  private static String steps(Training training) {
    List<String> steps =
        training.history().stream().map(point -> Integer.toString(point.step())).toList();
    return String.join(",", steps);
  }

  private static void assertSameWeights(Weights expected, Weights found) {
    assertTrue(expected.catalogue().numbersAlike(found.catalogue()));
    assertTrue(Arrays.equals(expected.u(), found.u()), "U");
    assertTrue(Arrays.equals(expected.m(), found.m()), "M");
    assertTrue(Arrays.equals(expected.bu(), found.bu()), "bu");
    assertTrue(Arrays.equals(expected.bm(), found.bm()), "bm");
    assertEquals(expected.bg(), found.bg());
  }
}
