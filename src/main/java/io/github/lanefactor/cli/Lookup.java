package io.github.lanefactor.cli;

import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.ratings.ItemSearch;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the item that a command is asked about. */
final class Lookup {
  private static final int MOST_LISTED = 20;
  private static final int MOST_SUGGESTED = 5;

  private Lookup() {}

  /**
   * The one item that matches a query. If none or several match, prints them and returns nothing.
   */
  static Optional<Item> item(Catalogue catalogue, String query, PrintWriter err) {
    ItemSearch search = new ItemSearch(catalogue);
    List<Integer> found = search.find(query);
    if (found.size() == 1) {
      return Optional.of(catalogue.itemAt(found.get(0)));
    }
    if (found.isEmpty()) {
      err.println("lanefactor: no item has the id or the title \"" + query + "\"");
      suggest(catalogue, search.nearest(query, MOST_SUGGESTED), err);
    } else {
      err.println(
          "lanefactor: \"" + query + "\" fits " + found.size() + " items; ask for one by its id:");
      list(catalogue, found, err);
    }
    return Optional.empty();
  }

  private static void suggest(Catalogue catalogue, List<Integer> nearest, PrintWriter err) {
    if (nearest.isEmpty()) {
      int last = catalogue.items() - 1;
      err.println("Ids are such as " + catalogue.itemId(0) + " or " + catalogue.itemId(last) + ".");
    } else {
      err.println(
          nearest.stream()
              .map(catalogue::title)
              .collect(Collectors.joining("; ", "Did you mean: ", "?")));
    }
  }

  private static void list(Catalogue catalogue, List<Integer> items, PrintWriter err) {
    for (int item : items.subList(0, Math.min(MOST_LISTED, items.size()))) {
      err.printf("%8s  %s%n", catalogue.itemId(item), catalogue.title(item));
    }
    if (items.size() > MOST_LISTED) {
      err.println("… and " + (items.size() - MOST_LISTED) + " more");
    }
  }
}
