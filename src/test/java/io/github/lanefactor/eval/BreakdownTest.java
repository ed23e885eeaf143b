package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.Ratings;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BreakdownTest {
  @Provide
  Arbitrary<List<String>> rows() {
    return Grids.rows();
  }

  private static Scorer random(Split split, Random random) {
    float[][] scores = new float[split.train().users()][split.train().items()];
    for (float[] row : scores) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextInt(13) / 2f;
      }
    }
    return (user, out) -> System.arraycopy(scores[user], 0, out, 0, out.length);
  }

  /** Each user alone must come out as in a split where nobody else is tested. */
  @Property(tries = 200)
  void everyUserIsMeasuredAsIfAlone(@ForAll("rows") List<String> rows, @ForAll Random random) {
    Split split = Grids.split(rows);
    Scorer scorer = random(split, random);
    Breakdown ranking = new Evaluator(split).threads(1).rankingInDetail(scorer).users();
    Breakdown ratings = new Evaluator(split).threads(1).ratingsInDetail(scorer).users();
    for (int user : ranking.numbers()) {
      Ratings test = split.test();
      Evaluator alone =
          new Evaluator(
              new Split(
                  split.train(),
                  test.filter(p -> p >= test.start(user) && p < test.start(user + 1))));
      for (String name : ranking.names()) {
        assertEquals(alone.ranking(scorer).get(name), ranking.value(name, user), 1e-12, name);
      }
      for (String name : ratings.names()) {
        assertEquals(alone.ratings(scorer).get(name), ratings.value(name, user), 1e-12, name);
      }
    }
  }

  /** Items, from the lists by their definitions. */
  @Property(tries = 200)
  void everyItemIsCountedWhereItIsShown(
      @ForAll("rows") List<String> rows,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 5) int cutoff) {
    Split split = Grids.split(rows);
    Scorer scorer = random(split, random);
    Evaluator evaluator = new Evaluator(split).cutoff(cutoff).threads(1);
    Breakdown items = evaluator.rankingInDetail(scorer).items();
    int[] users = evaluator.rankingInDetail(scorer).users().numbers();
    float[] scores = new float[split.train().items()];
    int[] hits = new int[scores.length];
    int[] shown = new int[scores.length];
    int[] relevant = new int[scores.length];
    for (int user : users) {
      scorer.scores(user, scores);
      List<Integer> all = new ArrayList<>();
      for (int i = 0; i < scores.length; i++) {
        relevant[i] += split.test().contains(user, i) ? 1 : 0;
        if (!split.train().contains(user, i)) {
          all.add(i);
        }
      }
      all.sort((i, j) -> scores[i] != scores[j] ? Float.compare(scores[j], scores[i]) : i - j);
      for (int i : all.subList(0, Math.min(cutoff, all.size()))) {
        shown[i]++;
        hits[i] += split.test().contains(user, i) ? 1 : 0;
      }
    }
    for (int i = 0; i < scores.length; i++) {
      assertEquals(
          (double) hits[i] / relevant[i], items.value("recall@" + cutoff, i), 1e-12, "recall");
      assertEquals((double) shown[i] / users.length, items.value("shown@" + cutoff, i), 1e-12);
    }
  }

  @Property(tries = 200)
  void groupsHaveEverybodyOnce(@ForAll("rows") List<String> rows, @ForAll Random random) {
    Split split = Grids.split(rows);
    Breakdown users =
        new Evaluator(split).threads(1).rankingInDetail(random(split, random)).users();
    Ratings train = split.train();
    SortedMap<CountRange, Breakdown> groups =
        users.groups(u -> train.start(u + 1) - train.start(u));
    double sum = 0;
    int size = 0;
    for (CountRange range : groups.keySet()) {
      Breakdown group = groups.get(range);
      assertTrue(group.size() > 0);
      for (int u : group.numbers()) {
        assertTrue(range.contains(train.start(u + 1) - train.start(u)));
      }
      size += group.size();
      sum += group.size() * group.evaluation().get("ndcg@10");
    }
    assertEquals(users.size(), size);
    assertEquals(users.evaluation().get("ndcg@10"), sum / size, 1e-12);
  }

  @Test
  void aGroupOfRatingsIsMeasuredOverItsRatings() {
    // Errors 1 and 1 of u1000, 2 of u1001.
    Split split = Grids.split("51.bb", "15.c.", "5...a");
    Scorer scorer = (user, out) -> java.util.Arrays.fill(out, user == 2 ? 1 : 1 + 4 * user);
    Breakdown users = new Evaluator(split).ratingsInDetail(scorer).users();
    assertEquals(Math.sqrt(2), users.only(u -> u < 2).evaluation().get("rmse"), 1e-15);
    assertEquals(4 / 3.0, users.only(u -> u < 2).evaluation().get("mae"), 1e-15);
    assertTrue(Double.isNaN(users.only(u -> false).evaluation().get("rmse")));
    assertArrayEquals(new int[] {0, 1, 2}, users.numbers());
    assertThrows(NoSuchElementException.class, () -> users.value("rmse", 3));
    assertThrows(NoSuchElementException.class, () -> users.value("ndcg@10", 0));
  }

  @Property
  void everyCountIsInItsRange(@ForAll @IntRange(min = 0) int count) {
    CountRange range = CountRange.of(count);
    assertTrue(range.contains(count), range.toString());
    assertEquals(range, CountRange.of(range.least()));
    assertEquals(range, CountRange.of(range.most()));
  }

  @Test
  void rangesFollowOneAnother() {
    List<String> names =
        IntStream.range(0, 300).mapToObj(c -> CountRange.of(c).toString()).distinct().toList();
    assertEquals(
        List.of("0", "1", "2–4", "5–9", "10–19", "20–49", "50–99", "100–199", "200–499"), names);
    assertThrows(IllegalArgumentException.class, () -> CountRange.of(-1));
  }
}
