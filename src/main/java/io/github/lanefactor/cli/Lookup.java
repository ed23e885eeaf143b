package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.ItemSearch;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Finds the items and users that commands are asked about. */
final class Lookup {
  private static final int MOST_LISTED = 20;
  private static final int MOST_SUGGESTED = 5;

  private Lookup() {}

  /** The number of the user with this id. */
  static int user(Ratings ratings, String id) {
    int user = ratings.user(id);
    if (user < 0) {
      String first = ratings.userId(0);
      String last = ratings.userId(ratings.users() - 1);
      throw new InputException(
          "no user has the id \"%s\"; ids run from %s to %s".formatted(id, first, last));
    }
    return user;
  }

  /**
   * The number of the one item that a query fits; nothing if none fits or several do, after telling
   * which.
   */
  static OptionalInt item(Ratings ratings, String query, PrintWriter err) {
    ItemSearch search = new ItemSearch(ratings);
    List<Integer> found = search.find(query);
    if (found.size() == 1) {
      return OptionalInt.of(found.get(0));
    }
    if (found.isEmpty()) {
      err.println("lanefactor: no item has the id or the title \"" + query + "\"");
      suggest(ratings, search.nearest(query, MOST_SUGGESTED), err);
    } else {
      err.println(
          "lanefactor: \"" + query + "\" fits " + found.size() + " items; ask for one by its id:");
      list(ratings, found, err);
    }
    return OptionalInt.empty();
  }

  private static void suggest(Ratings ratings, List<Integer> nearest, PrintWriter err) {
    if (nearest.isEmpty()) {
      int last = ratings.items() - 1;
      err.println("Ids are such as " + ratings.itemId(0) + " or " + ratings.itemId(last) + ".");
    } else {
      err.println(
          nearest.stream()
              .map(ratings::title)
              .collect(Collectors.joining("; ", "Did you mean: ", "?")));
    }
  }

  private static void list(Ratings ratings, List<Integer> items, PrintWriter err) {
    for (int item : items.subList(0, Math.min(MOST_LISTED, items.size()))) {
      err.printf("%8s  %s%n", ratings.itemId(item), ratings.title(item));
    }
    if (items.size() > MOST_LISTED) {
      err.println("… and " + (items.size() - MOST_LISTED) + " more");
    }
  }
}
