package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Explainer.Reason;
import io.github.lanefactor.recommend.Recommender.Rated;
import io.github.lanefactor.recommend.Recommender.Scored;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Function;

/** JSON as the commands print it: one value on one line. */
final class Json {
  private Json() {}

  /** Writes one value. */
  @FunctionalInterface
  interface Content {
    void writeTo(JsonWriter writer) throws IOException;
  }

  static void print(PrintWriter out, Content content) {
    try {
      JsonWriter writer = new JsonWriter(out);
      writer.setHtmlSafe(false);
      content.writeTo(writer);
      writer.flush();
      out.println();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a PrintWriter throws none
    }
  }

  /** Items with their scores. */
  static void writeScored(JsonWriter writer, Ratings ratings, List<Scored> list)
      throws IOException {
    writer.beginArray();
    for (Scored scored : list) {
      beginItem(writer, ratings, scored.item());
      writer.name("score").value((float) scored.score());
      writer.endObject();
    }
    writer.endArray();
  }

  /** Items with their scores and what speaks for them. */
  static void writeExplained(
      JsonWriter writer, Ratings ratings, List<Scored> list, Function<Scored, List<Reason>> because)
      throws IOException {
    writer.beginArray();
    for (Scored scored : list) {
      beginItem(writer, ratings, scored.item());
      writer.name("score").value((float) scored.score());
      writer.name("because").beginArray();
      for (Reason reason : because.apply(scored)) {
        writer.beginObject();
        writeIdAndTitle(writer, ratings, reason.item());
        writer.name("weight").value((float) reason.share());
        writer.endObject();
      }
      writer.endArray();
      writer.endObject();
    }
    writer.endArray();
  }

  /** Items with the user's rating and the predicted one. */
  static void writeRated(JsonWriter writer, Ratings ratings, List<Rated> list) throws IOException {
    writer.beginArray();
    for (Rated rated : list) {
      beginItem(writer, ratings, rated.item());
      writer.name("rating").value(rated.rating());
      writer.name("predicted").value((float) rated.predicted());
      writer.endObject();
    }
    writer.endArray();
  }

  /** Begins the object of an item: its id, title and genres. */
  private static void beginItem(JsonWriter writer, Ratings ratings, int item) throws IOException {
    writer.beginObject();
    writeIdAndTitle(writer, ratings, item);
    writer.name("genres").beginArray();
    for (String genre : ratings.genres(item)) {
      writer.value(genre);
    }
    writer.endArray();
  }

  /** The id is a number where all ids are. */
  private static void writeIdAndTitle(JsonWriter writer, Ratings ratings, int item)
      throws IOException {
    writer.name("id");
    if (ratings.integerItemIds()) {
      writer.value(Long.parseLong(ratings.itemId(item)));
    } else {
      writer.value(ratings.itemId(item));
    }
    writer.name("title").value(ratings.title(item));
  }
}
