package io.github.lanefactor.explore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API answers as the library does and as its description says, and refuses all else. */
class ExplorerServerTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static FactorModel model;
  private static Recommender recommender;
  private static ExplorerServer server;

  @BeforeAll
  static void start() {
    model = Trainer.ranking().factors(8).sweeps(3).train(SampleData.ratings()).model();
    recommender = Recommender.of(model);
    server = ExplorerServer.start(new Explorer("the sample", model), 0);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(server.address() + path)).build());
  }

  private static HttpResponse<String> post(String path, String body) {
    return send(
        HttpRequest.newBuilder(URI.create(server.address() + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonObject ok(HttpResponse<String> response) {
    assertEquals(200, response.statusCode(), response.body());
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  private static void assertRefused(int status, String why, HttpResponse<String> response) {
    assertEquals(status, response.statusCode(), response.body());
    String error =
        JsonParser.parseString(response.body()).getAsJsonObject().get("error").getAsString();
    assertTrue(error.contains(why), error);
    assertFalse(error.contains("\n") || error.contains("Exception"), error);
  }

  private static void assertList(List<ScoredItem> expected, JsonObject answer) {
    JsonArray items = answer.getAsJsonArray("items");
    assertEquals(expected.size(), items.size());
    for (int i = 0; i < items.size(); i++) {
      JsonObject item = items.get(i).getAsJsonObject();
      assertEquals(expected.get(i).item().id(), item.get("id").getAsString());
      assertEquals(expected.get(i).score(), item.get("score").getAsDouble());
    }
  }

  @Test
  void listsAreTheLibrarys() {
    Profile profile = Profile.of("367", 5).and("122", 4.5f);
    String rated = "\"ratings\":{\"367\":5,\"122\":4.5}";
    assertList(
        recommender.recommend(profile, Query.top(10)),
        ok(post("api/recommend", "{" + rated + "}")));
    assertList(
        recommender.recommend(profile, Query.top(7).genre("Drama").minRatings(30).diversified(0.5)),
        ok(
            post(
                "api/recommend",
                "{"
                    + rated
                    + ",\"n\":7,\"genre\":\"Drama\",\"minRatings\":30,\"diversity\":0.5}")));
    assertList(
        recommender.recommend("7", Query.top(10)), ok(post("api/recommend", "{\"user\":\"7\"}")));
    assertList(recommender.similarItems("367", Query.top(5)), ok(get("api/similar?id=367&n=5")));
    assertEquals(0, ok(post("api/recommend", "{}")).getAsJsonArray("items").size());
  }

  @Test
  void listsKeepToYearsAndNumbersOfRatings() {
    JsonObject answer =
        ok(
            post(
                "api/recommend",
                "{\"user\":\"7\",\"n\":50,\"fromYear\":1970,\"toYear\":1989,\"maxRatings\":60}"));
    assertEquals(50, answer.getAsJsonArray("items").size());
    for (JsonElement item : answer.getAsJsonArray("items")) {
      int year = item.getAsJsonObject().get("year").getAsInt();
      assertTrue(year >= 1970 && year <= 1989, item.toString());
      assertTrue(item.getAsJsonObject().get("ratings").getAsInt() <= 60, item.toString());
    }
  }

  @Test
  void explanationsAreTheLibrarys() {
    JsonObject answer =
        ok(
            post(
                "api/explain",
                "{\"ratings\":{\"367\":5,\"122\":4.5},\"items\":[\"450\",\"140\"]}"));
    JsonArray because = answer.getAsJsonArray("because");
    Profile profile = Profile.of("367", 5).and("122", 4.5f);
    for (int i = 0; i < 2; i++) {
      JsonObject one = because.get(i).getAsJsonObject();
      List<Reason> expected =
          recommender.explainer(profile).because(one.get("id").getAsString(), Query.top(3));
      JsonArray reasons = one.getAsJsonArray("reasons");
      assertEquals(expected.size(), reasons.size());
      for (int r = 0; r < expected.size(); r++) {
        assertEquals(
            expected.get(r).item().id(), reasons.get(r).getAsJsonObject().get("id").getAsString());
        assertEquals(
            expected.get(r).share(), reasons.get(r).getAsJsonObject().get("share").getAsDouble());
      }
    }
    assertEquals(
        3,
        ok(post("api/explain", "{\"user\":\"7\",\"items\":[\"367\"]}"))
            .getAsJsonArray("because")
            .get(0)
            .getAsJsonObject()
            .getAsJsonArray("reasons")
            .size());
  }

  /**
   * Every path that is described is there, answers with what is described and with nothing else.
   */
  @Test
  void theDescriptionIsTrue() {
    JsonObject api = ok(get("openapi.json"));
    Map<String, HttpResponse<String>> answers =
        Map.of(
            "/api/model", get("api/model"),
            "/api/items", get("api/items"),
            "/api/factors", get("api/factors"),
            "/api/map", get("api/map?method=umap"),
            "/api/search", get("api/search?q=star&n=3"),
            "/api/similar", get("api/similar?id=1&n=3"),
            "/api/users", get("api/users?q=1"),
            "/api/user", get("api/user?id=1"),
            "/api/recommend", post("api/recommend", "{\"ratings\":{\"1\":5},\"n\":3}"),
            "/api/explain", post("api/explain", "{\"user\":\"1\",\"items\":[\"1\"]}"));
    assertEquals(answers.keySet(), api.getAsJsonObject("paths").keySet());
    answers.forEach(
        (path, answer) -> {
          JsonObject methods = api.getAsJsonObject("paths").getAsJsonObject(path);
          JsonObject operation = methods.getAsJsonObject(methods.has("get") ? "get" : "post");
          JsonObject schema =
              operation
                  .getAsJsonObject("responses")
                  .getAsJsonObject("200")
                  .getAsJsonObject("content")
                  .getAsJsonObject("application/json")
                  .getAsJsonObject("schema");
          assertShape(api, schema, ok(answer), path);
        });
  }

  private static void assertShape(
      JsonObject api, JsonObject given, JsonElement value, String where) {
    JsonObject schema = given;
    if (given.has("$ref")) {
      String name = given.get("$ref").getAsString().replaceFirst(".*/", "");
      schema = api.getAsJsonObject("components").getAsJsonObject("schemas").getAsJsonObject(name);
    }
    switch (schema.get("type").getAsString()) {
      case "object" -> {
        JsonObject properties = schema.getAsJsonObject("properties");
        Set<String> missing = new HashSet<>();
        schema.getAsJsonArray("required").forEach(name -> missing.add(name.getAsString()));
        for (Map.Entry<String, JsonElement> member : value.getAsJsonObject().entrySet()) {
          String at = where + "." + member.getKey();
          assertTrue(properties.has(member.getKey()), at + " is not described");
          missing.remove(member.getKey());
          assertShape(api, properties.getAsJsonObject(member.getKey()), member.getValue(), at);
        }
        assertEquals(Set.of(), missing, where);
      }
      case "array" -> {
        for (JsonElement element : value.getAsJsonArray()) {
          assertShape(api, schema.getAsJsonObject("items"), element, where + "[]");
        }
      }
      case "integer" -> assertEquals(Math.rint(value.getAsDouble()), value.getAsDouble(), where);
      case "number" -> assertTrue(Double.isFinite(value.getAsDouble()), where);
      case "boolean" -> assertTrue(value.getAsJsonPrimitive().isBoolean(), where);
      default -> assertTrue(value.getAsJsonPrimitive().isString(), where);
    }
  }

  @Test
  void whatIsWrongIsToldWithTheRightStatus() {
    assertRefused(404, "no item has the id", get("api/similar?id=nothing"));
    assertRefused(404, "no user has the id", get("api/user?id=nobody"));
    assertRefused(404, "there is no /api/nothing", get("api/nothing"));
    assertRefused(404, "there is no /style.css/..", get("style.css/.."));
    assertRefused(400, "expected the parameter id", get("api/similar"));
    assertRefused(400, "expected n from 1 to 1000", get("api/similar?id=1&n=0"));
    assertRefused(400, "expected n from 1 to 1000", get("api/similar?id=1&n=many"));
    assertRefused(400, "expected a method pca or umap", get("api/map?method=atlas"));
    assertRefused(414, "expected a query of at most", get("api/search?q=" + "a".repeat(3000)));
    assertRefused(405, "expected the method POST", get("api/recommend"));
    assertRefused(405, "expected the method GET", post("api/model", "{}"));
    assertRefused(405, "expected the method GET", post("", "{}"));
    assertRefused(404, "no item has the id", post("api/recommend", "{\"ratings\":{\"x\":5}}"));
    for (String body :
        new String[] {
          "",
          "{",
          "[]",
          "null",
          "{\"ratings\":[]}",
          "{\"n\":\"many\"}",
          "{\"n\":0}",
          "{\"m\":1}",
          "{} {}",
          "{\"ratings\":{\"1\":1e999}}",
          "{\"ratings\":{\"1\":NaN}}",
          "{\"diversity\":2}",
          "{\"user\":\"1\",\"ratings\":{\"1\":5}}",
          "{\"minRatings\":-1}",
          "{\"n\":1.5}"
        }) {
      assertRefused(400, "expected", post("api/recommend", body));
    }
    assertRefused(413, "expected a body of at most", post("api/recommend", " ".repeat(2 << 20)));
    assertRefused(
        415,
        "expected the content type",
        send(
            HttpRequest.newBuilder(URI.create(server.address() + "api/recommend"))
                .POST(BodyPublishers.ofString("{}"))
                .build()));
  }

  /** A site that gives its own name this machine's address reads nothing (DNS rebinding). */
  @Test
  void otherHostsAndOtherSitesAreRefused() throws IOException {
    assertTrue(raw("GET /api/model HTTP/1.1\r\nHost: evil.example\r\n\r\n").contains(" 421 "));
    assertTrue(raw("GET /api/model HTTP/1.0\r\n\r\n").contains(" 421 "));
    String host = server.address().replaceAll("http://|/$", "");
    assertTrue(raw("GET /api/model HTTP/1.1\r\nHost: " + host + "\r\n\r\n").contains(" 200 "));
    assertTrue(
        raw("GET / HTTP/1.1\r\nHost: " + host + "\r\nOrigin: http://evil.example\r\n\r\n")
            .contains(" 403 "));
  }

  private static String raw(String request) throws IOException {
    URI address = URI.create(server.address());
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readNBytes(13), StandardCharsets.US_ASCII);
    }
  }

  @Test
  void nothingFromElsewhereMayRun() {
    for (String path : new String[] {"", "main.js", "api/model", "api/nothing"}) {
      String policy = get(path).headers().firstValue("Content-Security-Policy").orElse("");
      assertTrue(policy.startsWith("default-src 'none'; script-src 'self';"), policy);
      assertFalse(policy.contains("unsafe"), policy);
      assertEquals("nosniff", get(path).headers().firstValue("X-Content-Type-Options").orElse(""));
    }
  }

  /** Whatever the page loads is served; whatever is served has a type. */
  @Test
  void allFilesOfThePageAreServed() {
    Set<String> known = new HashSet<>(Set.of("index.html"));
    load("", known);
    assertTrue(known.size() > 10, known.toString());
  }

  private static void load(String path, Set<String> known) {
    HttpResponse<String> response = get(path);
    assertEquals(200, response.statusCode(), path);
    assertTrue(response.headers().firstValue("Content-Type").orElse("").contains("/"), path);
    Matcher names =
        Pattern.compile("(?:src|href|from)[= ][\"'](?:\\./)?([\\w-]+\\.\\w+)[\"']")
            .matcher(response.body());
    while (names.find()) {
      if (known.add(names.group(1))) {
        load(names.group(1), known);
      }
    }
  }

  @Test
  void theSearchIsThatOfSimilar() {
    assertEquals(1, ok(get("api/search?q=toy+story")).get("total").getAsInt());
    JsonObject found = ok(get("api/search?q=toy&n=2"));
    assertEquals(4, found.get("total").getAsInt());
    assertEquals(2, found.getAsJsonArray("items").size());
    assertFalse(found.get("misspelt").getAsBoolean());
    JsonObject near = ok(get("api/search?q=toi%20storry"));
    assertTrue(near.get("misspelt").getAsBoolean());
    assertTrue(
        near.getAsJsonArray("items")
            .get(0)
            .getAsJsonObject()
            .get("title")
            .getAsString()
            .startsWith("Toy Story"));
    assertEquals(0, ok(get("api/search?q=%22%22")).get("total").getAsInt());
  }

  @Test
  void mapsAreTheSameEachTimeAndPutLikeItemsTogether() {
    ItemMap map = Umaps.map(recommender.itemDirections(), model.factors());
    ItemMap again = Umaps.map(recommender.itemDirections(), model.factors());
    assertArrayEquals(map.x(), again.x());
    assertArrayEquals(map.y(), again.y());
    ItemMap outline = PrincipalComponents.map(recommender.itemDirections(), model.factors());
    for (ItemMap each : List.of(map, outline)) {
      double near = 0;
      double all = 0;
      for (int i = 0; i < model.catalogue().items(); i++) {
        assertTrue(Math.abs(each.x()[i]) <= 1 && Math.abs(each.y()[i]) <= 1);
        ScoredItem nearest =
            recommender.similarItems(model.catalogue().itemId(i), Query.top(1)).get(0);
        near += distance(each, i, model.catalogue().item(nearest.item().id()));
        all += distance(each, i, (i * 37 + 11) % model.catalogue().items());
      }
      assertTrue(near < 0.7 * all, each.method() + ": " + near + " against " + all);
    }
  }

  private static double distance(ItemMap map, int i, int j) {
    return Math.hypot(map.x()[i] - map.x()[j], map.y()[i] - map.y()[j]);
  }
}
