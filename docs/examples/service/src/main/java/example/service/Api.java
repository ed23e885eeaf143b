package example.service;

import example.service.Messages.About;
import example.service.Messages.Because;
import example.service.Messages.Entry;
import example.service.Messages.Explained;
import example.service.Messages.Health;
import example.service.Messages.Listed;
import example.service.Messages.Newcomer;
import example.service.Messages.Question;
import example.service.Models.Served;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.Explainer;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What everybody may ask. Each answer is of one model, whose version it names. */
final class Api {
  private static final int DEFAULT_LIST = 10;
  private static final int DEFAULT_REASONS = 3;
  private static final int NO_CONTENT = 204;
  private static final int UNPROCESSABLE = 422;

  private final Models models;
  private final Options limits;
  private final Body body;

  Api(Models models, Options limits) {
    this.models = models;
    this.limits = limits;
    this.body = new Body(limits.maxBody, Duration.ofSeconds(limits.maxSeconds));
  }

  void routes(RoutesConfig routes) {
    routes.before(ctx -> body.checkLength(ctx.req()));
    routes.get("/v1/recommendations", this::recommend);
    routes.post("/v1/recommendations", this::recommendToNewcomer);
    routes.get("/v1/similar", this::similar);
    routes.get("/v1/explanation", this::explain);
    routes.post("/v1/explanation", this::explainToNewcomer);
    routes.get("/v1/items", this::search);
    routes.get("/v1/model", this::about);
    routes.get("/health", this::health);
    routes.get("/openapi.json", ctx -> page(ctx, "openapi.json", "application/json"));
    routes.get("/", ctx -> page(ctx, "index.html", "text/html; charset=utf-8"));
    routes.get("/favicon.ico", ctx -> ctx.status(NO_CONTENT));
    routes.get("/page.js", ctx -> page(ctx, "page.js", "text/javascript; charset=utf-8"));
    routes.get("/page.css", ctx -> page(ctx, "page.css", "text/css; charset=utf-8"));
  }

  private void recommend(Context ctx) {
    Parameters given =
        Parameters.of(ctx, "user", "n", "genre", "minRatings", "diversity", "excluding", "explain");
    String user = given.required("user");
    Newcomer wish =
        new Newcomer(
            null,
            given.integer("n"),
            given.text("genre"),
            given.integer("minRatings"),
            given.number("diversity"),
            given.all("excluding"),
            given.flag("explain"));
    Served served = models.current();
    Recommender recommender = served.recommender();
    List<ScoredItem> list = recommender.recommend(user, query(wish));
    List<Entry> entries =
        entries(recommender, list, explainer(wish, list, () -> recommender.explainer(user)));
    answer(ctx, new Listed(served.version(), entries, null));
  }

  private void recommendToNewcomer(Context ctx) {
    Newcomer wish = Json.read(body.read(ctx.req()), Newcomer.class);
    Served served = models.current();
    Recommender recommender = served.recommender();
    Rated rated = rated(wish.ratings(), recommender);
    List<ScoredItem> list = recommender.recommend(rated.profile, query(wish));
    List<Entry> entries =
        entries(
            recommender, list, explainer(wish, list, () -> recommender.explainer(rated.profile)));
    answer(ctx, new Listed(served.version(), entries, rated.unknown));
  }

  private void similar(Context ctx) {
    Parameters given = Parameters.of(ctx, "item", "n", "genre", "minRatings", "excluding");
    String item = given.required("item");
    Newcomer wish =
        new Newcomer(
            null,
            given.integer("n"),
            given.text("genre"),
            given.integer("minRatings"),
            null,
            given.all("excluding"),
            null);
    Served served = models.current();
    List<ScoredItem> list = served.recommender().similarItems(item, query(wish));
    answer(ctx, new Listed(served.version(), entries(served.recommender(), list, null), null));
  }

  private void explain(Context ctx) {
    Parameters given = Parameters.of(ctx, "user", "item", "n");
    String user = given.required("user");
    Served served = models.current();
    explain(
        ctx,
        served,
        given.required("item"),
        given.integer("n"),
        () -> served.recommender().explainer(user),
        null);
  }

  private void explainToNewcomer(Context ctx) {
    Question question = Json.read(body.read(ctx.req()), Question.class);
    if (question.item() == null) {
      throw new HttpResponseException(UNPROCESSABLE, "expected an \"item\" to explain");
    }
    Served served = models.current();
    Rated rated = rated(question.ratings(), served.recommender());
    explain(
        ctx,
        served,
        question.item(),
        question.n(),
        () -> served.recommender().explainer(rated.profile),
        rated.unknown);
  }

  private void explain(
      Context ctx,
      Served served,
      String item,
      Integer n,
      Supplier<Explainer> explainer,
      List<String> unknown) {
    Catalogue catalogue = served.recommender().catalogue();
    Item explained = catalogue.itemAt(catalogue.item(item));
    Query query = Query.top(length(n, DEFAULT_REASONS));
    List<Because> because = Because.of(explainer.get().because(item, query));
    answer(ctx, new Explained(served.version(), Entry.of(explained), because, unknown));
  }

  private void search(Context ctx) {
    Parameters given = Parameters.of(ctx, "search", "n");
    String words = given.required("search");
    int n = length(given.integer("n"), DEFAULT_LIST);
    Served served = models.current();
    Catalogue catalogue = served.recommender().catalogue();
    List<Integer> found = served.search().find(words);
    List<Integer> items = found.isEmpty() ? served.search().nearest(words, n) : found;
    List<Entry> entries = items.stream().limit(n).map(i -> Entry.of(catalogue.itemAt(i))).toList();
    answer(ctx, new Listed(served.version(), entries, null));
  }

  private void about(Context ctx) {
    Parameters.of(ctx);
    Served served = models.current();
    Recommender recommender = served.recommender();
    Feedback scale = recommender.model().settings().feedback();
    answer(
        ctx,
        new About(
            served.version(),
            served.loaded().toString(),
            recommender.catalogue().users(),
            recommender.catalogue().items(),
            recommender.model().history().isPresent(),
            scale.lowest(),
            scale.highest(),
            recommender.model().settings().describe()));
  }

  private void health(Context ctx) {
    answer(ctx, new Health("up", models.current().version(), models.failure().orElse(null)));
  }

  /** The query that a request asks for. */
  private Query query(Newcomer wish) {
    Query query = Query.top(length(wish.n(), DEFAULT_LIST));
    if (wish.genre() != null) {
      query = query.genre(wish.genre());
    }
    if (wish.minRatings() != null) {
      query = query.minRatings(wish.minRatings());
    }
    if (wish.diversity() != null) {
      query = query.diversified(wish.diversity());
    }
    if (wish.excluding() != null && !wish.excluding().isEmpty()) {
      if (wish.excluding().size() > limits.maxList || wish.excluding().contains(null)) {
        throw new HttpResponseException(
            UNPROCESSABLE, "expected at most %d ids to exclude".formatted(limits.maxList));
      }
      query = query.excluding(wish.excluding());
    }
    return query;
  }

  private int length(Integer n, int usual) {
    if (n != null && (n < 1 || n > limits.maxList)) {
      throw new HttpResponseException(
          UNPROCESSABLE, "expected n from 1 to %d, found %d".formatted(limits.maxList, n));
    }
    return n == null ? usual : n;
  }

  /** What somebody new has rated, and the ids among it that the model does not know. */
  private record Rated(Profile profile, List<String> unknown) {}

  private Rated rated(Map<String, Float> ratings, Recommender recommender) {
    if (ratings == null || ratings.isEmpty() || ratings.size() > limits.maxRatings) {
      throw new HttpResponseException(
          UNPROCESSABLE, "expected from 1 to %d \"ratings\"".formatted(limits.maxRatings));
    }
    Feedback scale = recommender.model().settings().feedback();
    Map<String, Float> known = new HashMap<>();
    List<String> unknown = new ArrayList<>();
    ratings.forEach(
        (item, rating) -> {
          if (rating == null || !onScale(rating, scale)) {
            throw new HttpResponseException(
                UNPROCESSABLE,
                "expected a rating of item %s from %s to %s, found %s"
                    .formatted(item, scale.lowest(), scale.highest(), rating));
          }
          if (recommender.catalogue().containsItem(item)) {
            known.put(item, rating);
          } else {
            unknown.add(item);
          }
        });
    if (known.isEmpty()) {
      throw new HttpResponseException(UNPROCESSABLE, "the model knows none of the rated items");
    }
    return new Rated(Profile.of(known), unknown.isEmpty() ? null : unknown);
  }

  /** Counts, such as plays, have no upper end. */
  private static boolean onScale(float rating, Feedback scale) {
    return scale.values() == Values.COUNTS
        ? rating >= 0 && Float.isFinite(rating)
        : scale.covers(rating);
  }

  private static Function<Item, List<Because>> explainer(
      Newcomer wish, List<ScoredItem> list, Supplier<Explainer> maker) {
    if (!Boolean.TRUE.equals(wish.explain()) || list.isEmpty()) {
      return null;
    }
    Explainer explainer = maker.get();
    return item -> Because.of(explainer.because(item.id(), Query.top(DEFAULT_REASONS)));
  }

  private static List<Entry> entries(
      Recommender recommender, List<ScoredItem> list, Function<Item, List<Because>> because) {
    return list.stream()
        .map(
            scored ->
                new Entry(
                    scored.item().id(),
                    scored.item().title(),
                    scored.item().genres(),
                    (float) scored.score(),
                    recommender.isPlacedByFeatures(scored.item().id()) ? true : null,
                    because == null ? null : because.apply(scored.item())))
        .toList();
  }

  static void answer(Context ctx, Object message) {
    try {
      ctx.contentType("application/json").result(Json.MAPPER.writeValueAsBytes(message));
    } catch (IOException e) {
      throw new IllegalStateException(e); // written to memory
    }
  }

  private static void page(Context ctx, String name, String type) throws IOException {
    try (InputStream in = Api.class.getResourceAsStream("/page/" + name)) {
      ctx.header("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'")
          .contentType(type)
          .result(in.readAllBytes());
    }
  }
}
