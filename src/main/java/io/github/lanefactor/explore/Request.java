package io.github.lanefactor.explore;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.recommend.Profile;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The body of a request: about whom, and for what.
 *
 * @param user the id of a user, if it is about one
 * @param profile what somebody new has rated; empty for a user
 * @param items the items to explain
 * @param filters what the list should be like
 */
record Request(Optional<String> user, Profile profile, List<String> items, Filters filters) {

  /**
   * Reads JSON.
   *
   * @throws InputException if it is not what is documented
   */
  static Request read(String json) {
    try (JsonReader in = new Gson().newJsonReader(new StringReader(json))) {
      in.setStrictness(com.google.gson.Strictness.STRICT);
      Request request = new Reading(in).request();
      if (in.peek() != JsonToken.END_DOCUMENT) {
        throw new InputException("expected one JSON object, found more after it");
      }
      return request;
    } catch (MalformedJsonException
        | EOFException
        | JsonParseException
        | IllegalStateException
        | NumberFormatException e) {
      throw new InputException("expected JSON as documented: " + firstLine(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string throws none
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** What has been read so far. */
  private static final class Reading {
    private final JsonReader in;
    private final Map<String, Float> ratings = new LinkedHashMap<>();
    private final List<String> items = new ArrayList<>();
    private Optional<String> user = Optional.empty();
    private int n = Filters.USUAL;
    private double diversity;
    private String genre;
    private int minRatings;
    private int maxRatings = Integer.MAX_VALUE;
    private Integer fromYear;
    private Integer toYear;

    Reading(JsonReader in) {
      this.in = in;
    }

    Request request() throws IOException {
      in.beginObject();
      while (in.hasNext()) {
        member(in.nextName());
      }
      in.endObject();
      if (user.isPresent() && !ratings.isEmpty()) {
        throw new InputException("expected a user or ratings, found both");
      }
      return new Request(
          user,
          Profile.of(ratings),
          items,
          new Filters(n, diversity, genre, minRatings, maxRatings, fromYear, toYear));
    }

    private void member(String name) throws IOException {
      switch (name) {
        case "user" -> user = Optional.of(in.nextString());
        case "ratings" -> readRatings();
        case "items" -> readItems();
        case "n" -> n = in.nextInt();
        case "diversity" -> diversity = in.nextDouble();
        case "genre" -> genre = in.nextString();
        case "minRatings" -> minRatings = in.nextInt();
        case "maxRatings" -> maxRatings = in.nextInt();
        case "fromYear" -> fromYear = in.nextInt();
        case "toYear" -> toYear = in.nextInt();
        default -> throw new InputException("expected no member \"" + name + '"');
      }
    }

    private void readRatings() throws IOException {
      in.beginObject();
      while (in.hasNext()) {
        ratings.put(in.nextName(), (float) in.nextDouble());
      }
      in.endObject();
    }

    private void readItems() throws IOException {
      in.beginArray();
      while (in.hasNext()) {
        items.add(in.nextString());
      }
      in.endArray();
      if (items.size() > Filters.LONGEST) {
        throw new InputException(
            "expected at most %d items, found %d".formatted(Filters.LONGEST, items.size()));
      }
    }
  }
}
