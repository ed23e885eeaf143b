package io.github.lanefactor.eval;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Attributes;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.support.Draws;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well people are served whom a model has never seen: some users are held out of the training
 * altogether. Of their ratings most are shown, for folding in, and the rest are what lists are
 * measured by.
 *
 * <pre>{@code
 * NewUsers people = NewUsers.of(ratings, 0.2, 1);
 * FactorModel model = Trainer.ranking().train(people.others()).model();
 * Evaluation folded = new Evaluator(people.split()).ranking(people.scorer(model));
 * }</pre>
 *
 * @param others the ratings of all other users, of the same items
 * @param split to measure on: its training part is the others' ratings and the shown ones, its test
 *     part the rest of the held-out users' ratings
 */
public record NewUsers(Ratings others, Split split) {
  /** The share of a held-out user's ratings that is shown. */
  private static final double SHOWN = 0.8;

  /** Users with fewer ratings are not held out. */
  private static final int LEAST_RATINGS = 5;

  /**
   * Holds out users drawn at random.
   *
   * @param share the share of the users, between 0 and 1; those with fewer than 5 ratings stay
   * @param seed what the draw depends on
   * @throws InputException if the share is out of range, or nobody is left on one side
   */
  public static NewUsers of(Ratings ratings, double share, long seed) {
    if (!(share > 0 && share < 1)) {
      throw new InputException(
          "expected a share of the users between 0 and 1 to hold out, found " + share);
    }
    Draws draws = new Draws(seed);
    int[] order = draws.permutation(ratings.users());
    boolean[] held = new boolean[ratings.users()];
    BitSet test = new BitSet(ratings.size());
    for (int i = 0; i < Math.round(share * ratings.users()); i++) {
      int from = ratings.start(order[i]);
      int count = ratings.start(order[i] + 1) - from;
      if (count >= LEAST_RATINGS) {
        held[order[i]] = true;
        int[] shuffled = draws.permutation(count);
        for (int p = (int) Math.round(SHOWN * count); p < count; p++) {
          test.set(from + shuffled[p]);
        }
      }
    }
    return new NewUsers(
        others(ratings, held),
        new Split(ratings.filter(p -> !test.get(p)), ratings.filter(test::get)));
  }

  private static Ratings others(Ratings ratings, boolean[] held) {
    Catalogue catalogue = ratings.catalogue();
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < catalogue.items(); i++) {
      builder.item(catalogue.itemId(i), catalogue.title(i), String.join("|", catalogue.genres(i)));
    }
    for (int user = 0; user < catalogue.users(); user++) {
      for (int p = ratings.start(user); p < ratings.start(user + 1) && !held[user]; p++) {
        String item = catalogue.itemId(ratings.itemAt(p));
        if (ratings.hasTimes()) {
          builder.rating(catalogue.userId(user), item, ratings.ratingAt(p), ratings.timeAt(p));
        } else {
          builder.rating(catalogue.userId(user), item, ratings.ratingAt(p));
        }
      }
    }
    return builder.attributes(catalogue).build();
  }

  /**
   * Scores the held-out users by folding in what is shown of them, and their features if the model
   * was trained with some.
   *
   * @param model trained on {@link #others}
   */
  public Scorer scorer(FactorModel model) {
    Recommender recommender = Recommender.of(model);
    Ratings shown = split.train();
    Attributes attributes = shown.catalogue().userAttributes();
    List<String> columns =
        model.userPrior().stream()
            .flatMap(prior -> prior.features().stream())
            .map(Feature::column)
            .distinct()
            .filter(attributes::has)
            .toList();
    return (user, out) -> {
      Map<String, Float> ratings = new LinkedHashMap<>();
      for (int p = shown.start(user); p < shown.start(user + 1); p++) {
        ratings.put(shown.catalogue().itemId(shown.itemAt(p)), shown.ratingAt(p));
      }
      Profile profile = Profile.of(ratings);
      for (String column : columns) {
        String value = attributes.value(column, user);
        profile = value.isEmpty() ? profile : profile.with(column, value);
      }
      recommender.scores(profile, out);
    };
  }
}
