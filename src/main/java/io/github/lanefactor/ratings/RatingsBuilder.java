package io.github.lanefactor.ratings;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Collects items and ratings, and numbers them.
 *
 * <p>Users are sorted, as numbers when all their ids are integers, as strings otherwise. Listed
 * items keep the order in which they were listed; items that were rated but not listed follow,
 * sorted in the same way. What a pair keeps that is rated more than once is up to {@link
 * #duplicates}.
 */
public final class RatingsBuilder {
  private final Map<String, Integer> users = new HashMap<>();
  private final Map<String, Integer> items = new HashMap<>();
  private final List<String> userIds = new ArrayList<>();
  private final List<String> itemIds = new ArrayList<>();
  private final List<String> titles = new ArrayList<>();
  private final List<String> genres = new ArrayList<>();
  private final Map<String, Map<String, String>> userAttributes = new LinkedHashMap<>();
  private final Map<String, Map<String, String>> itemAttributes = new LinkedHashMap<>();
  private int listed;
  private Collected collected; // made by the first rating, which has a time or has none
  private Duplicates duplicates = Duplicates.NEWEST;

  /** A builder without items or ratings. */
  public RatingsBuilder() {}

  /** What becomes of pairs that are rated more than once. The default is that the newest stays. */
  public RatingsBuilder duplicates(Duplicates duplicates) {
    this.duplicates = duplicates;
    return this;
  }

  /**
   * Lists an item. All items that are listed must be listed before the first rating is added.
   *
   * @param genres separated by {@code |}; empty where none is known
   * @return false if an item with this id is listed already, in which case nothing changes
   * @throws IllegalStateException if a rating was added before
   */
  public boolean item(String id, String title, String genres) {
    if (itemIds.size() > listed || collected != null) {
      throw new IllegalStateException("items must be listed before the first rating");
    }
    if (items.containsKey(id)) {
      return false;
    }
    addItem(id, title, genres);
    listed++;
    return true;
  }

  /**
   * Gives an item a title and genres where it has none. Nothing changes for an item that has a
   * title, or is neither listed nor rated.
   *
   * @param genres separated by {@code |}; empty where none is known
   */
  public RatingsBuilder describe(String id, String title, String genres) {
    Integer i = items.get(id);
    if (i != null && titles.get(i).isEmpty()) {
      titles.set(i, title);
      this.genres.set(i, genres);
    }
    return this;
  }

  /**
   * Says what a user has in a column of {@link Catalogue#userAttributes}. Users without ratings are
   * left out.
   *
   * @param value empty where nothing is known; several values are separated by {@code |}
   */
  public RatingsBuilder userAttribute(String user, String column, String value) {
    userAttributes.computeIfAbsent(column, name -> new HashMap<>()).put(user, value);
    return this;
  }

  /** Says what an item has in a column of {@link Catalogue#itemAttributes}, likewise. */
  public RatingsBuilder itemAttribute(String item, String column, String value) {
    itemAttributes.computeIfAbsent(column, name -> new HashMap<>()).put(item, value);
    return this;
  }

  /** Takes over what a catalogue knows of users and items in the columns of their attributes. */
  public RatingsBuilder attributes(Catalogue from) {
    Attributes ofUsers = from.userAttributes();
    for (String column : ofUsers.names()) {
      for (int user = 0; user < from.users(); user++) {
        userAttribute(from.userId(user), column, ofUsers.value(column, user));
      }
    }
    Attributes ofItems = from.itemAttributes();
    for (String column : ofItems.names()) {
      for (int item = 0; item < from.items(); item++) {
        itemAttribute(from.itemId(item), column, ofItems.value(column, item));
      }
    }
    return this;
  }

  private static Attributes attributes(String[] ids, Map<String, Map<String, String>> known) {
    Map<String, String[]> columns = new LinkedHashMap<>();
    known.forEach(
        (column, byId) ->
            columns.put(
                column,
                Arrays.stream(ids).map(id -> byId.getOrDefault(id, "")).toArray(String[]::new)));
    return Attributes.of(ids.length, columns);
  }

  /**
   * Adds a rating without a time. Either all ratings have times or none.
   *
   * @throws InputException if the rating is not a finite number
   * @throws IllegalStateException if a rating with a time was added before
   */
  public RatingsBuilder rating(String user, String item, double rating) {
    float value = finite(rating);
    collected(false).add(userNumber(user), itemNumber(item), value, 0);
    return this;
  }

  /**
   * Adds a rating with a time. Either all ratings are added with times or none.
   *
   * @param time in seconds since 1970; {@link Ratings#NO_TIME} where it is not known
   * @throws InputException if the rating is not a finite number
   * @throws IllegalStateException if a rating without a time was added before
   */
  public RatingsBuilder rating(String user, String item, double rating, long time) {
    float value = finite(rating);
    collected(true).add(userNumber(user), itemNumber(item), value, time);
    return this;
  }

  /**
   * Adds many ratings at once, from arrays.
   *
   * @param users the {@link #userNumber} of each
   * @param items the {@link #itemNumber} of each
   * @param ratings finite numbers
   * @param times in seconds since 1970; null if there are none
   * @param count how many there are; the arrays may be longer
   * @throws InputException if a rating is not a finite number
   * @throws IllegalStateException if some ratings have times and some have none
   * @throws IndexOutOfBoundsException if a number is none that was given
   */
  public RatingsBuilder ratings(
      int[] users, int[] items, float[] ratings, long[] times, int count) {
    for (int p = 0; p < count; p++) {
      Objects.checkIndex(users[p], userIds.size());
      Objects.checkIndex(items[p], itemIds.size());
      finite(ratings[p]);
    }
    collected(times != null).add(users, items, ratings, times, count);
    return this;
  }

  private Collected collected(boolean timed) {
    if (collected == null) {
      collected = new Collected(timed);
    }
    if (collected.timed() != timed) {
      throw new IllegalStateException(
          timed
              ? "the ratings before have no times, this one has one"
              : "the ratings before have times, this one has none");
    }
    return collected;
  }

  private static float finite(double rating) {
    if (!Float.isFinite((float) rating)) {
      throw new InputException("expected a finite rating, found " + rating);
    }
    return (float) rating;
  }

  /** What {@link #ratings} calls the user with this id, who is a user once there is a rating. */
  public int userNumber(String id) {
    Integer number = users.get(id);
    if (number == null) {
      number = userIds.size();
      users.put(id, number);
      userIds.add(id);
    }
    return number;
  }

  /** What {@link #ratings} calls the item with this id. */
  public int itemNumber(String id) {
    Integer number = items.get(id);
    if (number == null) {
      number = itemIds.size();
      addItem(id, "", "");
    }
    return number;
  }

  private void addItem(String id, String title, String genre) {
    items.put(id, itemIds.size());
    itemIds.add(id);
    titles.add(title);
    genres.add(genre);
  }

  /**
   * The ratings collected so far.
   *
   * @throws InputException if there is not one rating
   */
  public Ratings build() {
    if (collected == null || collected.size() == 0) {
      throw new InputException("expected at least one rating, found none");
    }
    int[] counts = collected.userCounts(userIds.size());
    int[] userOrder = order(userIds, counts, 0);
    int[] itemOrder = order(itemIds, collected.itemCounts(itemIds.size()), listed);
    SortedRows rows =
        new SortedRows(
            collected,
            inverse(userOrder, userIds.size()),
            inverse(itemOrder, itemIds.size()),
            counts,
            userOrder.length);
    rows.sort();
    rows.join(duplicates);
    String[] ofUsers = pick(userIds, userOrder);
    String[] ofItems = pick(itemIds, itemOrder);
    Catalogue catalogue =
        Catalogue.of(ofUsers, ofItems, pick(titles, itemOrder), pick(genres, itemOrder));
    return new Ratings(
        catalogue.withAttributes(
            attributes(ofUsers, userAttributes), attributes(ofItems, itemAttributes)),
        rows.start,
        IntBuffer.wrap(rows.item),
        FloatBuffer.wrap(rows.rating),
        hasTime(rows.time) ? LongBuffer.wrap(rows.time) : null,
        collected.size() - rows.item.length,
        listed == 0 ? 0 : itemOrder.length - listed);
  }

  private static boolean hasTime(long[] times) {
    return times != null && Arrays.stream(times).anyMatch(time -> time != Ratings.NO_TIME);
  }

  /** Those that are listed, in that order, then the others that have ratings, sorted by id. */
  private static int[] order(List<String> ids, int[] counts, int listed) {
    int[] there =
        IntStream.range(0, counts.length).filter(i -> i < listed || counts[i] > 0).toArray();
    List<String> names = Arrays.stream(there).mapToObj(ids::get).toList();
    return Arrays.stream(Catalogue.sorted(names, listed)).mapToInt(i -> there[i]).toArray();
  }

  private static int[] inverse(int[] order, int size) {
    int[] rank = new int[size];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    return rank;
  }

  private static String[] pick(List<String> values, int[] order) {
    String[] picked = new String[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = values.get(order[i]);
    }
    return picked;
  }
}
