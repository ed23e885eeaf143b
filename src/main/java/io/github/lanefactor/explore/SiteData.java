package io.github.lanefactor.explore;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Feedback;
import io.github.lanefactor.model.Recipe;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.objective.CellRule;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * All that a page without a server needs, as JSON: the answers that do not depend on a question,
 * and the numbers of the model for {@code local.js}. Arrays are base64 of their bytes, lowest
 * first.
 */
final class SiteData {
  private SiteData() {}

  static String of(Explorer explorer) {
    Answers answers = new Answers(explorer);
    StringWriter text = new StringWriter();
    try (JsonWriter out = new JsonWriter(text)) {
      out.setHtmlSafe(true);
      out.beginObject();
      out.name("model").jsonValue(answers.model());
      out.name("items").jsonValue(answers.items());
      out.name("factors").jsonValue(answers.factors());
      out.name("map").jsonValue(Answers.map(explorer.bestMap()));
      out.name("engine");
      engine(out, explorer.model());
      out.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a StringWriter throws none
    }
    return text.toString();
  }

  private static void engine(JsonWriter out, FactorModel model) throws IOException {
    Weights weights = model.weights();
    out.beginObject();
    out.name("k").value(model.factors());
    out.name("M").value(floats(weights.m()));
    out.name("bm").value(floats(weights.bm()));
    out.name("U").value(floats(weights.u()));
    out.name("bu").value(floats(weights.bu()));
    out.name("bg").value(weights.bg());
    float[] scale = new float[model.catalogue().items()];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = model.scale(i);
    }
    out.name("scale").value(floats(scale));
    out.name("mean").value(model.statistics().mean());
    out.name("itemsPlaced").value(model.itemPrior().isPresent());
    if (model.userPrior().isPresent()) {
      out.name("usual").value(floats(model.userPrior().get().usual()));
    }
    settings(out, model.settings());
    out.name("userIds").beginArray();
    for (String id : model.catalogue().userIds()) {
      out.value(id);
    }
    out.endArray();
    int users = model.catalogue().users();
    out.name("userCounts").value(ints(users, model.statistics()::userCount));
    history(out, model.history(), users);
    out.endObject();
  }

  private static void settings(JsonWriter out, Settings settings) throws IOException {
    CellRule rule = CellRule.of(settings);
    Ridge.Growth growth =
        Ridge.Growth.of(settings.objective(), settings.l2(), settings.l2Exponent());
    Feedback feedback = settings.feedback();
    out.name("seed").value(settings.recipe() == Recipe.SEED);
    out.name("objective").value(settings.objective().name().toLowerCase(Locale.ROOT));
    out.name("observedWeight").value(settings.observedWeight());
    out.name("missingWeight").value(rule.missingWeight());
    out.name("floor").value(rule.floor());
    out.name("growth").beginObject();
    out.name("users").value(growth.users());
    out.name("userExponent").value(growth.userExponent());
    out.name("offset").value(growth.offset());
    out.name("biasShare").value(growth.biasShare());
    out.endObject();
    out.name("feedback").beginObject();
    out.name("values").value(feedback.values().name().toLowerCase(Locale.ROOT));
    out.name("lowest").value(feedback.lowest());
    out.name("highest").value(feedback.highest());
    if (Double.isFinite(feedback.likedFrom())) { // else all are liked
      out.name("likedFrom").value(feedback.likedFrom());
    }
    out.name("dislikedWeight").value(feedback.dislikedWeight());
    out.name("typical").value(feedback.typical());
    out.endObject();
  }

  private static void history(JsonWriter out, Optional<Ratings> history, int users)
      throws IOException {
    int size = history.map(Ratings::size).orElse(0);
    float[] values = new float[size];
    for (int p = 0; p < size; p++) {
      values[p] = history.get().ratingAt(p);
    }
    out.name("history").value(history.isPresent());
    out.name("start").value(ints(users + 1, u -> history.map(h -> h.start(u)).orElse(0)));
    out.name("rated").value(ints(size, p -> history.get().itemAt(p)));
    out.name("values").value(floats(values));
  }

  private static String floats(float[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  private static String ints(int count, IntUnaryOperator values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putInt(4 * i, values.applyAsInt(i));
    }
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
