package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Catalogue;
import io.github.lanefactor.ratings.Features;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Columns of items and users as features, from files to lists. */
class FeatureColumnsTest {
  private static final int USERS = 60;
  private static final int ITEMS = 40;

  @TempDir Path folder;
  private Path ratings;
  private Path items;

  /** Women rate the films of director A, men those of director B. */
  @BeforeEach
  void write() throws IOException {
    StringBuilder rows = new StringBuilder("userId,movieId,rating\n");
    for (int u = 0; u < USERS; u++) {
      for (int i = u % 2; i < ITEMS; i += 2) {
        if ((u * 7 + i * 3) % 5 < 3) {
          rows.append(u).append(',').append(i).append(",4\n");
        }
      }
    }
    ratings = write("ratings.csv", rows.toString());
    StringBuilder films = new StringBuilder("movieId,title,genres,Director,price\n");
    for (int i = 0; i < ITEMS; i++) {
      films.append("%d,Film %d,,%s,%s\n".formatted(i, i, i % 2 == 0 ? "A" : "B", 1.5 * i));
    }
    items = write("movies.csv", films.toString());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Path users(String separator) throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int u = 0; u < USERS; u++) {
      String gender = u % 2 == 0 ? "F" : "M";
      String age = Integer.toString(20 + u);
      List<String> fields =
          separator.equals("|")
              ? List.of(u + "", age, gender, "writer", "12345")
              : List.of(u + "", gender, age, "7", "12345");
      rows.append(String.join(separator, fields)).append('\n');
    }
    return write(separator.equals("|") ? "u.user" : "users.dat", rows.toString());
  }

  @Test
  void columnsOfItemsAreFeatures() {
    Ratings read = new RatingsReader().items(items).itemFeatures("director", "price").read(ratings);
    Features features = Features.ofItems(read.catalogue(), List.of("director", "price"));
    assertEquals(
        List.of("constant", "A", "B", "price", "price²"),
        features.features().stream().map(f -> f.name()).toList());
    assertEquals(1, features.value(4, 1));
    assertEquals(0, features.value(4, 2));
    assertEquals(1, features.value(5, 2));
    float z = features.value(39, 3);
    assertEquals(1.6884, z, 1e-3); // (39 − 19.5) / √(1599/12)
    assertEquals(z * z - 1, features.value(39, 4), 1e-5);
    assertThrows(InputException.class, () -> Features.ofItems(read.catalogue(), List.of("colour")));
    assertThrows(
        InputException.class, () -> Features.ofItems(read.catalogue(), List.of("director:number")));
  }

  @Test
  void aUserWithoutRatingsStandsWhereTheirFeaturesHaveThem() throws IOException {
    for (String separator : List.of("|", "::")) {
      RatingsReader reader = new RatingsReader().items(items).itemFeatures("director");
      Path users = users(separator);
      Ratings read =
          reader
              .users(separator.equals("|") ? folder : users)
              .userFeatures("age", "gender")
              .read(ratings);
      FactorModel trained = Trainer.ranking().factors(4).train(read).model();
      for (String name : List.of("m.safetensors", "m.h5")) {
        Path file = folder.resolve(separator.length() + name);
        ModelFile.write(trained, file);
        FactorModel model = ModelFile.read(file);
        assertEquals("age and gender", model.userPrior().orElseThrow().describe());
        assertEquals(
            trained.userPrior().orElseThrow().features(),
            model.userPrior().orElseThrow().features());
        assertArrayEquals(
            trained.userPrior().orElseThrow().coefficients(),
            model.userPrior().orElseThrow().coefficients());
        assertArrayEquals(
            trained.itemPrior().orElseThrow().coefficients(),
            model.itemPrior().orElseThrow().coefficients());
        Recommender films = Recommender.of(model);
        for (String gender : List.of("F", "M")) {
          Profile profile = Profile.empty().with("gender", gender);
          int rest = gender.equals("F") ? 0 : 1;
          films
              .recommend(profile, Query.top(5))
              .forEach(scored -> assertEquals(rest, Integer.parseInt(scored.item().id()) % 2));
          float[] scores = new float[ITEMS];
          films.scores(profile.and("1", 4).and("3", 4), scores);
          float[] without = new float[ITEMS];
          films.scores(Profile.of(Map.of("1", 4f, "3", 4f)), without);
          assertTrue(gender.equals("F") ? scores[2] > without[2] : scores[5] > without[5]);
        }
        Profile tall = Profile.empty().with("height", "180");
        assertThrows(InputException.class, () -> films.recommend(tall, Query.top(5)));
        Profile old = Profile.empty().with("age", "old");
        assertThrows(InputException.class, () -> films.recommend(old, Query.top(5)));
      }
    }
    FactorModel without =
        Trainer.ranking().factors(4).train(new RatingsReader().read(ratings)).model();
    Profile woman = Profile.empty().with("gender", "F");
    assertThrows(
        InputException.class, () -> Recommender.of(without).recommend(woman, Query.top(5)));
    assertEquals(List.of(), Recommender.of(without).recommend(Profile.empty(), Query.top(5)));
  }

  @Test
  void whatIsUnknownCountsAsTheMean() throws IOException {
    Path some =
        write("users.csv", "userId;age;town;zip\n0;20;X;1\n1;30;Y;2\n2;;X;3\n3;40;Z;4\n99;1;X;5\n");
    Ratings read = new RatingsReader().users(some).read(ratings);
    Catalogue catalogue = read.catalogue();
    assertEquals(List.of("age", "town"), catalogue.userAttributes().names());
    assertEquals(USERS, catalogue.users());
    Features features = Features.ofUsers(catalogue, List.of("age", "town"));
    assertEquals(
        List.of("constant", "age", "age²", "X", "other town"),
        features.features().stream().map(f -> f.name()).toList());
    int unknown = catalogue.user("2");
    assertEquals(0, features.value(unknown, 1));
    assertEquals(1, features.value(unknown, 3));
    int nobody = catalogue.user("7");
    assertTrue(features.known(unknown) && !features.known(nobody));
    assertEquals(0.5, features.value(nobody, 3));
    assertEquals(0.5, features.value(nobody, 4));
    assertEquals(1, features.value(nobody, 0));
  }

  @Test
  void badRowsAreNamed() throws IOException {
    bad("users.csv", "userId,age\n1,20\n1,30\n", "csv:3: ", "each user once");
    bad("users.csv", "userId,age\n1,20\n2\n", "csv:3: ", "2 fields", "found 1");
    bad("users.csv", "userId,age\n", "at least one user");
    bad("users.csv", "name,age\nx,20\n", "csv:1: ", "a column of users");
    bad("users.csv", "userId,height\n1,20\n", "csv:1: ", "a column age");
    Path file = write("users.csv", "userId,age\n1,20\n2,young\n");
    RatingsReader numbers = new RatingsReader().users(file).userFeatures("age:number");
    said(numbers, file, "csv:3: ", "a number as age", "young");
    numbers.skipBadRows(1).read(ratings);
    RatingsReader colours = new RatingsReader().items(items).itemFeatures("colour");
    said(colours, items, "csv:1: ", "a column colour", "Director");
    Path cheap = write("cheap.csv", "movieId,title,price\n1,A,cheap\n");
    said(
        new RatingsReader().items(cheap).itemFeatures("price:number"),
        cheap,
        "csv:2: ",
        "a number");
  }

  private void bad(String name, String text, String... parts) throws IOException {
    Path file = write(name, text);
    said(new RatingsReader().users(file).userFeatures("age"), file, parts);
  }

  private void said(RatingsReader reader, Path file, String... parts) {
    String message = assertThrows(InputException.class, () -> reader.read(ratings)).getMessage();
    assertTrue(message.contains(file.getFileName().toString()), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message);
    }
  }
}
