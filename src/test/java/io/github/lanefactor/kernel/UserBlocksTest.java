package io.github.lanefactor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class UserBlocksTest {
  /** Laid side by side, the blocks of all parts are those of the whole. */
  @Property(tries = 40)
  void partsAreTheWhole(@ForAll @IntRange(min = 1, max = 10_000_000) int users) {
    UserBlocks whole = UserBlocks.of(users);
    for (int parts = 1; parts <= whole.chunks(); parts *= 2) {
      int user = 0;
      int block = 0;
      for (int number = 0; number < parts; number++) {
        UserBlocks part = UserBlocks.of(users, number, parts);
        assertEquals(user, part.firstUser());
        assertEquals(whole.chunks() / parts, part.chunks());
        for (int i = 0; i <= part.count(); i++) {
          int tile = part.firstUser() / Layout.ROWS + part.firstTile(i);
          assertEquals(whole.firstTile(block + i), tile);
          assertTrue(i == 0 || part.firstTile(i) - part.firstTile(i - 1) <= part.largest());
        }
        user += part.users();
        block += part.count();
      }
      assertEquals(users, user);
      assertEquals(whole.count(), block);
    }
  }

  @Example
  void thereAreAsManyChunksAsUsersAskFor() {
    assertEquals(1, UserBlocks.of(1).chunks());
    assertEquals(4, UserBlocks.of(610).chunks());
    assertEquals(16, UserBlocks.of(2048).chunks());
    assertEquals(16, UserBlocks.of(262_140).chunks());
    assertEquals(32, UserBlocks.of(262_144).chunks());
    assertEquals(8192, UserBlocks.of(100_000_000).chunks());
  }
}
