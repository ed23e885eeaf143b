package io.github.lanefactor.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemSearchTest {
  private static final String[] TITLES = {
    "Matrix, The (1999)",
    "Matrix Reloaded, The (2003)",
    "Animatrix, The (2003)",
    "Amélie (Fabuleux destin d'Amélie Poulain, Le) (2001)",
    "Alien (1979)",
    "Aliens (1986)",
    "Hamlet (1990)",
    "Hamlet (1996)",
    "Batman & Robin (1997)",
    "Schindler's List (1993)",
    "M*A*S*H (a.k.a. MASH) (1970)",
    "300 (2007)",
    "七人の侍 (1954)",
    "Godfather, The (1972)",
    "Godfather: Part II, The (1974)",
    "Good, the Bad and the Ugly, The (Buono, il brutto, il cattivo, Il) (1966)",
    "9½ Weeks (Nine 1/2 Weeks) (1986)",
    "$",
  };

  private static final Catalogue CATALOGUE = catalogue();
  private static final ItemSearch SEARCH = new ItemSearch(CATALOGUE);

  /** Ids from 100 on; there is one for each title. */
  private static Catalogue catalogue() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i < TITLES.length; i++) {
      builder.item(Integer.toString(100 + i), TITLES[i], "");
    }
    return builder.rating("1", "100", 5).build().catalogue();
  }

  private static List<String> titles(List<Integer> items) {
    return items.stream().map(CATALOGUE::title).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "100 | Matrix, The (1999)",
        "the matrix | Matrix, The (1999)",
        "Matrix, The | Matrix, The (1999)",
        "THE MATRIX (1999) | Matrix, The (1999)",
        "the matrix 1999 | Matrix, The (1999)",
        "the matrix re | Matrix Reloaded, The (2003)",
        "animat | Animatrix, The (2003)",
        "amelie | Amélie (Fabuleux destin d'Amélie Poulain, Le) (2001)",
        "AMÉLIE | Amélie (Fabuleux destin d'Amélie Poulain, Le) (2001)",
        "le fabuleux destin d'amelie poulain | Amélie (Fabuleux destin d'Amélie Poulain, Le)"
            + " (2001)",
        "poulain | Amélie (Fabuleux destin d'Amélie Poulain, Le) (2001)",
        "alien | Alien (1979)",
        "aliens | Aliens (1986)",
        "hamlet 1996 | Hamlet (1996)",
        "batman and robin | Batman & Robin (1997)",
        "Batman & Robin | Batman & Robin (1997)",
        "schindlers list | Schindler's List (1993)",
        "mash | M*A*S*H (a.k.a. MASH) (1970)",
        "300 | 300 (2007)",
        "七人 | 七人の侍 (1954)",
        "the godfather | Godfather, The (1972)",
        "the good, the bad and the ugly | Good, the Bad and the Ugly, The (Buono, il brutto, il"
            + " cattivo, Il) (1966)",
      })
  void findsOneItem(String query, String title) {
    assertEquals(List.of(title), titles(SEARCH.find(query)));
  }

  @Test
  void listsSeveralItems() {
    assertEquals(List.of(0, 1, 2), SEARCH.find("matrix"));
    assertEquals(List.of(6, 7), SEARCH.find("hamlet"));
    assertEquals(List.of(13, 14), SEARCH.find("godfather"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "the matirx | Matrix, The (1999)",
        "godfathr | Godfather, The (1972)",
        "godfather part 2 | Godfather: Part II, The (1974)",
        "shindler list | Schindler's List (1993)",
        "batmn robin | Batman & Robin (1997)",
        "hamelt | Hamlet (1990)",
        "amelei | Amélie (Fabuleux destin d'Amélie Poulain, Le) (2001)",
        "alein | Alien (1979)",
      })
  void suggestsTheNearest(String query, String title) {
    assertEquals(List.of(), SEARCH.find(query));
    assertEquals(title, titles(SEARCH.nearest(query, 3)).get(0));
  }

  @Test
  void findsAndSuggestsNothingWhereNothingIsNear() {
    for (String query : List.of("", " ", "?!", "99999", "qqqqqqqqqqqq", "the wind rises")) {
      assertEquals(List.of(), SEARCH.find(query), query);
      assertEquals(List.of(), SEARCH.nearest(query, 3), query);
    }
  }

  @Test
  void numbersWithoutTitlesAreNotTakenApart() {
    ItemSearch search =
        new ItemSearch(new RatingsBuilder().rating("1", "1234", 5).build().catalogue());
    assertEquals(List.of(0), search.find("1234"));
    assertEquals(List.of(), search.find("123"));
    assertEquals(List.of(), search.nearest("123", 3));
  }

  @Property
  void everyPartOfATitleFindsIt(
      @ForAll @IntRange(min = 0, max = 16) int item, @ForAll int from, @ForAll int length) {
    String title = TITLES[item];
    int start = Math.floorMod(from, title.length());
    int end = start + 1 + Math.floorMod(length, title.length() - start);
    String part = title.substring(start, end);
    List<Integer> found = SEARCH.find(part);
    boolean letters = part.chars().anyMatch(Character::isLetterOrDigit);
    boolean another = found.stream().anyMatch(i -> isWhole(part, i));
    assertTrue(!letters || another || found.contains(item), () -> part + " found " + found);
  }

  /** An id or the whole of another title comes before a part. */
  private static boolean isWhole(String part, int item) {
    String id = CATALOGUE.itemId(item);
    return id.equals(part)
        || CATALOGUE.title(item).toLowerCase().startsWith(part.trim().toLowerCase());
  }

  @Property
  void editDistanceIsOneForOneEdit(
      @ForAll @AlphaChars @StringLength(min = 2, max = 12) String word, @ForAll int position) {
    int at = Math.floorMod(position, word.length() - 1);
    String deleted = word.substring(0, at) + word.substring(at + 1);
    String swapped =
        word.substring(0, at) + word.charAt(at + 1) + word.charAt(at) + word.substring(at + 2);
    assertEquals(0, EditDistance.between(word, word));
    assertEquals(1, EditDistance.between(word, deleted));
    assertEquals(1, EditDistance.between(deleted, word));
    assertEquals(
        word.charAt(at) == word.charAt(at + 1) ? 0 : 1, EditDistance.between(word, swapped));
    assertEquals(word.length(), EditDistance.between(word, ""));
    assertEquals(word.length(), EditDistance.between("", word));
  }
}
