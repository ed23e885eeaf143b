package io.github.lanefactor.ratings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogueTest {
  private static final Catalogue FILMS =
      Catalogue.of(
          new String[] {"alice", "alicia", "bob"},
          new String[] {"1", "20"},
          new String[] {"Alien (1979)", ""},
          new String[] {"Horror|Sci-Fi", ""});

  @Test
  void knowsIdsAndTitles() {
    assertEquals("3 users, 2 items", FILMS.toString());
    assertEquals(2, FILMS.user("bob"));
    assertEquals(1, FILMS.findItem("20").orElseThrow());
    assertTrue(FILMS.containsUser("alice") && FILMS.containsItem("1"));
    assertFalse(FILMS.containsUser("1") || FILMS.containsItem("alice"));
    assertEquals(new Item("1", "Alien (1979)", List.of("Horror", "Sci-Fi")), FILMS.itemAt(0));
    assertEquals("Alien (1979) (Horror, Sci-Fi)", FILMS.itemAt(0).toString());
    assertEquals("20", FILMS.itemAt(1).toString());
  }

  @Test
  void anUnknownIdIsAnErrorThatNamesTheNearest() {
    UnknownIdException near = assertThrows(UnknownIdException.class, () -> FILMS.user("alics"));
    assertEquals("alics", near.id());
    assertEquals("no user has the id \"alics\"; the nearest is \"alice\"", near.getMessage());
    UnknownIdException two = assertThrows(UnknownIdException.class, () -> FILMS.user("alicea"));
    assertEquals(
        "no user has the id \"alicea\"; the nearest are \"alice\", \"alicia\"", two.getMessage());
    UnknownIdException far = assertThrows(UnknownIdException.class, () -> FILMS.item("nobody"));
    assertEquals("no item has the id \"nobody\"; ids run from 1 to 20", far.getMessage());
  }

  @Test
  void nobodyIsNearestAmongNone() {
    Catalogue none = Catalogue.of(new String[0], new String[0]);
    UnknownIdException e = assertThrows(UnknownIdException.class, () -> none.user("x"));
    assertEquals("no user has the id \"x\"; there are none", e.getMessage());
  }

  @Test
  void anUnknownIdKeepsItsMessageWhenItIsSent() throws Exception {
    UnknownIdException near = assertThrows(UnknownIdException.class, () -> FILMS.user("alics"));
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    new ObjectOutputStream(sent).writeObject(near);
    Object received =
        new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray())).readObject();
    assertEquals(
        "no user has the id \"alics\"; the nearest is \"alice\"",
        ((UnknownIdException) received).getMessage());
  }

  @Test
  void handsOutCopies() {
    String[] ids = {"u"};
    Catalogue one = Catalogue.of(ids, new String[] {"i"});
    ids[0] = "other";
    one.userIds()[0] = "other";
    one.itemIds()[0] = "other";
    assertEquals("u", one.userId(0));
    assertEquals("i", one.itemId(0));
  }
}
