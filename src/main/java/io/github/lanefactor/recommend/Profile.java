package io.github.lanefactor.recommend;

import io.github.lanefactor.ratings.InputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What somebody has rated whom the model has never seen, and what else is known of them. Immutable.
 *
 * <pre>{@code
 * films.recommend(Profile.of("1562", 4.5f).and("1", 5f), Query.top(10));
 * }</pre>
 */
public final class Profile {
  private final Map<String, Float> ratings;
  private final Map<String, String> features;

  private Profile(Map<String, Float> ratings, Map<String, String> features) {
    this.ratings = ratings;
    this.features = features;
  }

  /** Somebody who has rated nothing, and of whom other things may be known. */
  public static Profile empty() {
    return new Profile(Map.of(), Map.of());
  }

  /**
   * Somebody who has rated one item.
   *
   * @param item the item's id
   * @param rating on the scale of the ratings that the model was trained on
   * @throws InputException if the rating is not a finite number
   */
  public static Profile of(String item, float rating) {
    return empty().and(item, rating);
  }

  /**
   * Somebody who has rated these items.
   *
   * @param ratings item ids and ratings
   * @throws InputException if a rating is not a finite number
   */
  public static Profile of(Map<String, Float> ratings) {
    Map<String, Float> copy = new LinkedHashMap<>(ratings);
    copy.forEach(Profile::check);
    return new Profile(Collections.unmodifiableMap(copy), Map.of());
  }

  /**
   * The same and one item more; if it is there already, the new rating counts.
   *
   * @throws InputException if the rating is not a finite number
   */
  public Profile and(String item, float rating) {
    check(item, rating);
    Map<String, Float> more = new LinkedHashMap<>(ratings);
    more.put(item, rating);
    return new Profile(Collections.unmodifiableMap(more), features);
  }

  /**
   * The same and what else is known of them, such as {@code age} and {@code "31"}: for a model that
   * was trained with features of users. Unknown features count as the mean.
   */
  public Profile with(String feature, String value) {
    Map<String, String> more = new LinkedHashMap<>(features);
    more.put(feature, value);
    return new Profile(ratings, Collections.unmodifiableMap(more));
  }

  /** What else is known of them, by feature; unmodifiable. */
  public Map<String, String> features() {
    return features;
  }

  private static void check(String item, Float rating) {
    if (rating == null || !Float.isFinite(rating)) {
      throw new InputException(
          "expected a finite rating of item %s, found %s".formatted(item, rating));
    }
  }

  /** Item ids and ratings, in the order they were given; unmodifiable. */
  public Map<String, Float> ratings() {
    return ratings;
  }
}
