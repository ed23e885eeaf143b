package io.github.lanefactor.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import org.junit.jupiter.api.Test;

class NewUsersTest {
  private final Ratings ratings = SampleData.ratings();

  @Test
  void holdsOutWholeUsersAndHidesAFifthOfTheirRatings() {
    NewUsers people = NewUsers.of(ratings, 0.2, 3);
    Ratings test = people.split().test();
    int held = 0;
    for (int u = 0; u < ratings.users(); u++) {
      int all = ratings.start(u + 1) - ratings.start(u);
      int hidden = test.start(u + 1) - test.start(u);
      if (hidden > 0) {
        held++;
        assertEquals(Math.round(0.8 * all), all - hidden);
      }
      String id = ratings.catalogue().userId(u);
      assertEquals(hidden == 0, people.others().catalogue().containsUser(id));
    }
    assertEquals(Math.round(0.2 * ratings.users()), held, 3);
    for (int i = 0; i < ratings.items(); i++) {
      assertEquals(ratings.catalogue().itemAt(i), people.others().catalogue().itemAt(i));
    }
    assertEquals(ratings.size(), people.split().train().size() + test.size());
    assertEquals(people.split().test().size(), NewUsers.of(ratings, 0.2, 3).split().test().size());
    assertFalse(people.others().size() == NewUsers.of(ratings, 0.2, 4).others().size());
    for (double share : new double[] {0, 1, -1, Double.NaN}) {
      assertThrows(InputException.class, () -> NewUsers.of(ratings, share, 1));
    }
  }

  /** Whom the model has never seen is served nearly as well as whom it was trained on. */
  @Test
  void foldedInUsersGetListsNearlyAsGood() {
    double folded = 0;
    double trained = 0;
    double popular = 0;
    for (int seed = 1; seed <= 3; seed++) {
      NewUsers people = NewUsers.of(ratings, 0.2, seed);
      Evaluator evaluator = new Evaluator(people.split());
      FactorModel others = Trainer.ranking().train(people.others()).model();
      FactorModel all = Trainer.ranking().train(people.split().train()).model();
      folded += evaluator.ranking(people.scorer(others)).get("ndcg@10");
      trained += evaluator.ranking(Recommender.of(all)::scores).get("ndcg@10");
      popular += evaluator.ranking(Baselines.popularity(people.split().train())).get("ndcg@10");
    }
    assertTrue(folded > 0.95 * trained, folded / 3 + " beside " + trained / 3);
    assertTrue(folded > 1.2 * popular, folded / 3 + " beside " + popular / 3);
  }
}
