package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.train.Trainer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Items that nobody has rated, in a model and behind it. */
class ItemPriorTest {
  @TempDir Path folder;

  /** Even users rate westerns, odd ones musicals; item 40 is a western nobody rated. */
  private static Ratings films() {
    RatingsBuilder builder = new RatingsBuilder();
    for (int i = 0; i <= 40; i++) {
      builder.item("i" + i, "Film (" + (1950 + i) + ")", i % 2 == 0 ? "Western" : "Musical");
    }
    for (int u = 0; u < 60; u++) {
      for (int i = u % 2; i < 40; i += 2) {
        if ((u * 7 + i * 3) % 5 < 3) {
          builder.rating("u" + u, "i" + i, 4);
        }
      }
    }
    return builder.build();
  }

  private static Catalogue later() {
    return Catalogue.of(
        new String[0],
        new String[] {"new western", "new musical"},
        new String[] {"A (1975)", "B (1975)"},
        new String[] {"Western", "Musical"});
  }

  @Test
  void itemsNobodyRatedStandWithTheirGenre() {
    FactorModel trained = Trainer.ranking().factors(4).train(films()).model();
    Path file = folder.resolve("films.safetensors");
    ModelFile.write(trained, file);
    FactorModel read = ModelFile.read(file);
    assertEquals(
        trained.itemPrior().orElseThrow().features(), read.itemPrior().orElseThrow().features());
    assertArrayEquals(
        trained.itemPrior().orElseThrow().coefficients(),
        read.itemPrior().orElseThrow().coefficients());
    assertEquals("genres and year", read.itemPrior().orElseThrow().describe());
    FactorModel more = read.withItems(later());
    assertEquals(43, more.catalogue().items());
    int even = more.catalogue().user("u0");
    int odd = more.catalogue().user("u1");
    assertTrue(more.output(even, 40) > more.output(odd, 40));
    assertTrue(more.output(even, 41) > more.output(even, 42));
    assertTrue(more.output(odd, 42) > more.output(odd, 41));
    assertThrows(InputException.class, () -> more.withItems(later()));
    FactorModel without = Trainer.ranking().factors(4).noFeatures().train(films()).model();
    assertThrows(InputException.class, () -> without.withItems(later()));
  }
}
