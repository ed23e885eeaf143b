package io.github.lanefactor.ratings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Users and items, numbered from 0: their ids, which may be any strings, and the titles and genres
 * of the items. Immutable.
 */
public final class Catalogue {
  /** Ids from which it pays to index users and items at the same time. */
  private static final int LARGE = 1 << 15;

  private static final int YEAR_DIGITS = 4;

  private final Ids users;
  private final Ids items;
  private final String[] titles;
  private final String[] genres;
  private final Attributes userAttributes;
  private final Attributes itemAttributes;

  /** Made when asked for; two threads may both make one. */
  private final Item[] made;

  private Catalogue(
      Ids users,
      Ids items,
      String[] titles,
      String[] genres,
      Attributes userAttributes,
      Attributes itemAttributes) {
    this.users = users;
    this.items = items;
    this.titles = titles;
    this.genres = genres;
    this.userAttributes = userAttributes;
    this.itemAttributes = itemAttributes;
    this.made = new Item[titles.length];
  }

  /**
   * A catalogue of n users and m items.
   *
   * @param userIds n ids, all different
   * @param itemIds m ids, all different
   * @param titles m titles; an empty one means that the item has none
   * @param genres m lists of genres, each separated by {@code |}; empty if none is known
   * @throws InputException if two ids are equal, or an item lacks a title or genres
   */
  public static Catalogue of(String[] userIds, String[] itemIds, String[] titles, String[] genres) {
    if (titles.length != itemIds.length || genres.length != itemIds.length) {
      throw new InputException("expected a title and genres for each item");
    }
    // Of a large model opened by a service, the index of ids is what the first list waits for.
    boolean large = userIds.length + itemIds.length > LARGE;
    Stream<Supplier<Ids>> sides =
        Stream.of(() -> new Ids("user", userIds), () -> new Ids("item", itemIds));
    List<Ids> ids = (large ? sides.parallel() : sides).map(Supplier::get).toList();
    return new Catalogue(
        ids.get(0),
        ids.get(1),
        titles.clone(),
        genres.clone(),
        Attributes.none(userIds.length),
        Attributes.none(itemIds.length));
  }

  /** A catalogue of ids alone. */
  public static Catalogue of(String[] userIds, String[] itemIds) {
    String[] none = new String[itemIds.length];
    Arrays.fill(none, "");
    return of(userIds, itemIds, none, none);
  }

  /**
   * The same catalogue with what else is known of its users and items.
   *
   * @throws InputException if they are not as many
   */
  public Catalogue withAttributes(Attributes ofUsers, Attributes ofItems) {
    if (ofUsers.rows() != users() || ofItems.rows() != items()) {
      throw new InputException(
          "expected attributes of %d users and %d items, found %d and %d"
              .formatted(users(), items(), ofUsers.rows(), ofItems.rows()));
    }
    return new Catalogue(users, items, titles, genres, ofUsers, ofItems);
  }

  /**
   * A catalogue with other users, of whom nothing else is known, and the same items.
   *
   * @param userIds ids, all different
   * @throws InputException if two ids are equal
   */
  public Catalogue withUsers(String[] userIds) {
    return new Catalogue(
        new Ids("user", userIds),
        items,
        titles,
        genres,
        Attributes.none(userIds.length),
        itemAttributes);
  }

  /**
   * A catalogue with more items, behind those of this one.
   *
   * @param more has the new items; its users do not count
   * @throws InputException if an item is there already
   */
  public Catalogue withItems(Catalogue more) {
    int count = items() + more.items();
    String[] ids = Arrays.copyOf(items.ids, count);
    System.arraycopy(more.items.ids, 0, ids, items(), more.items());
    String[] allTitles = Arrays.copyOf(titles, count);
    System.arraycopy(more.titles, 0, allTitles, items(), more.items());
    String[] allGenres = Arrays.copyOf(genres, count);
    System.arraycopy(more.genres, 0, allGenres, items(), more.items());
    return new Catalogue(
        users,
        new Ids("item", ids),
        allTitles,
        allGenres,
        userAttributes,
        itemAttributes.then(more.itemAttributes));
  }

  /** The number of users. */
  public int users() {
    return users.ids.length;
  }

  /** The number of items. */
  public int items() {
    return items.ids.length;
  }

  /** The id of user {@code user}, 0 ≤ user &lt; {@link #users()}. */
  public String userId(int user) {
    return users.ids[user];
  }

  /** The id of item {@code item}, 0 ≤ item &lt; {@link #items()}. */
  public String itemId(int item) {
    return items.ids[item];
  }

  /** All user ids, in a new array. */
  public String[] userIds() {
    return users.ids.clone();
  }

  /** All item ids, in a new array. */
  public String[] itemIds() {
    return items.ids.clone();
  }

  /** Whether there is a user with this id. */
  public boolean containsUser(String id) {
    return users.index.containsKey(id);
  }

  /** Whether there is an item with this id. */
  public boolean containsItem(String id) {
    return items.index.containsKey(id);
  }

  /**
   * The number of the user with this id.
   *
   * @throws UnknownIdException if there is none
   */
  public int user(String id) {
    return users.number(id);
  }

  /**
   * The number of the item with this id.
   *
   * @throws UnknownIdException if there is none
   */
  public int item(String id) {
    return items.number(id);
  }

  /** The number of the user with this id, if there is one. */
  public OptionalInt findUser(String id) {
    return users.find(id);
  }

  /** The number of the item with this id, if there is one. */
  public OptionalInt findItem(String id) {
    return items.find(id);
  }

  /** Whether every user id is an integer as Java prints it. */
  public boolean integerUserIds() {
    return users.integers;
  }

  /** Whether every item id is an integer as Java prints it. */
  public boolean integerItemIds() {
    return items.integers;
  }

  /** The title of item {@code item}; its id if it has none. */
  public String title(int item) {
    return titles[item].isEmpty() ? items.ids[item] : titles[item];
  }

  /** The genres of item {@code item}, in the order they were listed; empty if none is known. */
  public List<String> genres(int item) {
    return genres[item].isEmpty() ? List.of() : List.of(genres[item].split("\\|"));
  }

  /** The genres of item {@code item} as they were given, separated by {@code |}. */
  String genresText(int item) {
    return genres[item];
  }

  /** The year of item {@code item}, if its title ends in one in brackets. */
  public OptionalInt year(int item) {
    String year = yearText(item);
    return year.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(year));
  }

  /** The same as a text; empty if there is none. */
  String yearText(int item) {
    String title = titles[item];
    int bracket = title.lastIndexOf('(');
    int end = bracket + 1 + YEAR_DIGITS;
    if (bracket < 0 || end > title.length()) {
      return "";
    }
    for (int i = bracket + 1; i < end; i++) {
      if (!isDigit(title.charAt(i))) {
        return "";
      }
    }
    return end < title.length() && isDigit(title.charAt(end))
        ? ""
        : title.substring(bracket + 1, end);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** What else is known of the users. */
  public Attributes userAttributes() {
    return userAttributes;
  }

  /** What else is known of the items. */
  public Attributes itemAttributes() {
    return itemAttributes;
  }

  /** Id, title and genres of item {@code item}. */
  public Item itemAt(int item) {
    Item known = made[item];
    if (known == null) {
      known = new Item(itemId(item), title(item), genres(item));
      made[item] = known;
    }
    return known;
  }

  /** Whether the other catalogue has the same ids in the same order. */
  public boolean numbersAlike(Catalogue other) {
    return this == other
        || (Arrays.equals(users.ids, other.users.ids) && Arrays.equals(items.ids, other.items.ids));
  }

  @Override
  public String toString() {
    return users() + " users, " + items() + " items";
  }

  /** Ids numbered from 0, and the way back. */
  private static final class Ids {
    private static final int NEAREST = 3;

    private final String kind;
    private final String[] ids;
    private final Map<String, Integer> index;
    private final boolean integers;

    Ids(String kind, String[] ids) {
      this.kind = kind;
      this.ids = ids.clone();
      this.index = new HashMap<>(ids.length * 2);
      boolean allIntegers = true;
      for (int i = 0; i < ids.length; i++) {
        if (index.put(ids[i], i) != null) {
          throw new InputException(
              "expected different ids, found %s %s twice".formatted(kind, ids[i]));
        }
        allIntegers &= isInteger(ids[i]);
      }
      this.integers = allIntegers;
    }

    OptionalInt find(String id) {
      Integer number = index.get(id);
      return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    int number(String id) {
      Integer number = index.get(id);
      if (number == null) {
        throw new UnknownIdException(kind, id, () -> nearest(id));
      }
      return number;
    }

    /** The ids that were perhaps meant; if none is near, the range of the ids. */
    private String nearest(String id) {
      if (ids.length == 0) {
        return "there are none";
      }
      int tolerance = id.length() / 3; // one letter of two makes another id, not a slip
      Map<Integer, List<String>> byDistance =
          Arrays.stream(ids)
              .filter(other -> Math.abs(other.length() - id.length()) <= tolerance)
              .collect(Collectors.groupingBy(other -> EditDistance.between(id, other)));
      List<String> near = new ArrayList<>();
      IntStream.rangeClosed(0, tolerance)
          .mapToObj(distance -> byDistance.getOrDefault(distance, List.of()))
          .forEach(near::addAll);
      String listed =
          near.stream()
              .limit(NEAREST)
              .map(other -> '"' + other + '"')
              .collect(Collectors.joining(", "));
      return near.isEmpty()
          ? "ids run from %s to %s".formatted(ids[0], ids[ids.length - 1])
          : "the nearest " + (near.size() == 1 ? "is " : "are ") + listed;
    }
  }

  /** The order of the ids: those before {@code fixed} as they are, the rest sorted. */
  static Integer[] sorted(List<String> ids, int fixed) {
    Integer[] order = new Integer[ids.size()];
    long[] numbers = new long[ids.size()];
    boolean integers = true;
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      integers = integers && isInteger(ids.get(i));
      numbers[i] = integers ? Long.parseLong(ids.get(i)) : 0;
    }
    Comparator<Integer> byId =
        integers ? Comparator.comparingLong(i -> numbers[i]) : Comparator.comparing(ids::get);
    Arrays.sort(order, fixed, order.length, byId);
    return order;
  }

  /** Whether {@code id} is a long exactly as Java prints it, so that the number stands for it. */
  private static boolean isInteger(String id) {
    int length = id.length();
    int digits = length > 0 && id.charAt(0) == '-' ? 1 : 0;
    if (length == digits || length - digits > 18) {
      return false;
    }
    for (int i = digits; i < length; i++) {
      if (id.charAt(i) < '0' || id.charAt(i) > '9') {
        return false;
      }
    }
    return id.charAt(digits) != '0' || (length == 1 && digits == 0);
  }
}
