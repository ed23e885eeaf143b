package io.github.lanefactor.ratings;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds items by what a person types: an id, a title, a part of a title, or a misspelt one.
 *
 * <p>Case, accents and punctuation do not matter, nor whether the article comes first or last:
 * {@code the matrix} finds {@code Matrix, The (1999)}.
 */
public final class ItemSearch {
  private static final Pattern YEAR = Pattern.compile("\\(\\d{4}\\)\\s*");
  private static final int LONGEST_ARTICLE = 4;

  private final Catalogue catalogue;

  /** The names of each item. Made when first needed; two threads may both make them. */
  private volatile List<Names> names;

  /** Makes a search over the items of {@code catalogue}. */
  public ItemSearch(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * The items that a query may mean, by ascending number; none if nothing fits. Ids are tried
   * first, then whole titles with or without the year, then parts of titles.
   */
  public List<Integer> find(String query) {
    OptionalInt item = catalogue.findItem(query);
    if (item.isPresent()) {
      return List.of(item.getAsInt());
    }
    String wanted = normal(query);
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Integer> found = matching(called -> called.whole.contains(wanted));
    return found.isEmpty() ? matching(called -> called.anyContains(wanted)) : found;
  }

  private List<Integer> matching(Predicate<Names> fits) {
    List<Names> all = names();
    return IntStream.range(0, all.size()).filter(i -> fits.test(all.get(i))).boxed().toList();
  }

  /**
   * The items whose titles are nearest to a misspelt query, nearest first; none if none is near.
   *
   * @param n how many at most
   */
  public List<Integer> nearest(String query, int n) {
    String wanted = normal(query);
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<Names> all = names();
    int tolerance = Math.max(1, squeezed(wanted).length() / 3);
    return IntStream.range(0, catalogue.items())
        .mapToObj(i -> new Near(i, all.get(i), wanted))
        .filter(near -> near.best() <= tolerance)
        .sorted(Comparator.comparingInt(Near::best).thenComparingInt(Near::whole))
        .limit(n)
        .map(Near::item)
        .toList();
  }

  private List<Names> names() {
    List<Names> made = names;
    if (made == null) {
      made = IntStream.range(0, catalogue.items()).mapToObj(this::namesOf).toList();
      names = made;
    }
    return made;
  }

  private Names namesOf(int item) {
    String title = catalogue.title(item);
    boolean numbered = catalogue.integerItemIds() && title.equals(catalogue.itemId(item));
    return numbered ? new Names(List.of(), List.of()) : Names.of(title);
  }

  /**
   * What an item may be called, in the form of {@link #normal}.
   *
   * @param whole all forms of its title: with year and without, the article in front or behind,
   *     each alternative title in brackets alone
   * @param words the words of its title
   */
  private record Names(List<String> whole, List<String> words) {
    static Names of(String title) {
      String year = "";
      String undated = title;
      int last = title.lastIndexOf('(');
      if (last > 0 && YEAR.matcher(title.substring(last)).matches()) {
        year = " " + title.substring(last + 1, last + 5);
        undated = title.substring(0, last);
      }
      List<String> whole = new ArrayList<>();
      add(whole, undated, year);
      List<String> words = List.of((whole.get(0) + year).split(" "));
      if (undated.indexOf('(') >= 0) {
        for (String name : undated.split("[()]")) {
          add(whole, name.strip(), year);
        }
      }
      return new Names(whole, words);
    }

    /** Adds a name, with the year and without; its article, after a comma, also goes in front. */
    private static void add(List<String> whole, String name, String year) {
      String normal = normal(name);
      whole.add(normal);
      whole.add(normal + year);
      int comma = name.lastIndexOf(", ");
      if (comma > 0 && name.strip().length() - comma <= 2 + LONGEST_ARTICLE) {
        String inFront = normal(name.substring(comma)) + " " + normal(name.substring(0, comma));
        whole.add(inFront);
        whole.add(inFront + year);
      }
    }

    boolean anyContains(String part) {
      for (String name : whole) {
        if (name.contains(part)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * How far an item is from a query.
   *
   * @param item the item
   * @param whole the edit distance to the nearest of its names, ignoring spaces; 0 if one contains
   *     the query
   * @param words for each word of the query the distance to the nearest word of the title, summed
   */
  private record Near(int item, int whole, int words) {
    Near(int item, Names names, String wanted) {
      this(item, wholeDistance(names, squeezed(wanted)), wordDistance(names, wanted));
    }

    int best() {
      return Math.min(whole, words);
    }

    private static int wholeDistance(Names names, String wanted) {
      return names.whole.stream()
          .map(ItemSearch::squeezed)
          .mapToInt(name -> name.contains(wanted) ? 0 : EditDistance.between(wanted, name))
          .min()
          .orElse(Integer.MAX_VALUE);
    }

    private static int wordDistance(Names names, String wanted) {
      int sum = 0;
      for (String word : wanted.split(" ")) {
        int nearest = word.length();
        for (String other : names.words) {
          nearest = Math.min(nearest, EditDistance.between(word, other));
        }
        sum += nearest;
      }
      return sum;
    }
  }

  /** Lower case, without accents, and one space in place of anything but letters and digits. */
  private static String normal(String text) {
    StringBuilder normal = new StringBuilder(text.length() + 2);
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 128 && !Normalizer.isNormalized(text, Normalizer.Form.NFD)) {
        return normal(Normalizer.normalize(text, Normalizer.Form.NFD));
      }
      if (Character.isLetterOrDigit(c) || Character.isSurrogate(c)) {
        normal.append(space && normal.length() > 0 ? " " : "").append(Character.toLowerCase(c));
        space = false;
      } else if (c == '&') {
        normal.append(normal.length() > 0 ? " and" : "and");
        space = true;
      } else {
        space |= c != '\'' && c != '’' && Character.getType(c) != Character.NON_SPACING_MARK;
      }
    }
    return normal.toString();
  }

  private static String squeezed(String normal) {
    return normal.replace(" ", "");
  }
}
