package io.github.lanefactor.data;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.FeaturePrior;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Origin;
import io.github.lanefactor.model.RatingStatistics;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Values;
import io.github.lanefactor.model.Version;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Feature;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Models as safetensors files. */
final class SafetensorsModel {
  private static final String FORMAT = "1";

  private SafetensorsModel() {}

  static void write(FactorModel model, Path file) throws IOException {
    Weights weights = model.weights();
    Catalogue catalogue = model.catalogue();
    int n = catalogue.users();
    int m = catalogue.items();
    int k = weights.factors();
    try (SafetensorsWriter out = new SafetensorsWriter(file)) {
      metadata(model).forEach(out::metadata);
      // Long numbers first: each array then begins at a multiple of its numbers' length.
      model
          .history()
          .filter(h -> h.hasTimes() && h.size() > 0)
          .ifPresent(h -> out.longs("rating_time", times(h)));
      out.floats("U", weights.u(), n, k);
      out.floats("M", weights.m(), m, k);
      out.floats("bu", weights.bu(), n);
      out.floats("bm", weights.bm(), m);
      out.floats("bg", new float[] {weights.bg()});
      float[] scale = new float[m];
      int[] userCounts = new int[n];
      int[] itemCounts = new int[m];
      for (int i = 0; i < m; i++) {
        scale[i] = model.scale(i);
        itemCounts[i] = model.statistics().itemCount(i);
      }
      Arrays.setAll(userCounts, model.statistics()::userCount);
      out.floats("scale", scale, m);
      out.ints("user_counts", userCounts, n);
      out.ints("item_counts", itemCounts, m);
      model.history().ifPresent(history -> history(out, history));
      Texts users = Texts.of(catalogue.userIds());
      Texts items = Texts.of(catalogue.itemIds());
      Texts titles = Texts.of(m, catalogue::title);
      Texts genres = Texts.of(m, i -> String.join("|", catalogue.genres(i)));
      out.ints("user_ids_end", users.ends(), n);
      out.ints("item_ids_end", items.ends(), m);
      out.ints("titles_end", titles.ends(), m);
      out.ints("genres_end", genres.ends(), m);
      out.bytes("user_ids_utf8", users.utf8());
      out.bytes("item_ids_utf8", items.utf8());
      out.bytes("titles_utf8", titles.utf8());
      out.bytes("genres_utf8", genres.utf8());
      model.userPrior().ifPresent(prior -> prior(out, "user_prior", prior));
      model.itemPrior().ifPresent(prior -> prior(out, "item_prior", prior));
      out.finish();
    }
  }

  private static void prior(SafetensorsWriter out, String name, FeaturePrior prior) {
    out.floats(name, prior.coefficients(), prior.features().size(), prior.factors() + 1);
  }

  private static long[] times(Ratings history) {
    long[] times = new long[history.size()];
    Arrays.setAll(times, history::timeAt);
    return times;
  }

  private static void history(SafetensorsWriter out, Ratings history) {
    int[] start = new int[history.users() + 1];
    Arrays.setAll(start, history::start);
    out.ints("rating_start", start, start.length);
    int[] item = new int[history.size()];
    Arrays.setAll(item, history::itemAt);
    out.ints("rating_item", item, item.length);
    float[] value = new float[history.size()];
    for (int p = 0; p < value.length; p++) {
      value[p] = history.ratingAt(p);
    }
    out.floats("rating_value", value, value.length);
  }

  private static Map<String, String> metadata(FactorModel model) {
    Map<String, String> data = new TreeMap<>();
    data.put("format", FORMAT);
    data.put("version", Version.current());
    Settings s = model.settings();
    data.put("recipe", lowerCase(s.recipe()));
    data.put("objective", lowerCase(s.objective()));
    data.put("solver", lowerCase(s.solver()));
    data.put("factors", Integer.toString(s.factors()));
    data.put("steps", Integer.toString(s.steps()));
    data.put("observed_weight", Double.toString(s.observedWeight()));
    if (Double.isFinite(s.halfLife())) {
      data.put("half_life", Double.toString(s.halfLife()));
    }
    data.put("l2", Double.toString(s.l2()));
    data.put("l2_exponent", Double.toString(s.l2Exponent()));
    Feedback feedback = s.feedback();
    data.put("values", lowerCase(feedback.values()));
    data.put("scale_lowest", Float.toString(feedback.lowest()));
    data.put("scale_highest", Float.toString(feedback.highest()));
    data.put("liked_from", Double.toString(feedback.likedFrom()));
    data.put("disliked_weight", Double.toString(feedback.dislikedWeight()));
    data.put("typical", Double.toString(feedback.typical()));
    data.put("learning_rate", Double.toString(s.rmsprop().learningRate()));
    data.put("rho", Double.toString(s.rmsprop().rho()));
    data.put("momentum", Double.toString(s.rmsprop().momentum()));
    data.put("epsilon", Double.toString(s.rmsprop().epsilon()));
    data.put("seed", Long.toString(s.seed()));
    data.put("given_start", Boolean.toString(s.givenStart()));
    data.put("lowest", Float.toString(model.statistics().lowest()));
    data.put("highest", Float.toString(model.statistics().highest()));
    data.put("mean", Double.toString(model.statistics().mean()));
    model.userPrior().ifPresent(p -> data.put("user_features", FeatureLines.of(p.features())));
    model.itemPrior().ifPresent(p -> data.put("item_features", FeatureLines.of(p.features())));
    Origin origin = model.origin();
    origin.data().ifPresent(name -> data.put("data", name));
    if (!origin.losses().isEmpty()) {
      data.put("losses", origin.lossLine());
    }
    origin
        .validation()
        .ifPresent(
            done -> {
              data.put("validation_share", Double.toString(done.share()));
              data.put("validation_metric", done.metric());
              data.put("validation_best", Double.toString(done.best()));
            });
    return data;
  }

  /** A feature as a line of text: kind, centre, spread and name. */
  private static String lowerCase(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws InputException if the file is not a complete model file
   */
  static FactorModel read(Path file) {
    try (SafetensorsSource in = new SafetensorsSource(file)) {
      return model(in);
    } catch (InputException e) {
      throw new InputException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new InputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static FactorModel model(SafetensorsSource in) throws IOException {
    String format = in.metadata("format");
    if (!format.equals(FORMAT)) {
      throw new InputException("expected a model of format " + FORMAT + ", found " + format);
    }
    int n = in.length("user_ids_end");
    int m = in.length("item_ids_end");
    int k = in.columns("U");
    // Of a large model the ids take as long as the numbers: one thread each.
    FutureTask<Catalogue> ids = started(() -> catalogue(in, n, m));
    float[] u = in.floats("U", n, k);
    float[] items = in.floats("M", m, k);
    Catalogue catalogue = get(ids);
    Weights weights =
        new Weights(
            catalogue, k, u, items, in.floats("bu", n), in.floats("bm", m), in.floats("bg")[0]);
    RatingStatistics statistics =
        new RatingStatistics(
            (float) in.number("lowest"),
            (float) in.number("highest"),
            in.number("mean"),
            in.ints("user_counts", n),
            in.ints("item_counts", m));
    Settings settings = settings(in, statistics);
    if (settings.factors() != k) {
      throw new InputException("expected %d factors, found %d".formatted(settings.factors(), k));
    }
    FactorModel model =
        new FactorModel(
            weights,
            settings,
            in.floats("scale", m),
            statistics,
            history(in, catalogue),
            origin(in));
    return model.withPriors(prior(in, "user", k), prior(in, "item", k));
  }

  private static Optional<FeaturePrior> prior(SafetensorsSource in, String side, int k)
      throws IOException {
    if (!in.has(side + "_features")) {
      return Optional.empty();
    }
    List<Feature> features = FeatureLines.read(in.metadata(side + "_features"));
    float[] coefficients = in.floats(side + "_prior", features.size(), k + 1);
    return Optional.of(new FeaturePrior(features, k, coefficients));
  }

  private static Catalogue catalogue(SafetensorsSource in, int n, int m) throws IOException {
    FutureTask<String[]> users = started(() -> texts(in, "user_ids", n));
    String[] items = texts(in, "item_ids", m);
    String[] titles = texts(in, "titles", m);
    String[] genres = texts(in, "genres", m);
    return Catalogue.of(get(users), items, titles, genres);
  }

  /** A task that runs on a thread of its own. */
  private static <T> FutureTask<T> started(Callable<T> callable) {
    FutureTask<T> task = new FutureTask<>(callable);
    Thread thread = new Thread(task, "lanefactor-open");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  /** What a task gives, or what it threw. */
  private static <T> T get(FutureTask<T> task) throws IOException {
    try {
      return task.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException exception) {
        throw exception;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (IOException) e.getCause(); // reading throws nothing else
    }
  }

  private static String[] texts(SafetensorsSource in, String name, int count) throws IOException {
    return Texts.read(name, in.bytes(name + "_utf8"), in.ints(name + "_end", count));
  }

  /**
   * @param statistics of the ratings, for a model that was written before dislikes were known
   */
  private static Settings settings(SafetensorsSource in, RatingStatistics statistics) {
    return new Settings(
        in.constant("recipe", Recipe.class),
        in.constant("objective", Objective.class),
        in.constant("solver", SolverKind.class),
        in.integer("factors"),
        in.integer("steps"),
        in.number("observed_weight"),
        in.has("half_life") ? in.number("half_life") : Double.POSITIVE_INFINITY,
        in.number("l2"),
        in.number("l2_exponent"),
        feedback(in, statistics),
        new Settings.Rmsprop(
            in.number("learning_rate"),
            in.number("rho"),
            in.number("momentum"),
            in.number("epsilon")),
        in.longInteger("seed"),
        in.metadata("given_start").equals("true"));
  }

  private static Feedback feedback(SafetensorsSource in, RatingStatistics statistics) {
    if (!in.has("values")) {
      return Feedback.allLiked(statistics.lowest(), statistics.highest(), statistics.mean());
    }
    return new Feedback(
        in.constant("values", Values.class),
        (float) in.number("scale_lowest"),
        (float) in.number("scale_highest"),
        in.number("liked_from"),
        in.number("disliked_weight"),
        in.number("typical"));
  }

  private static Origin origin(SafetensorsSource in) {
    return new Origin(
        in.has("data") ? Optional.of(in.metadata("data")) : Optional.empty(),
        in.has("losses") ? Origin.losses(in.metadata("losses")) : List.of(),
        in.has("validation_share")
            ? Optional.of(
                new Origin.Validation(
                    in.number("validation_share"),
                    in.metadata("validation_metric"),
                    in.number("validation_best")))
            : Optional.empty());
  }

  private static Optional<Ratings> history(SafetensorsSource in, Catalogue catalogue)
      throws IOException {
    if (!in.hasTensor("rating_start")) {
      return Optional.empty();
    }
    IntBuffer start = IntBuffer.wrap(in.ints("rating_start", catalogue.users() + 1));
    IntBuffer item = in.mappedInts("rating_item");
    FloatBuffer value = in.mappedFloats("rating_value");
    LongBuffer time = in.hasTensor("rating_time") ? in.mappedLongs("rating_time") : null;
    return Optional.of(Ratings.ofRows(catalogue, start, item, value, time));
  }
}
