package io.github.lanefactor.cli;

import com.google.gson.stream.JsonWriter;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.recommend.RatedItem;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.recommend.ScoredUser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
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
  static void writeScored(JsonWriter writer, Catalogue catalogue, List<ScoredItem> list)
      throws IOException {
    writer.beginArray();
    for (ScoredItem scored : list) {
      beginItem(writer, catalogue, scored.item());
      writer.name("score").value((float) scored.score());
      writer.endObject();
    }
    writer.endArray();
  }

  /** The lists of several users: an object with a list for each. */
  static void writeLists(
      JsonWriter writer, Catalogue catalogue, Map<String, List<ScoredItem>> lists)
      throws IOException {
    writer.beginObject();
    for (Map.Entry<String, List<ScoredItem>> list : lists.entrySet()) {
      writer.name(list.getKey());
      writeScored(writer, catalogue, list.getValue());
    }
    writer.endObject();
  }

  /** Users with their scores. The id is a number if all are. */
  static void writeUsers(JsonWriter writer, Catalogue catalogue, List<ScoredUser> list)
      throws IOException {
    writer.beginArray();
    for (ScoredUser scored : list) {
      writer.beginObject();
      writer.name("id");
      if (catalogue.integerUserIds()) {
        writer.value(Long.parseLong(scored.id()));
      } else {
        writer.value(scored.id());
      }
      writer.name("score").value((float) scored.score());
      writer.endObject();
    }
    writer.endArray();
  }

  /** Items with their scores and what speaks for them. */
  static void writeExplained(
      JsonWriter writer,
      Catalogue catalogue,
      List<ScoredItem> list,
      Function<Item, List<Reason>> because)
      throws IOException {
    writer.beginArray();
    for (ScoredItem scored : list) {
      beginItem(writer, catalogue, scored.item());
      writer.name("score").value((float) scored.score());
      writer.name("because").beginArray();
      for (Reason reason : because.apply(scored.item())) {
        writer.beginObject();
        writeIdAndTitle(writer, catalogue, reason.item());
        writer.name("weight").value((float) reason.share());
        writer.endObject();
      }
      writer.endArray();
      writer.endObject();
    }
    writer.endArray();
  }

  /** Items with the user's rating and the predicted one. */
  static void writeRated(JsonWriter writer, Catalogue catalogue, List<RatedItem> list)
      throws IOException {
    writer.beginArray();
    for (RatedItem rated : list) {
      beginItem(writer, catalogue, rated.item());
      writer.name("rating").value(rated.rating());
      writer.name("predicted").value((float) rated.predicted());
      writer.endObject();
    }
    writer.endArray();
  }

  /** Begins the object of an item: its id, title and genres. */
  private static void beginItem(JsonWriter writer, Catalogue catalogue, Item item)
      throws IOException {
    writer.beginObject();
    writeIdAndTitle(writer, catalogue, item);
    writer.name("genres").beginArray();
    for (String genre : item.genres()) {
      writer.value(genre);
    }
    writer.endArray();
  }

  /** The id is a number if all ids are. */
  private static void writeIdAndTitle(JsonWriter writer, Catalogue catalogue, Item item)
      throws IOException {
    writer.name("id");
    if (catalogue.integerItemIds()) {
      writer.value(Long.parseLong(item.id()));
    } else {
      writer.value(item.id());
    }
    writer.name("title").value(item.title());
  }
}
