package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.train.DivergedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TunerTest {
  private static final List<Split> SPLITS =
      Split.folds(Grids.ratings("12345", "54321", "11111"), 3, 1);

  private static SearchSpace space() {
    return new SearchSpace().log("l2", 0.01, 1).list("factors", 16, 32, 64).range("weight", 1, 9);
  }

  /** Best at l2 = 0.1 and weight = 5; each split shifts it a little. */
  private static double hill(Map<String, Double> settings, Split split) {
    double a = Math.log10(settings.get("l2")) + 1;
    double b = settings.get("weight") - 5;
    return -a * a - b * b / 16 + 0.01 * SPLITS.indexOf(split);
  }

  /** All of a trial but its seconds. */
  private static List<Object> timeless(Trial trial) {
    return List.of(trial.number(), trial.settings(), trial.scores());
  }

  @Property(tries = 100)
  void resultDependsOnTheSeedAlone(
      @ForAll @IntRange(min = 1, max = 40) int trials,
      @ForAll @IntRange(min = 2, max = 8) int threads,
      @ForAll long seed) {
    Tuner tuner = new Tuner(space()).trials(trials).seed(seed);
    List<Trial> one = tuner.threads(1).search(SPLITS, TunerTest::hill);
    List<Trial> many = tuner.threads(threads).search(SPLITS, TunerTest::hill);
    assertEquals(
        one.stream().map(TunerTest::timeless).toList(),
        many.stream().map(TunerTest::timeless).toList());
  }

  @Test
  void halvesTheFieldSplitBySplit() {
    List<Integer> reported = new ArrayList<>();
    List<Trial> ranked =
        new Tuner(space())
            .trials(15)
            .threads(3)
            .listener(
                (done, total, trial) -> {
                  assertEquals(15 + 8 + 4, total);
                  reported.add(done);
                })
            .search(SPLITS, TunerTest::hill);
    assertEquals(15, ranked.size());
    assertEquals(27, reported.size());
    for (int i = 0; i < 27; i++) {
      assertEquals(i + 1, reported.get(i));
    }
    for (int r = 0; r < 15; r++) {
      assertEquals(r < 4 ? 3 : r < 8 ? 2 : 1, ranked.get(r).scores().size());
    }
    for (int r = 1; r < 4; r++) {
      assertTrue(ranked.get(r - 1).score() >= ranked.get(r).score());
    }
  }

  @Test
  void findsTheHill() {
    Trial best = new Tuner(space()).trials(64).search(SPLITS, TunerTest::hill).get(0);
    assertTrue(best.score() > -0.05, best::toString);
  }

  @Test
  void lowerMayBeBetter() {
    ToDoubleBiFunction<Map<String, Double>, Split> error = (s, split) -> -hill(s, split);
    List<Trial> up = new Tuner(space()).search(SPLITS, TunerTest::hill);
    List<Trial> down = new Tuner(space()).lowerIsBetter(true).search(SPLITS, error);
    assertEquals(
        up.stream().map(Trial::settings).toList(), down.stream().map(Trial::settings).toList());
  }

  @Test
  void firstComesFirstAndIsNotTriedTwice() {
    SearchSpace space = new SearchSpace().list("factors", 16, 32);
    Map<String, Double> defaults = Map.of("factors", 32.0);
    List<Trial> ranked = new Tuner(space).first(defaults).search(SPLITS, (s, split) -> 1);
    assertEquals(2, ranked.size());
    assertEquals(defaults, ranked.get(0).settings());
    assertEquals(0, ranked.get(0).number());
  }

  @Test
  void divergedTrialsRankLast() {
    ToDoubleBiFunction<Map<String, Double>, Split> score =
        (settings, split) -> {
          if (settings.get("factors") > 16 || split == SPLITS.get(2)) {
            throw new DivergedException("the loss is not finite", null);
          }
          return hill(settings, split);
        };
    List<Trial> ranked = new Tuner(space()).trials(12).search(SPLITS, score);
    assertEquals(12, ranked.size());
    boolean diverged = false;
    for (Trial trial : ranked) {
      assertFalse(diverged && !Double.isNaN(trial.score()));
      diverged |= Double.isNaN(trial.score());
    }
    // Only trials with 16 factors can meet the third split, where all of them diverge.
    assertTrue(ranked.stream().noneMatch(t -> t.scores().size() == 3 && !Double.isNaN(t.score())));
  }

  @Test
  void otherFailuresEndTheSearch() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                new Tuner(space())
                    .threads(4)
                    .search(
                        SPLITS,
                        (settings, split) -> {
                          throw new InputException("expected something else");
                        }));
    assertEquals("expected something else", e.getMessage());
    assertThrows(InputException.class, () -> new Tuner(space()).search(List.of(), TunerTest::hill));
    assertThrows(InputException.class, () -> new Tuner(space()).trials(0));
    assertThrows(InputException.class, () -> new Tuner(space()).threads(0));
  }

  @Property
  void sampleSpreadsOverEveryRange(
      @ForAll @IntRange(min = 1, max = 50) int count, @ForAll long seed) {
    SearchSpace space =
        new SearchSpace().range("a", 0, count).log("b", 1, Math.pow(10, count)).list("c", 1, 2, 3);
    List<Map<String, Double>> sample = space.combinations(count, seed);
    assertEquals(count, sample.size());
    // One value of each of count strata; the rounding may carry it to the border of the next.
    List<Double> a = sample.stream().map(s -> s.get("a")).sorted().toList();
    List<Double> b = sample.stream().map(s -> Math.log10(s.get("b"))).sorted().toList();
    for (int i = 0; i < count; i++) {
      assertTrue(a.get(i) >= i - 0.05 && a.get(i) <= i + 1.05, a::toString);
      assertTrue(b.get(i) >= i - 0.01 && b.get(i) <= i + 1.01, b::toString);
    }
    for (double value = 1; value <= 3; value++) {
      double wanted = value;
      long times = sample.stream().filter(s -> s.get("c") == wanted).count();
      assertTrue(Math.abs(times - count / 3.0) < 2);
    }
  }

  @Test
  void smallGridsAreTriedInFull() {
    SearchSpace space = new SearchSpace().list("a", 1, 2, 3).list("b", 10, 20);
    List<Map<String, Double>> all = space.combinations(6, 1);
    assertEquals(6, Set.copyOf(all).size());
    assertEquals(Map.of("a", 1.0, "b", 20.0), all.get(1));
    List<Map<String, Double>> some = space.combinations(5, 1);
    assertTrue(some.size() <= 5 && new HashSet<>(all).containsAll(some));
    assertEquals(List.of(Map.of()), new SearchSpace().combinations(3, 1));
  }

  @Test
  void valuesHaveThreeDigitsAndStayInRange() {
    SearchSpace space = new SearchSpace().log("a", 0.12345, 0.12346).range("b", 7, 7);
    for (Map<String, Double> settings : space.combinations(20, 1)) {
      assertTrue(settings.get("a") >= 0.12345 && settings.get("a") <= 0.12346);
      assertEquals(7, settings.get("b"));
    }
    for (Map<String, Double> settings : new SearchSpace().log("a", 1e-5, 1e5).combinations(99, 1)) {
      String text = String.format("%.2e", settings.get("a"));
      assertEquals(Double.parseDouble(text), settings.get("a"));
    }
  }

  @Test
  void badRangesAreRefused() {
    SearchSpace space = new SearchSpace();
    assertThrows(InputException.class, () -> space.list("a"));
    assertThrows(InputException.class, () -> space.list("a", 1, Double.NaN));
    assertThrows(InputException.class, () -> space.range("a", 2, 1));
    assertThrows(InputException.class, () -> space.range("a", 0, Double.POSITIVE_INFINITY));
    assertThrows(InputException.class, () -> space.log("a", 0, 1));
    InputException e = assertThrows(InputException.class, () -> space.log("a", 2, 1));
    assertEquals("expected values of a from low to high, found 2.0 to 1.0", e.getMessage());
  }
}
