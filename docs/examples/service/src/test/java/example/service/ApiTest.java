package example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {
  @TempDir static Path folder;
  private static Recommender films;
  private static Service service;

  @BeforeAll
  static void start() {
    FactorModel model = Sample.model(1);
    Path file = folder.resolve("model.safetensors");
    ModelFile.write(model, file);
    films = Recommender.of(model);
    service = Service.start(Sample.options(file));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** The answer to a request, which must be one that openapi.json describes. */
  private static JsonNode get(int status, String path) throws IOException {
    Wire.Reply reply = Wire.get(service.port(), path);
    assertEquals(status, reply.status(), reply.text());
    return Shapes.check("get", path, reply);
  }

  private static JsonNode post(int status, String path, String body) throws IOException {
    Wire.Reply reply = Wire.post(service.port(), path, body);
    assertEquals(status, reply.status(), reply.text());
    return Shapes.check("post", path, reply);
  }

  private static void assertList(List<ScoredItem> expected, JsonNode answer) {
    assertFalse(expected.isEmpty());
    List<String> items =
        expected.stream().map(s -> s.item().id() + " " + (float) s.score()).toList();
    List<String> found =
        StreamSupport.stream(answer.get("items").spliterator(), false)
            .map(e -> e.get("id").asText() + " " + (float) e.get("score").asDouble())
            .toList();
    assertEquals(items, found);
  }

  private static void assertReasons(List<Reason> expected, JsonNode because) {
    List<String> reasons =
        expected.stream().map(r -> r.item().id() + " " + (float) r.share()).toList();
    List<String> found =
        StreamSupport.stream(because.spliterator(), false)
            .map(r -> r.get("id").asText() + " " + (float) r.get("share").asDouble())
            .toList();
    assertEquals(reasons, found);
  }

  @Test
  void recommendsToAUser() throws IOException {
    assertList(films.recommend("1", Query.top(10)), get(200, "/v1/recommendations?user=1"));
    String excluded = films.recommend("1", Query.top(1)).get(0).item().id();
    assertList(
        films.recommend(
            "1",
            Query.top(3)
                .genre("comedy")
                .minRatings(20)
                .diversified(0.4)
                .excluding(List.of(excluded))),
        get(
            200,
            "/v1/recommendations?user=1&n=3&genre=comedy&minRatings=20&diversity=0.4&excluding="
                + excluded
                + "&excluding=no-such-film"));
  }

  @Test
  void saysWhy() throws IOException {
    JsonNode list = get(200, "/v1/recommendations?user=1&n=2&explain=true");
    for (JsonNode entry : list.get("items")) {
      assertReasons(films.explain("1", entry.get("id").asText()), entry.get("because"));
    }
    assertNotEquals(0, list.get("items").get(0).get("because").size());
    JsonNode one = get(200, "/v1/explanation?user=1&item=2&n=5");
    assertReasons(films.explainer("1").because("2", Query.top(5)), one.get("because"));
    assertEquals("2", one.get("item").get("id").asText());
  }

  @Test
  void recommendsToSomebodyNew() throws IOException {
    Profile profile = Profile.of("1", 5).and("2", 1.5f);
    JsonNode list =
        post(
            200,
            "/v1/recommendations",
            "{\"ratings\": {\"1\": 5, \"2\": 1.5}, \"n\": 4, \"explain\": true}");
    assertList(films.recommend(profile, Query.top(4)), list);
    for (JsonNode entry : list.get("items")) {
      assertReasons(
          films.explainer(profile).because(entry.get("id").asText(), Query.top(3)),
          entry.get("because"));
    }
    // The first that anything speaks for.
    String first =
        films.recommend(profile, Query.top(100)).stream()
            .map(s -> s.item().id())
            .filter(id -> !films.explainer(profile).because(id, Query.top(1)).isEmpty())
            .findFirst()
            .orElseThrow();
    JsonNode one =
        post(
            200,
            "/v1/explanation",
            "{\"ratings\": {\"1\": 5, \"2\": 1.5, \"new\": 3}, \"item\": \"%s\"}".formatted(first));
    assertReasons(films.explainer(profile).because(first, Query.top(3)), one.get("because"));
    assertEquals("[\"new\"]", one.get("unknown").toString());
  }

  @Test
  void leavesOutAndNamesRatedItemsThatTheModelDoesNotKnow() throws IOException {
    JsonNode list = post(200, "/v1/recommendations", "{\"ratings\": {\"1\": 5, \"brand-new\": 4}}");
    assertList(films.recommend(Profile.of("1", 5), Query.top(10)), list);
    assertEquals("[\"brand-new\"]", list.get("unknown").toString());
    post(422, "/v1/recommendations", "{\"ratings\": {\"brand-new\": 4}}");
  }

  @Test
  void findsSimilarItems() throws IOException {
    assertList(films.similarItems("1", Query.top(10)), get(200, "/v1/similar?item=1"));
    assertList(
        films.similarItems("1", Query.top(2).genre("Drama")),
        get(200, "/v1/similar?item=1&n=2&genre=Drama"));
  }

  @Test
  void findsItemsByWhatAPersonTypes() throws IOException {
    JsonNode found = get(200, "/v1/items?n=3&search=" + Wire.encoded("the godfather"));
    assertEquals("Godfather, The (1972)", found.get("items").get(0).get("title").asText());
    JsonNode misspelt = get(200, "/v1/items?n=3&search=" + Wire.encoded("terminatr"));
    assertTrue(misspelt.get("items").toString().contains("Terminator"), misspelt.toString());
    assertEquals(0, get(200, "/v1/items?search=qqqqqqqq").get("items").size());
  }

  @Test
  void saysWhichModelAnswersAndThatItDoes() throws IOException {
    JsonNode model = get(200, "/v1/model");
    assertEquals(films.catalogue().users(), model.get("users").asInt());
    assertEquals("8", model.get("settings").get("factors").asText());
    String version = model.get("model").asText();
    assertEquals(version, get(200, "/v1/similar?item=1").get("model").asText());
    assertEquals(version, get(200, "/health").get("model").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | /v1/recommendations?user=nobody | the model does not know the id \"nobody\"",
        "404 | /v1/similar?item=nothing | the model does not know the id \"nothing\"",
        "404 | /v1/explanation?user=1&item=nothing | the model does not know the id \"nothing\"",
        "404 | /v1/explanation?user=nobody&item=1 | the model does not know the id \"nobody\"",
        "400 | /v1/recommendations | expected a parameter \"user\"",
        "400 | /v1/recommendations?user= | expected a parameter \"user\"",
        "400 | /v1/recommendations?user=1&user=2 | expected one parameter \"user\", found 2",
        "400 | /v1/recommendations?user=1&n=ten | expected an integer as n, found \"ten\"",
        "400 | /v1/similar?item=1&diversity=0.3 | expected parameters of excluding, genre, item, minRatings, n, found \"diversity\"",
        "400 | /v1/recommendations?user=1&explain=yes | expected true or false as explain, found \"yes\"",
        "400 | /v1/recommendations?user=1&diversity=x | expected a number as diversity, found \"x\"",
        "422 | /v1/recommendations?user=1&n=0 | expected n from 1 to 100, found 0",
        "422 | /v1/recommendations?user=1&n=101 | expected n from 1 to 100, found 101",
        "422 | /v1/recommendations?user=1&diversity=NaN | expected a diversity from 0 to 1, found NaN",
        "422 | /v1/recommendations?user=1&minRatings=-1 | expected a number of ratings of at least 0, found -1",
        "400 | /v1/items | expected a parameter \"search\"",
      })
  void refusesWhatItCannotAnswer(int status, String path, String detail) throws IOException {
    assertEquals(detail, get(status, path).get("detail").asText());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | {\"ratings\": {\"1\": 5} | expected one JSON object",
        "400 | not JSON | expected one JSON object",
        "400 | [] | expected one JSON object",
        "400 | null | expected a JSON object, found null",
        "400 | {} {} | expected one JSON object",
        "400 | {\"ratings\": {\"1\": 5, \"1\": 4}} | \"ratings\"",
        "400 | {\"ratings\": {\"1\": \"5\"}} | expected another kind of value for \"ratings.1\" at line 1, column",
        "400 | {\"ratings\": 5} | expected another kind of value for \"ratings\"",
        "400 | {\"ratings\": {\"1\": 5}, \"n\": 2.5} | expected another kind of value for \"n\"",
        "400 | {\"ratings\": {\"1\": 5}, \"limit\": 2} | expected one of diversity, excluding, explain, genre, minRatings, n, ratings, found \"limit\"",
        "422 | {} | expected from 1 to 1000 \"ratings\"",
        "422 | {\"ratings\": {}} | expected from 1 to 1000 \"ratings\"",
        "422 | {\"ratings\": {\"1\": null}} | expected a rating of item 1 from 0.5 to 5.0, found null",
        "422 | {\"ratings\": {\"1\": 50}} | expected a rating of item 1 from 0.5 to 5.0, found 50.0",
        "422 | {\"ratings\": {\"1\": 1e999}} | expected a rating of item 1 from 0.5 to 5.0, found Infinity",
        "422 | {\"ratings\": {\"1\": 5}, \"n\": -3} | expected n from 1 to 100, found -3",
        "422 | {\"ratings\": {\"1\": 5}, \"diversity\": 7} | expected a diversity from 0 to 1, found 7.0",
        "422 | {\"ratings\": {\"1\": 5}, \"excluding\": [null]} | expected at most 100 ids to exclude",
      })
  void refusesABodyThatItCannotRead(int status, String body, String detail) throws IOException {
    String found = post(status, "/v1/recommendations", body).get("detail").asText();
    assertTrue(found.contains(detail), found);
  }

  @Test
  void readsDeepAndStrangeBodiesWithoutHarm() throws IOException {
    post(400, "/v1/recommendations", "[".repeat(60_000));
    post(400, "/v1/recommendations", "{\"ratings\":".repeat(5_000));
    post(400, "/v1/recommendations", "");
    StringBuilder many = new StringBuilder("{\"ratings\": {\"0\": 1");
    for (int i = 1; i <= 1000; i++) {
      many.append(",\"").append(i).append("\": 1");
    }
    post(422, "/v1/recommendations", many + "}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/none",
        "/../etc/passwd",
        "/v1/similar/%2e%2e/x",
        "/v1/similar?item=%zz",
        "/%00"
      })
  void refusesStrangeUrls(String path) throws IOException {
    Wire.Reply reply = Wire.get(service.port(), path);
    assertTrue(reply.status() == 404 || reply.status() == 400, reply.status() + reply.text());
    assertEquals(Problems.TYPE, reply.headers().get("content-type"), reply.text());
    assertFalse(reply.text().contains("xception"), reply.text());
  }

  @Test
  void refusesAMethodThatARouteDoesNotHave() throws IOException {
    Wire.Reply reply = Wire.ask(service.port(), "DELETE", "/v1/model", null);
    assertEquals(405, reply.status());
    assertEquals(Problems.TYPE, reply.headers().get("content-type"));
  }

  @Test
  void keepsReloadsAndMetricsOffThePortForEverybody() throws IOException {
    assertEquals(404, Wire.get(service.port(), "/metrics").status());
    assertEquals(404, Wire.post(service.port(), "/reload", "").status());
  }

  @Test
  void countsRequestsByRoute() throws IOException {
    get(200, "/v1/similar?item=1");
    get(404, "/v1/similar?item=nothing");
    String text = Wire.get(service.adminPort(), "/metrics").text();
    for (String line :
        List.of(
            "http_requests_seconds_count{method=\"GET\",route=\"/v1/similar\",status=\"200\"}",
            "http_requests_seconds_count{method=\"GET\",route=\"/v1/similar\",status=\"404\"}",
            "http_requests_seconds_bucket{method=\"GET\",route=\"/v1/similar\",status=\"200\",le=\"0.01\"}",
            "lanefactor_model_items 791.0",
            "lanefactor_model_info{version=\"",
            "http_connections{port=\"api\"}",
            "jvm_memory_used_bytes")) {
      assertTrue(text.contains(line), line + " is not in\n" + text);
    }
  }

  @Test
  void itsRoutesAreThoseOfTheSpecification() throws IOException {
    Set<String> described = new TreeSet<>();
    Shapes.SPEC
        .get("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(m -> described.add(m + " " + path.getKey())));
    assertEquals(
        Set.of(
            "get /health",
            "get /v1/explanation",
            "get /v1/items",
            "get /v1/model",
            "get /v1/recommendations",
            "get /v1/similar",
            "post /v1/explanation",
            "post /v1/recommendations"),
        described);
    for (String operation : described) {
      String[] parts = operation.split(" ");
      Wire.Reply reply =
          Wire.ask(service.port(), parts[0].toUpperCase(java.util.Locale.ROOT), parts[1], "{}");
      assertNotEquals(404, reply.status(), operation);
      assertNotEquals(405, reply.status(), operation);
    }
  }

  /** Titles and the like are set as text, and nothing is asked of anybody else. */
  @Test
  void thePageIsSelfContained() throws IOException {
    Wire.Reply page = Wire.get(service.port(), "/");
    assertEquals(200, page.status());
    assertEquals(
        "default-src 'self'; frame-ancestors 'none'",
        page.headers().get("content-security-policy"));
    assertEquals("nosniff", page.headers().get("x-content-type-options"));
    for (String file : List.of("/", "/page.js", "/page.css", "/openapi.json")) {
      Wire.Reply reply = Wire.get(service.port(), file);
      assertEquals(200, reply.status(), file);
      assertFalse(reply.text().matches("(?s).*(https?:)?//[a-z].*"), file + " names another host");
      assertFalse(reply.text().contains("innerHTML"), file);
    }
  }
}
