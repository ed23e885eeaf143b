package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.UnknownIdException;
import io.github.lanefactor.support.TopItems;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a model: what a user would like, which items are alike, what the user's own ratings were
 * predicted to be. Immutable; several threads may share one. Of two equal scores the item that
 * comes first in the catalogue is listed first.
 *
 * <pre>{@code
 * Recommender films = Recommender.of(ModelFile.read(Path.of("films.h5")));
 * List<ScoredItem> list = films.recommend("42", Query.top(10));
 * }</pre>
 *
 * <p>Users and items go by their ids. An id that the model does not know is an {@link
 * UnknownIdException}; {@link #catalogue} tells whether it knows one.
 */
public final class Recommender {
  private final FactorModel model;
  private final Catalogue catalogue;
  private final Scoring scoring;

  private Recommender(FactorModel model) {
    this.model = model;
    this.catalogue = model.catalogue();
    this.scoring =
        model.settings().recipe() == Recipe.SEED
            ? new SeedScoring(model)
            : new StandardScoring(model);
  }

  /** A recommender for this model. */
  public static Recommender of(FactorModel model) {
    return new Recommender(model);
  }

  /** The model. */
  public FactorModel model() {
    return model;
  }

  /** The users and items that the model knows. */
  public Catalogue catalogue() {
    return catalogue;
  }

  /**
   * What a user would like best, best first. What the user has rated is left out, if the model has
   * its history. The score is that of {@link #predict}.
   *
   * @param user the user's id
   * @throws UnknownIdException if the model does not know the user
   */
  public List<ScoredItem> recommend(String user, Query query) {
    int number = catalogue.user(user);
    float[] scores = scores(number);
    TopItems top = new TopItems(query.n(), scores.length);
    Seen seen = new Seen(number);
    for (int i = 0; i < scores.length; i++) {
      if (!seen.next(i)) {
        top.offer(i, scores[i]);
      }
    }
    TopItems.Best best = top.best();
    List<ScoredItem> list = new ArrayList<>(best.items().length);
    for (int r = 0; r < best.items().length; r++) {
      list.add(
          new ScoredItem(
              catalogue.itemAt(best.items()[r]), scoring.shown((float) best.scores()[r])));
    }
    return List.copyOf(list);
  }

  /**
   * The items most like another, the most alike first. The score is the cosine of the two items'
   * whitened factors, times c / (c + 10) where c is the number of ratings of the listed item; the
   * item itself is left out. For a model of the seed recipe it is the dot product of their factors
   * divided by the first of the list, and the item itself may be listed, at any place.
   *
   * @param item the item's id
   * @throws UnknownIdException if the model does not know the item
   */
  public List<ScoredItem> similarItems(String item, Query query) {
    TopItems.Best best = scoring.similar(catalogue.item(item), query.n());
    return IntStream.range(0, best.items().length)
        .mapToObj(r -> new ScoredItem(catalogue.itemAt(best.items()[r]), best.scores()[r]))
        .toList();
  }

  /** What {@link #similarItems} compares items by, in a few words. */
  public String similarity() {
    return scoring.similarity();
  }

  /**
   * The score of an item for a user:
   *
   * <ul>
   *   <li>for a model of the seed recipe, U·Mᵀ − bu − bm − bg, min-max scaled per item over the
   *       users, times 5;
   *   <li>for {@link Objective#RATING} the predicted rating, within the range of the known ones;
   *   <li>otherwise the model's output, from 0 to 1, which orders items and is not a rating.
   * </ul>
   *
   * @param user the user's id
   * @param item the item's id
   * @throws UnknownIdException if the model does not know one of them
   */
  public double predict(String user, String item) {
    int i = catalogue.item(item);
    return scoring.shown(scores(catalogue.user(user))[i]);
  }

  /** Whether {@link #predict} gives numbers on the scale of ratings. */
  public boolean predictsRatings() {
    return scoring.onRatingScale();
  }

  /**
   * What a user has rated, the best rated first.
   *
   * @param user the user's id
   * @throws UnknownIdException if the model does not know the user
   * @throws InputException if the model has no history
   */
  public List<RatedItem> rated(String user, Query query) {
    Ratings ratings = history(model);
    int number = catalogue.user(user);
    float[] scores = scores(number);
    return IntStream.range(ratings.start(number), ratings.start(number + 1))
        .boxed()
        .sorted(Comparator.comparing(ratings::ratingAt, Comparator.reverseOrder()))
        .limit(query.n())
        .map(
            p -> {
              int i = ratings.itemAt(p);
              return new RatedItem(
                  catalogue.itemAt(i), ratings.ratingAt(p), scoring.shown(scores[i]));
            })
        .toList();
  }

  /**
   * The rated items that speak most for another one, the strongest first; see {@link Explainer}.
   *
   * @param user the user's id
   * @param item the id of the item to explain
   * @throws UnknownIdException if the model does not know one of them
   * @throws InputException if the model has no history
   */
  public List<Reason> explain(String user, String item) {
    return explainer(user).because(item, Query.top(3));
  }

  /**
   * Explanations for one user, for asking about many items.
   *
   * @param user the user's id
   * @throws UnknownIdException if the model does not know the user
   * @throws InputException if the model has no history
   */
  public Explainer explainer(String user) {
    return new Explainer(model, history(model), catalogue.user(user));
  }

  /**
   * Scores every item for one user, for evaluation. A better item scores higher; for {@link
   * Objective#RATING} scores are predicted ratings, which may lie outside the range of the known
   * ones. Allocates nothing, but for the first call for a model of the seed recipe.
   *
   * @param user the user's number in the catalogue
   * @param out receives the score of every item, in the order of the catalogue
   */
  public void scores(int user, float[] out) {
    scoring.scores(user, out);
  }

  private float[] scores(int user) {
    float[] scores = new float[catalogue.items()];
    scores(user, scores);
    return scores;
  }

  private static Ratings history(FactorModel model) {
    return model
        .history()
        .orElseThrow(
            () -> new InputException("this model was saved without who rated what: no history"));
  }

  /** What a user has rated, for a walk over all items in order. */
  private final class Seen {
    private final Ratings ratings = model.history().orElse(null);
    private int next;
    private int end;

    Seen(int user) {
      if (ratings != null) {
        next = ratings.start(user);
        end = ratings.start(user + 1);
      }
    }

    boolean next(int item) {
      boolean seen = next < end && ratings.itemAt(next) == item;
      next += seen ? 1 : 0;
      return seen;
    }
  }
}
