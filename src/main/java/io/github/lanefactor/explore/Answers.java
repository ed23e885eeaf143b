package io.github.lanefactor.explore;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Origin;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.Explainer;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.RatedItem;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** The answers to a page's questions, as JSON; {@code openapi.json} has their shapes. */
final class Answers {
  private static final int REASONS = 3;
  private static final double NANOS_PER_MICRO = 1e3;

  private final Explorer explorer;
  private final FactorModel model;
  private final Catalogue catalogue;
  private final Recommender recommender;

  Answers(Explorer explorer) {
    this.explorer = explorer;
    this.model = explorer.model();
    this.catalogue = model.catalogue();
    this.recommender = explorer.recommender();
  }

  /** Writes one value. */
  @FunctionalInterface
  private interface Content {
    void writeTo(JsonWriter out) throws IOException;
  }

  private static String json(Content content) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter out = new JsonWriter(text);
      out.setHtmlSafe(true); // an answer may become part of a page
      out.beginObject();
      content.writeTo(out);
      out.endObject();
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  /** An answer that says what is wrong. */
  static String error(String message) {
    return json(out -> out.name("error").value(message));
  }

  /** Shape, settings and losses. */
  String model() {
    return json(
        out -> {
          out.name("title").value(explorer.title());
          out.name("users").value(catalogue.users());
          out.name("items").value(catalogue.items());
          out.name("factors").value(model.factors());
          if (model.history().isPresent()) {
            out.name("ratings").value(model.history().get().size());
          }
          out.name("history").value(model.history().isPresent());
          out.name("objective").value(model.objective().name().toLowerCase(Locale.ROOT));
          out.name("predictsRatings").value(recommender.predictsRatings());
          out.name("similarity").value(recommender.similarity());
          out.name("stars").beginArray();
          for (float value : Stars.of(model.settings().feedback())) {
            out.value(value);
          }
          out.endArray();
          out.name("maps").beginArray();
          out.value(ItemMap.Method.PCA.label());
          if (Umaps.isFor(catalogue.items())) {
            out.value(ItemMap.Method.UMAP.label());
          }
          out.endArray();
          settings(out);
          losses(out);
        });
  }

  private void settings(JsonWriter out) throws IOException {
    out.name("settings").beginArray();
    for (Map.Entry<String, String> setting : model.settings().describe().entrySet()) {
      out.beginObject();
      out.name("name").value(setting.getKey());
      out.name("value").value(setting.getValue());
      out.endObject();
    }
    out.endArray();
  }

  private void losses(JsonWriter out) throws IOException {
    out.name("losses").beginArray();
    for (Origin.Loss loss : model.origin().losses()) {
      out.beginObject();
      out.name("step").value(loss.step());
      out.name("loss").value(loss.loss());
      out.endObject();
    }
    out.endArray();
  }

  /** What is known of all items, an array for each kind, in the order of the catalogue. */
  String items() {
    List<String> genres = genres();
    return json(
        out -> {
          out.name("id").beginArray();
          for (int item = 0; item < catalogue.items(); item++) {
            out.value(catalogue.itemId(item));
          }
          out.endArray().name("title").beginArray();
          for (int item = 0; item < catalogue.items(); item++) {
            out.value(catalogue.title(item));
          }
          out.endArray().name("year").beginArray();
          for (int item = 0; item < catalogue.items(); item++) {
            out.value(catalogue.year(item).orElse(0));
          }
          out.endArray().name("ratings").beginArray();
          for (int item = 0; item < catalogue.items(); item++) {
            out.value(model.statistics().itemCount(item));
          }
          out.endArray().name("genres").beginArray();
          for (int item = 0; item < catalogue.items(); item++) {
            out.beginArray();
            for (String genre : catalogue.genres(item)) {
              out.value(genres.indexOf(genre));
            }
            out.endArray();
          }
          out.endArray().name("genreNames").beginArray();
          for (String genre : genres) {
            out.value(genre);
          }
          out.endArray();
        });
  }

  private List<String> genres() {
    TreeSet<String> genres = new TreeSet<>();
    IntStream.range(0, catalogue.items()).forEach(i -> genres.addAll(catalogue.genres(i)));
    return List.copyOf(genres);
  }

  /** The place of each item. */
  static String map(ItemMap map) {
    return json(
        out -> {
          out.name("method").value(map.method().label());
          out.name("x");
          coordinates(out, map.x());
          out.name("y");
          coordinates(out, map.y());
        });
  }

  private static void coordinates(JsonWriter out, float[] values) throws IOException {
    out.beginArray();
    for (float value : values) {
      out.jsonValue(decimal(value));
    }
    out.endArray();
  }

  /** A number from −1 to 1 with four decimals: a tenth of a point on any screen. */
  private static String decimal(float value) {
    int scaled = Math.round(value * 10_000);
    return Double.toString(scaled / 10_000.0);
  }

  /** For each factor the items at its two ends. */
  String factors() {
    return json(
        out -> {
          out.name("factors").beginArray();
          for (FactorEnds ends : FactorEnds.of(model)) {
            out.beginObject();
            out.name("number").value(ends.factor() + 1);
            out.name("spread").value(ends.spread());
            out.name("low").beginArray();
            for (int item : ends.low()) {
              reference(out, catalogue.itemAt(item));
            }
            out.endArray().name("high").beginArray();
            for (int item : ends.high()) {
              reference(out, catalogue.itemAt(item));
            }
            out.endArray().endObject();
          }
          out.endArray();
        });
  }

  /** The items that a text may mean, the best known first; misspelt ones if there is none. */
  String search(String text, int n) {
    List<Integer> found = explorer.search().find(text);
    boolean near = found.isEmpty();
    List<Integer> listed =
        near
            ? explorer.search().nearest(text, n)
            : found.stream()
                .sorted(Comparator.comparingInt(i -> -model.statistics().itemCount(i)))
                .limit(n)
                .toList();
    return json(
        out -> {
          out.name("total").value(near ? listed.size() : found.size());
          out.name("misspelt").value(near && !listed.isEmpty());
          out.name("items").beginArray();
          for (int item : listed) {
            out.beginObject();
            item(out, catalogue.itemAt(item));
            out.endObject();
          }
          out.endArray();
        });
  }

  /** The list for a user, or for somebody new, and how long it took. */
  String recommend(Request request) {
    Query query = request.filters().query(model);
    long start = System.nanoTime();
    List<ScoredItem> list =
        request.user().isPresent()
            ? recommender.recommend(request.user().get(), query)
            : recommender.recommend(request.profile(), query);
    double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
    return json(
        out -> {
          out.name("micros").value(micros);
          scored(out, list);
        });
  }

  /** Because of which rated items each of some items is recommended. */
  String explain(Request request) {
    long start = System.nanoTime();
    boolean nothing = request.user().isEmpty() && request.profile().ratings().isEmpty();
    Optional<Explainer> explainer =
        nothing
            ? Optional.empty()
            : Optional.of(
                request.user().isPresent()
                    ? recommender.explainer(request.user().get())
                    : recommender.explainer(request.profile()));
    List<List<Reason>> reasons =
        request.items().stream()
            .map(i -> explainer.map(e -> e.because(i, Query.top(REASONS))).orElse(List.of()))
            .toList();
    double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
    return json(
        out -> {
          out.name("micros").value(micros);
          out.name("because").beginArray();
          for (int i = 0; i < reasons.size(); i++) {
            out.beginObject();
            out.name("id").value(request.items().get(i));
            out.name("reasons").beginArray();
            for (Reason reason : reasons.get(i)) {
              out.beginObject();
              out.name("id").value(reason.item().id());
              out.name("title").value(reason.item().title());
              out.name("share").value(reason.share());
              out.endObject();
            }
            out.endArray().endObject();
          }
          out.endArray();
        });
  }

  /** The items most like another. */
  String similar(String id, int n) {
    Query query = Query.top(n);
    long start = System.nanoTime();
    List<ScoredItem> list = recommender.similarItems(id, query);
    double micros = (System.nanoTime() - start) / NANOS_PER_MICRO;
    return json(
        out -> {
          out.name("micros").value(micros);
          scored(out, list);
        });
  }

  /** Users whose id begins with a text. */
  String users(String text, int n) {
    int[] found =
        IntStream.range(0, catalogue.users())
            .filter(user -> catalogue.userId(user).startsWith(text))
            .toArray();
    return json(
        out -> {
          out.name("total").value(found.length);
          out.name("users").beginArray();
          for (int u = 0; u < Math.min(n, found.length); u++) {
            out.beginObject();
            out.name("id").value(catalogue.userId(found[u]));
            out.name("ratings").value(model.statistics().userCount(found[u]));
            out.endObject();
          }
          out.endArray();
        });
  }

  /** What a user has rated, the best rated first; nothing if the model has no history. */
  String user(String id) {
    int number = catalogue.user(id);
    List<RatedItem> rated =
        model.history().isPresent()
            ? recommender.rated(id, Query.top(Math.max(1, catalogue.items())))
            : List.of();
    return json(
        out -> {
          out.name("id").value(id);
          out.name("ratings").value(model.statistics().userCount(number));
          out.name("rated").beginArray();
          for (RatedItem one : rated) {
            out.beginObject();
            item(out, one.item());
            out.name("rating").value(one.rating());
            out.name("predicted").value(one.predicted());
            out.endObject();
          }
          out.endArray();
        });
  }

  private void scored(JsonWriter out, List<ScoredItem> list) throws IOException {
    out.name("items").beginArray();
    for (ScoredItem scored : list) {
      out.beginObject();
      item(out, scored.item());
      out.name("score").value(scored.score());
      out.endObject();
    }
    out.endArray();
  }

  private static void reference(JsonWriter out, Item item) throws IOException {
    out.beginObject();
    out.name("id").value(item.id());
    out.name("title").value(item.title());
    out.endObject();
  }

  private void item(JsonWriter out, Item item) throws IOException {
    int number = catalogue.item(item.id());
    out.name("id").value(item.id());
    out.name("title").value(item.title());
    out.name("genres").beginArray();
    for (String genre : item.genres()) {
      out.value(genre);
    }
    out.endArray();
    OptionalInt year = catalogue.year(number);
    if (year.isPresent()) {
      out.name("year").value(year.getAsInt());
    }
    out.name("ratings").value(model.statistics().itemCount(number));
  }
}
