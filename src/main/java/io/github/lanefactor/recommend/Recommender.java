package io.github.lanefactor.recommend;

import io.github.lanefactor.kernel.ItemPanels;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.FeaturePrior;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.UnknownIdException;
import io.github.lanefactor.support.Checks;
import io.github.lanefactor.support.Events;
import io.github.lanefactor.support.Lazy;
import io.github.lanefactor.support.Parallel;
import io.github.lanefactor.support.TopItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/**
 * Reads a model: what a user would like, which items or users are alike, why an item is
 * recommended. Immutable; several threads may share one. Of two equal scores the item that comes
 * first in the catalogue is listed first.
 *
 * <pre>{@code
 * Recommender films = Recommender.of(ModelFile.read(Path.of("films.h5")));
 * List<ScoredItem> list = films.recommend("42", Query.top(10).genre("Comedy"));
 * }</pre>
 *
 * <p>Users and items go by their ids. An id that the model does not know is an {@link
 * UnknownIdException}; {@link #catalogue} says whether it knows one.
 *
 * <p>Where there is nothing to go by, a list is empty: for a user who has rated nothing, for an
 * item that nobody has rated and whose features say nothing either. An item that only its features
 * place is listed like others; {@link #isPlacedByFeatures} tells it. A model of the seed recipe
 * lists what the post would.
 */
public final class Recommender {
  /** Candidates for a diversified list, per listed item. */
  private static final int CANDIDATES = 10;

  /** Users whose lists are made before the first of them is given out. */
  private static final int CHUNK = 4096;

  /** Users whose lists a thread makes before it asks for more. */
  private static final int BLOCK = 16;

  private final FactorModel model;
  private final Catalogue catalogue;
  private final Scoring scoring;
  private final boolean seed;
  private final Lazy<Cosines> itemCosines;
  private final Lazy<Cosines> userCosines;
  private final Lazy<FoldIn> foldIn;
  private final Calls calls;
  private final Lazy<Calls> userCalls;

  private Recommender(FactorModel model) {
    this.model = model;
    this.catalogue = model.catalogue();
    this.itemCosines = new Lazy<>(() -> Cosines.ofItems(model));
    this.userCosines = new Lazy<>(() -> Cosines.ofUsers(model));
    Lazy<ItemPanels> packed = new Lazy<>(() -> StandardScoring.pack(model));
    this.foldIn = new Lazy<>(() -> new FoldIn(model, packed.get()));
    this.calls = new Calls(() -> new Call(model, catalogue.items()));
    this.userCalls = new Lazy<>(() -> new Calls(() -> new Call(model, catalogue.users())));
    this.seed = model.settings().recipe() == Recipe.SEED;
    this.scoring =
        Checks.onKernel(
            () ->
                seed
                    ? new SeedScoring(model)
                    : new StandardScoring(model, packed.get(), itemCosines));
  }

  /** A recommender for this model. */
  public static Recommender of(FactorModel model) {
    return new Recommender(model);
  }

  /**
   * Makes now what {@link #recommend} and {@link #similarItems} otherwise make when they first need
   * it, so that no call waits for it.
   *
   * @return this
   */
  public Recommender prepare() {
    itemCosines.get();
    foldIn.get().prepare();
    return this;
  }

  /**
   * Makes now what {@link #similarUsers} otherwise makes when it first needs it: 12·n·k bytes for n
   * users and k factors.
   *
   * @return this
   */
  public Recommender prepareUsers() {
    userCosines.get();
    return this;
  }

  /** Whether there is nothing left that a call would have to make first. */
  boolean isPrepared() {
    return itemCosines.isMade()
        && userCosines.isMade()
        && foldIn.isMade()
        && foldIn.get().isPrepared();
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
   * its history and the query does not ask for it. The score is that of {@link #predict}, or what
   * the query makes of it.
   *
   * @param user the user's id
   * @throws UnknownIdException if the model does not know the user
   */
  public List<ScoredItem> recommend(String user, Query query) {
    int number = catalogue.user(user);
    Call call = calls.take();
    try {
      return recommend(number, query, call);
    } finally {
      calls.give(call);
    }
  }

  private List<ScoredItem> recommend(int user, Query query, Call call) {
    if (hasNothing(user)) {
      return List.of();
    }
    LongConsumer event = Events.score("recommend");
    call.begin(query);
    copyFactors(user, call.vector);
    Ratings history = model.history().orElse(null);
    if (history != null && !query.rated()) {
      for (int p = history.start(user); p < history.start(user + 1); p++) {
        call.exclude(history.itemAt(p));
      }
    }
    List<ScoredItem> list = list(model.userBias(user), query, call);
    event.accept(list.size());
    return list;
  }

  /**
   * What somebody would like best whom the model has never seen, by what they have rated and what
   * else is known of them. Their factors are found as the training finds a user's, given the items;
   * without ratings they stand where their features have them.
   *
   * @throws UnknownIdException if the model does not know an item that they have rated
   * @throws InputException if the model was not trained with those features
   */
  public List<ScoredItem> recommend(Profile profile, Query query) {
    int count = profile.ratings().size();
    if (count == 0 && profile.features().isEmpty()) {
      return List.of();
    }
    int[] items = items(profile);
    Call call = calls.take();
    try {
      LongConsumer event = Events.score("recommend to a profile");
      call.begin(query);
      float bias = foldIn.get().fold(items, ratings(profile), place(profile), call.vector);
      for (int p = 0; p < count && !query.rated(); p++) {
        call.exclude(items[p]);
      }
      List<ScoredItem> list = list(bias, query, call);
      event.accept(list.size());
      return list;
    } finally {
      calls.give(call);
    }
  }

  /**
   * Scores every item for somebody whom the model has never seen; see {@link #scores(int,
   * float[])}.
   *
   * @throws UnknownIdException if the model does not know an item that they have rated
   */
  public void scores(Profile profile, float[] out) {
    float[] u = new float[model.factors()];
    int[] items = items(profile);
    scoring.scores(u, foldIn.get().fold(items, ratings(profile), place(profile), u), out);
  }

  /** Where somebody's features have them; null if nothing is known of them. */
  private float[] place(Profile profile) {
    if (profile.features().isEmpty()) {
      return null;
    }
    FeaturePrior prior =
        model
            .userPrior()
            .orElseThrow(
                () ->
                    new InputException(
                        "expected a model that was trained with features of users, found one"
                            + " without"));
    return prior.place(Features.ofUser(prior.features(), profile.features()), 0);
  }

  private int[] items(Profile profile) {
    return profile.ratings().keySet().stream().mapToInt(catalogue::item).toArray();
  }

  private static float[] ratings(Profile profile) {
    float[] ratings = new float[profile.ratings().size()];
    int i = 0;
    for (float rating : profile.ratings().values()) {
      ratings[i++] = rating;
    }
    return ratings;
  }

  /**
   * A new model in which users have more ratings, or are new: whoever has rated anew is folded in,
   * and everything else stays as it is. Of a pair that is rated again the new rating counts. Items
   * that the model does not know are left out; {@code Trainer.startFrom} learns them.
   *
   * @param more the new ratings
   * @throws InputException if the model has no history
   */
  public FactorModel withRatings(Ratings more) {
    return new Update(model, history(model), more).model(foldIn.get());
  }

  /** The list for somebody whose factors are in the call's vector. */
  private List<ScoredItem> list(float bias, Query query, Call call) {
    TopItems top = call.top;
    boolean diverse = query.diversity() > 0;
    int wanted = (int) Math.min(catalogue.items(), (long) query.n() * (diverse ? CANDIDATES : 1));
    top.start(wanted, catalogue.items());
    if (query.rescorer().isPresent()) {
      rescore(bias, query.rescorer().get(), call, top);
    } else if (query.among().isPresent()) {
      for (String id : query.among().get()) {
        OptionalInt item = catalogue.findItem(id);
        if (item.isPresent() && call.accepts(item.getAsInt())) {
          top.offer(item.getAsInt(), scoring.rank(call.vector, bias, item.getAsInt()));
        }
      }
    } else {
      scoring.best(bias, call, top);
    }
    int size = top.sort();
    boolean rescored = query.rescorer().isPresent();
    ScoredItem[] list = new ScoredItem[Math.min(size, query.n())];
    int[] places =
        diverse ? diversified(top, size, list.length, query.diversity(), rescored) : null;
    for (int r = 0; r < list.length; r++) {
      int place = diverse ? places[r] : r;
      int item = top.item(place);
      double score = top.score(place);
      list[r] =
          new ScoredItem(catalogue.itemAt(item), rescored ? score : scoring.shown(item, score));
    }
    return List.of(list);
  }

  private void rescore(float bias, Query.Rescorer rescorer, Call call, TopItems top) {
    for (int item = 0; item < catalogue.items(); item++) {
      if (call.accepts(item)) {
        double score = scoring.shown(item, scoring.rank(call.vector, bias, item));
        double other = rescorer.rescore(catalogue.itemAt(item), score);
        if (Double.isNaN(other)) {
          throw new ArithmeticException(
              "the new score of item %s is not a number".formatted(catalogue.itemId(item)));
        }
        top.offer(item, other);
      }
    }
  }

  /**
   * The places, among the sorted candidates, of the items to list; see {@link Query#diversified}.
   */
  private int[] diversified(TopItems top, int size, int n, double diversity, boolean rescored) {
    double[] relevance = new double[size];
    for (int c = 0; c < size; c++) {
      relevance[c] = rescored ? top.score(c) : scoring.shown(top.item(c), top.score(c));
    }
    double worst = size == 0 ? 0 : relevance[size - 1];
    double range = size == 0 ? 0 : relevance[0] - worst;
    double[] nearest = new double[size];
    Arrays.fill(nearest, Double.NEGATIVE_INFINITY);
    boolean[] listed = new boolean[size];
    int[] places = new int[n];
    Cosines cosines = itemCosines.get();
    for (int r = 0; r < n; r++) {
      int best = -1;
      double highest = Double.NEGATIVE_INFINITY;
      for (int c = 0; c < size; c++) {
        double relevant = range > 0 ? (relevance[c] - worst) / range : 1;
        double marginal = (1 - diversity) * relevant - (r == 0 ? 0 : diversity * nearest[c]);
        if (!listed[c] && marginal > highest) {
          best = c;
          highest = marginal;
        }
      }
      places[r] = best;
      listed[best] = true;
      for (int c = 0; c < size; c++) {
        nearest[c] = Math.max(nearest[c], cosines.cosine(top.item(best), top.item(c)));
      }
    }
    return places;
  }

  /**
   * Makes a list for every user, in the order of the catalogue, on all processors.
   *
   * @param lists receives each user's id and list, on the calling thread
   */
  public void recommendAll(Query query, BiConsumer<String, List<ScoredItem>> lists) {
    recommendAll(query, Runtime.getRuntime().availableProcessors(), lists);
  }

  /**
   * Makes a list for every user, in the order of the catalogue.
   *
   * @param threads how many threads work, ≥ 1
   * @param lists receives each user's id and list, on the calling thread
   * @throws InputException if threads is below 1
   */
  public void recommendAll(Query query, int threads, BiConsumer<String, List<ScoredItem>> lists) {
    Checks.atLeast("threads", threads, 1);
    int users = catalogue.users();
    for (int first = 0; first < users; first += CHUNK) {
      int from = first;
      int count = Math.min(CHUNK, users - first);
      List<List<ScoredItem>> made = new ArrayList<>(Collections.nCopies(count, List.of()));
      Parallel.run(
          (count + BLOCK - 1) / BLOCK,
          threads,
          () ->
              block -> {
                Call call = calls.take();
                try {
                  for (int u = block * BLOCK; u < Math.min(count, (block + 1) * BLOCK); u++) {
                    made.set(u, recommend(from + u, query, call));
                  }
                } finally {
                  calls.give(call);
                }
              });
      for (int u = 0; u < count; u++) {
        lists.accept(catalogue.userId(first + u), made.get(u));
      }
    }
  }

  /**
   * Whether an item stands where its features have it, since nobody has rated it yet.
   *
   * @throws UnknownIdException if the model does not know the item
   */
  public boolean isPlacedByFeatures(String item) {
    return isPlacedByFeatures(catalogue.item(item));
  }

  /** Items that nobody rated and of which nothing is known have factors of 0. */
  private boolean isPlacedByFeatures(int number) {
    if (model.statistics().itemCount(number) > 0 || model.itemPrior().isEmpty()) {
      return false;
    }
    boolean placed = false;
    for (int l = 0; l < model.factors(); l++) {
      placed |= model.itemFactor(number, l) != 0;
    }
    return placed;
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
    int number = catalogue.item(item);
    if (!seed && model.statistics().itemCount(number) == 0 && !isPlacedByFeatures(number)) {
      return List.of();
    }
    Call call = calls.take();
    try {
      LongConsumer event = Events.score("similar items");
      call.begin(query);
      call.top.start(query.n(), catalogue.items());
      scoring.similar(number, call, call.top);
      ScoredItem[] list = new ScoredItem[call.top.sort()];
      for (int r = 0; r < list.length; r++) {
        double score = scoring.shownSimilarity(call.top.score(r), call.top.score(0));
        list[r] = new ScoredItem(catalogue.itemAt(call.top.item(r)), score);
      }
      event.accept(list.length);
      return List.of(list);
    } finally {
      calls.give(call);
    }
  }

  /**
   * The users most like another, the most alike first; the user is left out. The score is the
   * cosine of the two users' whitened factors, times c / (c + 10) where c is the number of ratings
   * of the listed user.
   *
   * @param user the user's id
   * @param n how many at most
   * @throws UnknownIdException if the model does not know the user
   * @throws InputException if n is below 1
   */
  public List<ScoredUser> similarUsers(String user, int n) {
    int number = catalogue.user(user);
    Query query = Query.top(n);
    if (hasNothing(number)) {
      return List.of();
    }
    Call call = userCalls.get().take();
    try {
      LongConsumer event = Events.score("similar users");
      call.begin(query);
      call.top.start(n, catalogue.users());
      userCosines.get().best(number, call, call.top);
      ScoredUser[] list = new ScoredUser[call.top.sort()];
      for (int r = 0; r < list.length; r++) {
        list[r] = new ScoredUser(catalogue.userId(call.top.item(r)), call.top.score(r));
      }
      event.accept(list.length);
      return List.of(list);
    } finally {
      userCalls.get().give(call);
    }
  }

  /**
   * What items are compared by: whitened factors, of length 1, so that the dot product of two rows
   * is the cosine of the two items. All 0 for an item whose factors are. For drawing maps and for
   * indexes of other programs.
   *
   * @return m rows of k numbers, in the order of the catalogue
   */
  public float[] itemDirections() {
    return itemCosines.get().directions();
  }

  /** What {@link #similarItems} compares items by, in a few words. */
  public String similarity() {
    return scoring.similarity();
  }

  /** Whether a user has no rating; the seed's recipe recommends all the same. */
  private boolean hasNothing(int user) {
    return !seed && model.statistics().userCount(user) == 0;
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
    int u = catalogue.user(user);
    return predict(u, catalogue.item(item), factors(u));
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
    float[] u = factors(number);
    return IntStream.range(ratings.start(number), ratings.start(number + 1))
        .boxed()
        .sorted(Comparator.comparing(ratings::ratingAt, Comparator.reverseOrder()))
        .limit(query.n())
        .map(
            p -> {
              int i = ratings.itemAt(p);
              return new RatedItem(catalogue.itemAt(i), ratings.ratingAt(p), predict(number, i, u));
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
    return Explainer.ofUser(model, history(model), catalogue.user(user));
  }

  /**
   * Explanations for somebody whom the model has never seen, for asking about many items. They need
   * no history.
   *
   * @throws UnknownIdException if the model does not know an item that they have rated
   */
  public Explainer explainer(Profile profile) {
    int[] given = items(profile);
    float[] ratings = ratings(profile);
    float[] u = new float[model.factors()];
    float bias = foldIn.get().fold(given, ratings, place(profile), u);
    int[] order =
        IntStream.range(0, given.length)
            .boxed()
            .sorted(Comparator.comparingInt(r -> given[r]))
            .mapToInt(r -> r)
            .toArray();
    int[] items = Arrays.stream(order).map(r -> given[r]).toArray();
    float[] sorted = new float[order.length];
    for (int r = 0; r < order.length; r++) {
      sorted[r] = ratings[order[r]];
    }
    return Explainer.ofNewcomer(model, items, sorted, u, bias);
  }

  /**
   * Scores every item for one user, for evaluation. A better item scores higher; for {@link
   * Objective#RATING} scores are predicted ratings, which may lie outside the range of the known
   * ones.
   *
   * @param user the user's number in the catalogue
   * @param out receives the score of every item, in the order of the catalogue
   */
  public void scores(int user, float[] out) {
    LongConsumer event = Events.score("all items");
    scoring.scores(factors(user), model.userBias(user), out);
    event.accept(out.length);
  }

  private double predict(int user, int item, float[] u) {
    return scoring.shown(item, scoring.rank(u, model.userBias(user), item));
  }

  private float[] factors(int user) {
    float[] u = new float[model.factors()];
    copyFactors(user, u);
    return u;
  }

  private void copyFactors(int user, float[] out) {
    for (int l = 0; l < out.length; l++) {
      out[l] = model.userFactor(user, l);
    }
  }

  private static Ratings history(FactorModel model) {
    return model
        .history()
        .orElseThrow(
            () -> new InputException("this model was saved without who rated what: no history"));
  }
}
