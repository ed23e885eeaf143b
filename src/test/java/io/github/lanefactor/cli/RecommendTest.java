package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lists by the command line, beside what a few lines of Java give. */
class RecommendTest {
  @TempDir private static Path folder;
  private static Path model;
  private static Recommender films;

  @BeforeAll
  static void train() throws IOException {
    StringBuilder ratings = new StringBuilder("userId,movieId,rating\n");
    for (String user : List.of("@alice", "-5", "bob", "carl", "dora")) {
      for (int i = 0; i < 12; i++) {
        if ((user.hashCode() >> i & 1) == 0 || i == user.length()) {
          ratings.append(user).append(",m").append(i).append(',').append(1 + i % 5).append('\n');
        }
      }
    }
    Path items = folder.resolve("movies.csv");
    StringBuilder titles = new StringBuilder("movieId,title,genres\n");
    for (int i = 0; i < 14; i++) {
      titles.append("m%d,Film %d,%s%n".formatted(i, i, i % 2 == 0 ? "Drama" : "Comedy|War"));
    }
    Files.writeString(items, titles);
    Path file = Files.writeString(folder.resolve("r.csv"), ratings);
    model = folder.resolve("m.safetensors");
    Run.ok("train", file, "--items", items, "-o", model, "--factors", 3);
    films = Recommender.of(ModelFile.read(model));
  }

  private static List<String> lines(String user, Query query) {
    return films.recommend(user, query).stream()
        .map(s -> Text.fixed(s.score(), 3) + " " + s.item())
        .toList();
  }

  @Test
  void idsMayBeginWithAnything() {
    assertEquals(
        lines("@alice", Query.top(3)), Run.ok("recommend", model, "@alice", "-n", 3).lines());
    assertEquals(
        lines("-5", Query.top(3)), Run.ok("recommend", model, "-n", 3, "--", "-5").lines());
    Run.of("recommend", model, "@nobody").assertRefused(2, "no user has the id \"@nobody\"");
  }

  @Test
  void severalUsersEachGetAList() {
    List<String> lines = Run.ok("recommend", model, "bob", "carl", "-n", 2).lines();
    assertEquals("for user bob:", lines.get(0));
    assertEquals(lines("bob", Query.top(2)), lines.subList(1, 3));
    assertEquals("for user carl:", lines.get(3));
    JsonObject json = Run.ok("recommend", model, "bob", "carl", "--json").json().getAsJsonObject();
    assertEquals(List.of("bob", "carl"), List.copyOf(json.keySet()));
  }

  @Test
  void filtersAreThoseOfTheQuery() throws IOException {
    Path ids = Files.writeString(folder.resolve("ids.txt"), "m1\n\n m3 \nm99\n");
    for (String user : List.of("bob", "carl", "dora")) {
      assertEquals(
          lines(user, Query.top(10).among(List.of("m1", "m3"))),
          Run.ok("recommend", model, user, "--among", ids).lines());
    }
    assertEquals(
        lines("bob", Query.top(9).genre("war").excluding(List.of("m5", "m7")).minRatings(1)),
        Run.ok(
                "recommend",
                model,
                "bob",
                "-n",
                9,
                "--genre",
                "War",
                "--excluding",
                "m5,m7",
                "--min-ratings",
                1)
            .lines());
    assertEquals(
        lines("bob", Query.top(4).diversified(0.7)),
        Run.ok("recommend", model, "bob", "-n", 4, "--diversity", 0.7).lines());
    Run none = Run.ok("recommend", model, "bob", "--genre", "Western");
    assertEquals("", none.out());
    assertTrue(none.err().contains("no item is left for user bob that the filters"), none.err());
    Run nobody = Run.ok("similar", model, "m13");
    assertTrue(nobody.err().contains("nobody has rated Film 13 yet, placed by"), nobody.err());
  }

  @Test
  void somebodyNewIsRecommendedByWhatTheyLiked() {
    Run run = Run.ok("recommend", model, "--liked", "m1=5,m3=4.5", "-n", 20);
    assertEquals(12, run.lines().size());
    assertFalse(run.out().contains("Film 1 "), run.out());
    Run.of("recommend", model, "--liked", "m1=much").assertRefused(2, "rating of item m1");
    Run.of("recommend", model, "--liked", "x=1").assertRefused(2, "no item has the id \"x\"");
    Run.of("recommend", model).assertRefused(2, "expected USER, --liked or --all");
    Run.of("recommend", model, "bob", "--liked", "m1=5").assertRefused(2, "found 2");
  }

  @Test
  void everybodysListsGoIntoAFile() throws IOException {
    Path csv = folder.resolve("all.csv");
    Run.ok("recommend", model, "--all", "-n", 2, "-o", csv);
    List<String> lines = Files.readAllLines(csv);
    assertEquals("user,rank,item,score", lines.get(0));
    assertEquals(11, lines.size());
    Path jsonl = folder.resolve("all.jsonl");
    Run.ok("recommend", model, "--all", "-n", 2, "-o", jsonl);
    JsonObject first = JsonParser.parseString(Files.readAllLines(jsonl).get(0)).getAsJsonObject();
    String user = films.catalogue().userId(0);
    assertEquals(user, first.get("user").getAsString());
    assertEquals(1, first.get("rank").getAsInt());
    assertEquals(
        films.recommend(user, Query.top(1)).get(0).item().id(), first.get("item").getAsString());
    Run.of("recommend", model, "--all", "-o", folder.resolve("x.txt"))
        .assertRefused(2, "ends in .csv or .jsonl");
    Run.of("recommend", model, "--all").assertRefused(2, "both --all and -o");
  }

  @Test
  void similarUsersAreListed() {
    assertEquals(4, Run.ok("similar-users", model, "bob").lines().size());
    assertEquals(
        "bob",
        Run.ok("similar-users", model, "carl", "--json").json().getAsJsonArray().asList().stream()
            .map(e -> e.getAsJsonObject().get("id").getAsString())
            .filter("bob"::equals)
            .findFirst()
            .orElseThrow());
  }

  @Test
  void anUpdateFoldsNewRatingsIn() throws IOException {
    Path more =
        Files.writeString(
            folder.resolve("more.csv"), "userId,movieId,rating\neve,m1,5\neve,new,4\nbob,m2,1\n");
    Path updated = folder.resolve("updated.safetensors");
    Run run = Run.ok("update", model, more, "-o", updated);
    assertTrue(run.out().startsWith("2 ratings taken, 1 new users"), run.out());
    assertTrue(run.err().contains("1 ratings left out"), run.err());
    FactorModel read = ModelFile.read(updated);
    assertTrue(read.catalogue().containsUser("eve"));
    assertEquals(10, Run.ok("recommend", updated, "eve").lines().size());
    Path strange =
        Files.writeString(folder.resolve("strange.csv"), "userId,movieId,rating\neve,new,4\n");
    Run.of("update", model, strange, "-o", updated).assertRefused(2, "found none");
    Path on = folder.resolve("on.safetensors");
    Run.ok("train", folder.resolve("r.csv"), "--start-from", updated, "-o", on, "--sweeps", 1);
    assertEquals(3, ModelFile.read(on).factors());
  }
}
