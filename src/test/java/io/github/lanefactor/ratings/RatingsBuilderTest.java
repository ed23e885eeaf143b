package io.github.lanefactor.ratings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;

/** Ratings hold what the builder was given, against a model of nested maps. */
@PropertyDefaults(tries = 200, edgeCases = EdgeCasesMode.NONE)
class RatingsBuilderTest {

  record Row(String user, String item, double rating, long time) {}

  /** What a test puts in: listed items by id, then ratings in order. */
  record Input(Set<String> listed, List<Row> rows) {
    Ratings build() {
      RatingsBuilder builder = new RatingsBuilder();
      for (String id : listed) {
        assertTrue(builder.item(id, "title of " + id, "Drama|" + id));
      }
      for (Row row : rows) {
        builder.rating(row.user, row.item, row.rating, row.time);
      }
      return builder.build();
    }

    /** The last row of each user and item. */
    Map<String, Map<String, Row>> newest() {
      Map<String, Map<String, Row>> newest = new TreeMap<>();
      for (Row row : rows) {
        newest
            .computeIfAbsent(row.user, u -> new TreeMap<>())
            .merge(row.item, row, (old, next) -> next.time >= old.time ? next : old);
      }
      return newest;
    }
  }

  /** Ids that are all integers, or of any kind; few of them, so that pairs come twice. */
  @Provide
  Arbitrary<Input> inputs() {
    Arbitrary<String> integers = Arbitraries.longs().between(-30, 30).map(String::valueOf);
    Arbitrary<String> any = Arbitraries.of("7", "07", "-0", "10", "9", "a", "B", "é", "u-1", " x");
    return Arbitraries.of(integers, any).flatMap(this::inputsWith);
  }

  private Arbitrary<Input> inputsWith(Arbitrary<String> ids) {
    Arbitrary<Row> row =
        Combinators.combine(
                ids, ids, Arbitraries.integers().between(1, 10), Arbitraries.longs().between(0, 99))
            .as((user, item, halves, time) -> new Row(user, item, halves / 2.0, time));
    return Combinators.combine(ids.set().ofMaxSize(20), row.list().ofMinSize(1).ofMaxSize(80))
        .as((listed, rows) -> new Input(new LinkedHashSet<>(listed), rows));
  }

  /** By arrays, some of them too long, and with ids of which no rating comes. */
  @Property
  void manyRatingsAtOnceAreThoseOneByOne(@ForAll("inputs") Input input, @ForAll long seed) {
    Random random = new Random(seed);
    for (Duplicates rule : Duplicates.values()) {
      RatingsBuilder single = new RatingsBuilder().duplicates(rule);
      RatingsBuilder many = new RatingsBuilder().duplicates(rule);
      for (String id : input.listed) {
        single.item(id, id, "");
        many.item(id, id, "");
      }
      for (Row row : input.rows) {
        single.rating(row.user, row.item, row.rating, row.time);
      }
      for (int from = 0; from < input.rows.size(); ) {
        int count = 1 + random.nextInt(input.rows.size() - from);
        int room = count + random.nextInt(3);
        int[] users = new int[room];
        int[] items = new int[room];
        float[] ratings = new float[room];
        long[] times = new long[room];
        for (int i = 0; i < count; i++) {
          Row row = input.rows.get(from + i);
          many.userNumber("nobody" + i);
          many.itemNumber("nothing" + i);
          users[i] = many.userNumber(row.user);
          items[i] = many.itemNumber(row.item);
          ratings[i] = (float) row.rating;
          times[i] = row.time;
        }
        many.ratings(users, items, ratings, times, count);
        from += count;
      }
      assertSame(single.build(), many.build());
    }
  }

  private static void assertSame(Ratings expected, Ratings found) {
    assertArrayEquals(expected.catalogue().userIds(), found.catalogue().userIds());
    assertArrayEquals(expected.catalogue().itemIds(), found.catalogue().itemIds());
    assertEquals(expected.size(), found.size());
    assertEquals(expected.duplicates(), found.duplicates());
    assertEquals(expected.unlisted(), found.unlisted());
    for (int user = 0; user <= expected.users(); user++) {
      assertEquals(expected.start(user), found.start(user));
    }
    for (int p = 0; p < expected.size(); p++) {
      assertEquals(expected.itemAt(p), found.itemAt(p));
      assertEquals(expected.ratingAt(p), found.ratingAt(p));
      assertEquals(expected.timeAt(p), found.timeAt(p));
    }
  }

  @Example
  void refusesNumbersThatWereNotGiven() {
    RatingsBuilder builder = new RatingsBuilder();
    int[] user = {builder.userNumber("u")};
    int[] item = {builder.itemNumber("i")};
    float[] rating = {1};
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> builder.ratings(new int[] {1}, item, rating, null, 1));
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> builder.ratings(user, new int[] {-1}, rating, null, 1));
    assertThrows(
        InputException.class, () -> builder.ratings(user, item, new float[] {Float.NaN}, null, 1));
    builder.ratings(user, item, rating, null, 1);
    assertThrows(
        IllegalStateException.class, () -> builder.ratings(user, item, rating, new long[] {1}, 1));
    assertThrows(IllegalStateException.class, () -> builder.item("j", "", ""));
    assertEquals(1, builder.build().size());
  }

  /** More than fit into one chunk, in an order in which no row is sorted. */
  @Example
  void sortsManyRatings() {
    RatingsBuilder builder = new RatingsBuilder();
    int users = 300;
    int items = 1000;
    for (int i = items - 1; i >= 0; i--) {
      for (int u = 0; u < users; u++) {
        builder.rating(Integer.toString(u), Integer.toString(i), i % 7 + u, 1L << u % 40);
      }
    }
    Ratings ratings = builder.build();
    assertEquals(users * items, ratings.size());
    for (int p = 0; p < ratings.size(); p++) {
      int u = p / items;
      assertEquals(p % items, ratings.itemAt(p));
      assertEquals(p % items % 7 + u, ratings.ratingAt(p));
      assertEquals(1L << u % 40, ratings.timeAt(p));
    }
  }

  @Property
  void theNewestRatingOfAPairIsKept(@ForAll("inputs") Input input) {
    Ratings ratings = input.build();
    Map<String, Map<String, Row>> newest = input.newest();
    int pairs = newest.values().stream().mapToInt(Map::size).sum();
    assertEquals(pairs, ratings.size());
    assertEquals(input.rows.size() - pairs, ratings.duplicates());
    newest.forEach(
        (user, items) ->
            items.forEach(
                (item, row) -> {
                  int p =
                      ratings
                          .position(ratings.catalogue().user(user), ratings.catalogue().item(item))
                          .orElseThrow();
                  assertEquals(row.rating, ratings.ratingAt(p));
                  assertEquals(row.time, ratings.timeAt(p));
                }));
  }

  @Property
  void positionsRunByUserThenItem(@ForAll("inputs") Input input) {
    Ratings ratings = input.build();
    int[] counts = new int[ratings.items()];
    assertEquals(0, ratings.start(0));
    assertEquals(ratings.size(), ratings.start(ratings.users()));
    for (int u = 0; u < ratings.users(); u++) {
      assertTrue(ratings.start(u) < ratings.start(u + 1), "a user without ratings");
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        assertTrue(p == ratings.start(u) || ratings.itemAt(p - 1) < ratings.itemAt(p));
        assertEquals(p, ratings.position(u, ratings.itemAt(p)).orElseThrow());
        counts[ratings.itemAt(p)]++;
      }
    }
    assertArrayEquals(counts, ratings.itemCounts());
  }

  @Property
  void listedItemsComeFirstAndTheRestIsSorted(@ForAll("inputs") Input input) {
    Ratings ratings = input.build();
    List<String> users = sorted(input.rows.stream().map(Row::user).toList(), ratings, true);
    List<String> rated = new ArrayList<>(input.rows.stream().map(Row::item).toList());
    rated.removeAll(input.listed);
    List<String> unlisted = sorted(rated, ratings, false);
    List<String> items = new ArrayList<>(input.listed);
    items.addAll(unlisted);
    assertEquals(users.size(), ratings.users());
    assertEquals(items.size(), ratings.items());
    for (int u = 0; u < users.size(); u++) {
      assertEquals(users.get(u), ratings.catalogue().userId(u));
      assertEquals(u, ratings.catalogue().user(users.get(u)));
    }
    for (int i = 0; i < items.size(); i++) {
      String id = items.get(i);
      boolean listed = input.listed.contains(id);
      assertEquals(id, ratings.catalogue().itemId(i));
      assertEquals(i, ratings.catalogue().item(id));
      assertEquals(listed ? "title of " + id : id, ratings.catalogue().title(i));
      assertEquals(listed ? List.of("Drama", id) : List.of(), ratings.catalogue().genres(i));
    }
    assertEquals(input.listed.isEmpty() ? 0 : unlisted.size(), ratings.unlisted());
    assertFalse(ratings.catalogue().containsUser("no such user"));
    assertTrue(ratings.catalogue().findItem("no such item").isEmpty());
    assertThrows(UnknownIdException.class, () -> ratings.catalogue().user("no such user"));
    assertThrows(UnknownIdException.class, () -> ratings.catalogue().item("no such item"));
  }

  /** Distinct ids, as numbers if the ratings say that all ids of the kind are integers. */
  private static List<String> sorted(List<String> ids, Ratings ratings, boolean users) {
    boolean integers =
        users ? ratings.catalogue().integerUserIds() : ratings.catalogue().integerItemIds();
    Comparator<String> order =
        integers ? Comparator.comparingLong(Long::parseLong) : Comparator.naturalOrder();
    return ids.stream().distinct().sorted(order).toList();
  }

  @Property
  void idsAreIntegersWhenJavaPrintsThemSo(@ForAll("inputs") Input input) {
    Ratings ratings = input.build();
    boolean integers = true;
    for (int u = 0; u < ratings.users(); u++) {
      integers &= ratings.catalogue().userId(u).matches("0|-?[1-9][0-9]*");
    }
    assertEquals(integers, ratings.catalogue().integerUserIds());
  }

  @Property
  void filterKeepsWhatItIsTold(@ForAll("inputs") Input input, @ForAll long seed) {
    Ratings ratings = input.build();
    boolean[] keep = new boolean[ratings.size()];
    Random random = new Random(seed);
    for (int p = 0; p < keep.length; p++) {
      keep[p] = random.nextBoolean();
    }
    Ratings kept = ratings.filter(p -> keep[p]);
    assertEquals(ratings.users(), kept.users());
    assertEquals(ratings.items(), kept.items());
    int size = 0;
    for (int u = 0; u < ratings.users(); u++) {
      for (int p = ratings.start(u); p < ratings.start(u + 1); p++) {
        int q = kept.position(u, ratings.itemAt(p)).orElse(-1);
        assertEquals(keep[p], q >= 0);
        if (keep[p]) {
          size++;
          assertEquals(ratings.ratingAt(p), kept.ratingAt(q));
          assertEquals(ratings.timeAt(p), kept.timeAt(q));
        }
      }
    }
    assertEquals(size, kept.size());
    assertEquals(size, kept.start(kept.users()));
  }

  @Property
  void theOrderOfDifferentPairsDoesNotMatter(@ForAll("inputs") Input input, @ForAll long seed) {
    Map<List<String>, Row> distinct = new LinkedHashMap<>();
    input.rows.forEach(row -> distinct.put(List.of(row.user, row.item), row));
    List<Row> rows = new ArrayList<>(distinct.values());
    Ratings one = new Input(input.listed, List.copyOf(rows)).build();
    Collections.shuffle(rows, new Random(seed));
    Ratings other = new Input(input.listed, rows).build();
    for (int u = 0; u < one.users(); u++) {
      assertEquals(one.catalogue().userId(u), other.catalogue().userId(u));
      assertEquals(one.start(u), other.start(u));
    }
    for (int p = 0; p < one.size(); p++) {
      assertEquals(
          one.catalogue().itemId(one.itemAt(p)), other.catalogue().itemId(other.itemAt(p)));
      assertEquals(one.ratingAt(p), other.ratingAt(p));
    }
  }

  @Example
  void anItemIsListedOnceAndBeforeTheRatings() {
    RatingsBuilder builder = new RatingsBuilder();
    assertTrue(builder.item("1", "First", ""));
    assertFalse(builder.item("1", "Again", "Drama"));
    builder.rating("u", "1", 3);
    assertThrows(IllegalStateException.class, () -> builder.item("2", "Late", ""));
    assertEquals("First", builder.build().catalogue().title(0));
    assertEquals(List.of(), builder.build().catalogue().genres(0));
  }

  @Example
  void eitherAllRatingsHaveTimesOrNone() {
    RatingsBuilder timed = new RatingsBuilder().rating("u", "i", 3, 5);
    assertThrows(IllegalStateException.class, () -> timed.rating("u", "j", 3));
    RatingsBuilder untimed = new RatingsBuilder().rating("u", "i", 3);
    assertThrows(IllegalStateException.class, () -> untimed.rating("u", "j", 3, 5));
    assertFalse(untimed.build().hasTimes());
    assertThrows(IllegalStateException.class, () -> untimed.build().timeAt(0));
    assertTrue(timed.build().hasTimes());
  }

  @Example
  void ratingsAreFiniteAndThereIsOne() {
    RatingsBuilder builder = new RatingsBuilder();
    assertThrows(InputException.class, builder::build);
    for (double bad : new double[] {Double.NaN, Double.NEGATIVE_INFINITY, 1e300}) {
      assertThrows(InputException.class, () -> builder.rating("u", "i", bad));
    }
    assertThrows(InputException.class, builder::build);
  }
}
