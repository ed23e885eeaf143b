package io.github.lanefactor.recommend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Trainer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UpdateTest {
  private static Ratings ratings(int users, long seed) {
    Random random = new Random(seed);
    RatingsBuilder builder = new RatingsBuilder();
    for (int u = 0; u < users; u++) {
      for (int i = 0; i < 40; i++) {
        if (random.nextDouble() < (u % 2 == i % 2 ? 0.5 : 0.1)) {
          builder.rating("u" + u, "i" + i, 1 + random.nextInt(5), 1000L + i);
        }
      }
    }
    return builder.build();
  }

  private final Ratings before = ratings(30, 1);
  private final FactorModel model = Trainer.ranking().factors(4).train(before).model();

  @Test
  void usersWithNewRatingsAndNewUsersAreFoldedIn() {
    Ratings more =
        new RatingsBuilder()
            .rating("u3", "i39", 5, 2000)
            .rating("u3", "i5", 1, 2001)
            .rating("zoe", "i2", 5, 2002)
            .rating("zoe", "i4", 4, 2003)
            .rating("zoe", "something new", 4, 2004)
            .rating("adam", "something new", 4, 2005)
            .build();
    FactorModel updated = Recommender.of(model).withRatings(more);
    assertEquals("31 users, 40 items", updated.catalogue().toString());
    assertEquals("zoe", updated.catalogue().userId(30));
    Ratings history = updated.history().orElseThrow();
    for (int u = 0; u < 30; u++) {
      String id = before.catalogue().userId(u);
      int user = updated.catalogue().user(id);
      boolean anew = id.equals("u3");
      for (int l = 0; l < 4; l++) {
        assertTrue(anew || model.userFactor(u, l) == updated.userFactor(user, l));
      }
      for (int p = before.start(u); p < before.start(u + 1); p++) {
        String item = before.catalogue().itemId(before.itemAt(p));
        int q = history.position(user, history.catalogue().item(item)).orElseThrow();
        boolean again = anew && List.of("i5", "i39").contains(item);
        assertTrue(again || history.ratingAt(q) == before.ratingAt(p));
        assertTrue(again || history.timeAt(q) == before.timeAt(p));
      }
    }
    int u3 = updated.catalogue().user("u3");
    int i5 = updated.catalogue().item("i5");
    assertEquals(1, history.ratingAt(history.position(u3, i5).orElseThrow()));
    assertEquals(2001, history.timeAt(history.position(u3, i5).orElseThrow()));
    assertArrayEquals(model.weights().m(), updated.weights().m());
    // The same list as somebody with these ratings gets who is folded in on the spot.
    Profile zoe = Profile.of("i2", 5).and("i4", 4);
    assertEquals(
        items(Recommender.of(model).recommend(zoe, Query.top(5))),
        items(Recommender.of(updated).recommend("zoe", Query.top(5))));
    assertThrows(
        InputException.class, () -> Recommender.of(model.withoutHistory()).withRatings(more));
  }

  private static List<String> items(List<ScoredItem> list) {
    return list.stream().map(s -> s.item().id()).toList();
  }

  @Test
  void timesGoWhereOneSideHasNone() {
    Ratings more = new RatingsBuilder().rating("u1", "i7", 3).build();
    FactorModel updated = Recommender.of(model).withRatings(more);
    assertTrue(!updated.history().orElseThrow().hasTimes());
    assertEquals(30, updated.catalogue().users());
  }

  /** A newcomer's older ratings weigh less, as in the training. */
  @Test
  void oldRatingsHaveLostWeight() {
    long year = 365 * 86_400L;
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < 16; i += 2) {
      builder.rating("zoe", "i" + i, 5, 1000);
      builder.rating("zoe", "i" + (i + 1), 5, 1000 + year);
    }
    Ratings more = builder.build();
    FactorModel aging = Trainer.ranking().factors(4).halfLife(30).train(before).model();
    int[] odd = new int[2];
    for (int m = 0; m < 2; m++) {
      Recommender updated =
          Recommender.of(Recommender.of(m == 0 ? model : aging).withRatings(more));
      for (String id : items(updated.recommend("zoe", Query.top(10)))) {
        odd[m] += Integer.parseInt(id.substring(1)) % 2;
      }
    }
    assertTrue(odd[1] >= 8 && odd[0] <= 7, odd[0] + " and " + odd[1] + " of 10 of the new kind");
    Ratings timeless = new RatingsBuilder().rating("u1", "i7", 3).build();
    assertThrows(InputException.class, () -> Recommender.of(aging).withRatings(timeless));
  }

  @Test
  void trainingStartsFromAModelThatLacksUsersAndItems() {
    Ratings after = ratings(35, 1);
    FactorModel next = Trainer.ranking().startFrom(model).sweeps(0).train(after).model();
    assertEquals(4, next.factors());
    int old = after.catalogue().user("u4");
    int was = before.catalogue().user("u4");
    for (int l = 0; l < 4; l++) {
      assertEquals(model.userFactor(was, l), next.userFactor(old, l));
    }
    int fresh = after.catalogue().user("u33");
    assertTrue(next.userFactor(fresh, 0) != 0);
    assertTrue(next.settings().givenStart());
    // It starts better than from nothing, and ends as well.
    double began = Trainer.ranking().factors(4).train(after).history().get(0).loss();
    double loss = Trainer.ranking().startFrom(model).train(after).history().get(0).loss();
    assertTrue(loss < began, loss + " not below " + began);
  }
}
