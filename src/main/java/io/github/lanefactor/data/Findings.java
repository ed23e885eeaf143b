package io.github.lanefactor.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What a reading finds beside the ratings: where the outermost values stand, and a column's name.
 */
final class Findings {
  /** As many values at either end may be far outside the rest. */
  private static final int MOST = 3;

  private final List<Place> highest = new ArrayList<>();
  private final List<Place> lowest = new ArrayList<>();
  private float above = Float.NEGATIVE_INFINITY;
  private float below = Float.POSITIVE_INFINITY;
  private String ratingsColumn;

  private record Place(String user, String item, float value, String source, long line) {
    Place behind(String from, long lines) {
      return new Place(user, item, value, from, lines + line);
    }
  }

  /** Whether a value is among the three highest or the three lowest so far. */
  boolean outermost(float value) {
    return value > above || value < below;
  }

  /**
   * Takes note of a value if it is one of the outermost.
   *
   * @param source what stands before the line's number, for people to read
   */
  void add(String user, String item, float value, String source, long line) {
    Place place = new Place(user, item, value, source, line);
    addHigh(place);
    addLow(place);
  }

  private void addHigh(Place place) {
    if (place.value > above) {
      above = insert(highest, place, Comparator.comparing(Place::value).reversed(), above);
    }
  }

  private void addLow(Place place) {
    if (place.value < below) {
      below = insert(lowest, place, Comparator.comparing(Place::value), below);
    }
  }

  /** Keeps the first of equal ones; returns what the next has to go beyond. */
  private static float insert(
      List<Place> places, Place place, Comparator<Place> order, float otherwise) {
    places.add(place);
    places.sort(order);
    if (places.size() > MOST) {
      places.remove(MOST);
    }
    return places.size() == MOST ? places.get(MOST - 1).value : otherwise;
  }

  /** Takes in what was found in a part that begins behind some lines of a source. */
  void addAll(Findings part, String source, long lines) {
    part.highest.forEach(place -> addHigh(place.behind(source, lines)));
    part.lowest.forEach(place -> addLow(place.behind(source, lines)));
  }

  /** Forgets all places. */
  void clear() {
    highest.clear();
    lowest.clear();
    above = Float.NEGATIVE_INFINITY;
    below = Float.POSITIVE_INFINITY;
  }

  /** Where a value stands, if it is one of the outermost. */
  Optional<String> place(String user, String item, float value) {
    for (List<Place> places : List.of(highest, lowest)) {
      for (Place p : places) {
        if (p.value == value && p.user.equals(user) && p.item.equals(item)) {
          return Optional.of(p.source + p.line);
        }
      }
    }
    return Optional.empty();
  }

  void ratingsColumn(String name) {
    ratingsColumn = name;
  }

  /** The name of the column of ratings, if it has one. */
  Optional<String> ratingsColumn() {
    return Optional.ofNullable(ratingsColumn);
  }
}
