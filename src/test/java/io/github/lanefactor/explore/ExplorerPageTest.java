package io.github.lanefactor.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.lanefactor.data.SampleData;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.ratings.RatingsBuilder;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Reason;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser, served and as a file. */
class ExplorerPageTest {
  private static final String TOY_STORY = "367";
  private static final String STAR_WARS = "122";
  private static final String ALIEN = "128";
  private static final Profile RATED =
      Profile.of(STAR_WARS, 5).and(ALIEN, 4).and(TOY_STORY, 5); // ids in ascending order

  @TempDir private static Path folder;
  private static Recommender recommender;
  private static Explorer explorer;
  private static ExplorerServer server;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = new Browser(1400, 900);
    FactorModel model = Trainer.ranking().factors(12).sweeps(4).train(SampleData.ratings()).model();
    recommender = Recommender.of(model);
    explorer = new Explorer("the sample", model);
    server = ExplorerServer.start(explorer, 0);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static List<String> ids(List<ScoredItem> list) {
    return list.stream().map(scored -> scored.item().id()).toList();
  }

  private static List<String> ids(JsonObject answer) {
    return answer.getAsJsonArray("items").asList().stream()
        .map(item -> item.getAsJsonObject().get("id").getAsString())
        .toList();
  }

  private static List<String> listed() {
    return browser.values("#recommended .card", "id");
  }

  private static void awaitList(List<String> expected) {
    browser.await("the list " + expected + ", found " + listed(), () -> listed().equals(expected));
  }

  /** Types into the search and gives stars to the first that is found. */
  private static void rate(String text, String id, String digit) {
    WebElement search = browser.one("#search");
    search.sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    String stars = "#found [data-key='found " + id + "']";
    browser.await(text, () -> !browser.all(stars).isEmpty());
    browser.one(stars).sendKeys(digit);
    browser.await(
        "stars of " + text, () -> !browser.all("#rated [data-key='rated " + id + "']").isEmpty());
  }

  @Test
  void ratingChangesTheListWhichSaysWhy() {
    browser.open(server.address());
    assertTrue(browser.one("#recommended").getText().contains("Rate something"));
    rate("star wars: episode iv", STAR_WARS, "5");
    awaitList(ids(recommender.recommend(Profile.of(STAR_WARS, 5), Query.top(10))));
    List<String> first = listed();
    rate("alien", ALIEN, "4");
    browser.await("another list", () -> !listed().equals(first));
    // The last by a click at the right end of the stars.
    browser.one("#search").sendKeys(Keys.chord(Keys.CONTROL, "a"), "toy story");
    String stars = "#found [data-key='found " + TOY_STORY + "']";
    browser.await("Toy Story", () -> !browser.all(stars).isEmpty());
    WebElement slider = browser.one(stars);
    new Actions(browser.driver)
        .moveToElement(slider, slider.getSize().width / 2 - 3, 0)
        .click()
        .perform();
    List<String> expected = ids(recommender.recommend(RATED, Query.top(10)));
    awaitList(expected);
    for (String rated : RATED.ratings().keySet()) {
      assertTrue(!listed().contains(rated), rated);
    }
    assertTrue(browser.one("#speed").getText().matches("solved in [\\d,]+ µs over 791 items"));
    browser.await("reasons", () -> browser.all(".reason").size() >= 10);
    for (String reason : browser.values(".reason", "id")) {
      assertTrue(RATED.ratings().containsKey(reason), reason);
    }
    List<Reason> why = recommender.explainer(RATED).because(expected.get(0), Query.top(1));
    assertEquals(why.get(0).item().id(), browser.values(".card .reason", "id").get(0));
    browser.assertQuiet(server.address());
  }

  private static String link(String more) {
    return "#rated=" + STAR_WARS + "~5!" + ALIEN + "~4!" + TOY_STORY + "~5" + more;
  }

  @Test
  void aClickOnTheMapGivesTheNeighboursAndTheLinkAllOfIt() {
    browser.open(server.address() + link("&diversity=0.4&fromYear=1980&user=7&colour=year"));
    browser.await("a list", () -> listed().size() == 10);
    browser.await("the user", () -> browser.one("#other").getText().contains("on both lists"));
    browser.await("the map", () -> mapState("method").equals("umap"));
    List<?> at = (List<?>) browser.driver.executeScript("return lanefactor.mapState('181').at");
    WebElement map = browser.one("#overlay");
    new Actions(browser.driver)
        .moveToElement(
            map,
            ((Number) at.get(0)).intValue() - map.getSize().width / 2,
            ((Number) at.get(1)).intValue() - map.getSize().height / 2)
        .click()
        .perform();
    browser.await("neighbours", () -> !browser.values("#neighbours li", "id").isEmpty());
    String selected = (String) browser.driver.executeScript("return lanefactor.state.selected");
    List<String> neighbours = ids(recommender.similarItems(selected, Query.top(10)));
    assertEquals(neighbours, browser.values("#neighbours li", "id"));
    // Wait for the place of the map to be in the link.
    browser.await("the link", () -> browser.driver.getCurrentUrl().contains("selected="));
    String address = browser.driver.getCurrentUrl();
    List<String> before = listed();
    String other = browser.one("#other").getText();
    browser.open(address);
    browser.await("the same list", () -> listed().equals(before));
    browser.await(
        "the same neighbours", () -> browser.values("#neighbours li", "id").equals(neighbours));
    browser.await("the same user", () -> browser.one("#other").getText().equals(other));
    assertEquals("7", browser.one("#user").getDomProperty("value"));
    assertEquals("true", browser.one("[data-colour=year]").getDomAttribute("aria-pressed"));
    browser.assertQuiet(server.address());
  }

  private static String mapState(String name) {
    return String.valueOf(browser.driver.executeScript("return lanefactor.mapState()." + name));
  }

  @Test
  void theFileGivesTheSameListsWithoutAServer() throws IOException {
    for (Objective objective : Objective.values()) {
      FactorModel model =
          objective == Objective.RANKING
              ? recommender.model()
              : Trainer.ranking()
                  .objective(objective)
                  .factors(5)
                  .sweeps(3)
                  .train(SampleData.ratings())
                  .model();
      assertFile(new Explorer("the sample", model), objective.name());
    }
    FactorModel seed = Trainer.seedRecipe().steps(3).train(SampleData.ratings()).model();
    assertFile(new Explorer("the sample", seed), "seed");
  }

  private static void assertFile(Explorer exported, String name) throws IOException {
    Path file = folder.resolve(name + ".html");
    SinglePage.write(exported, file);
    assertTrue(Files.size(file) < 2_000_000, "size " + Files.size(file));
    String address = file.toUri().toString();
    browser.open(address + link(""));
    Recommender library = exported.recommender();
    awaitList(ids(library.recommend(RATED, Query.top(10))));
    browser.await("the map", () -> mapState("method").equals("umap"));
    Random random = new Random(3);
    for (int i = 0; i < 20; i++) {
      Map<Integer, Float> drawn = new TreeMap<>();
      for (int r = 0; r < 1 + i % 7; r++) {
        drawn.put(1 + random.nextInt(791), 0.5f + 0.5f * random.nextInt(10));
      }
      Profile profile = Profile.of(Map.of());
      JsonObject ratings = new JsonObject();
      for (Map.Entry<Integer, Float> one : drawn.entrySet()) {
        profile = profile.and(one.getKey().toString(), one.getValue());
        ratings.addProperty(one.getKey().toString(), one.getValue());
      }
      double diversity = i % 3 == 0 ? 0.3 : 0;
      Query query = Query.top(20).diversified(diversity).minRatings(i % 4);
      JsonObject request = new JsonObject();
      request.add("ratings", ratings);
      request.addProperty("n", 20);
      request.addProperty("diversity", diversity);
      request.addProperty("minRatings", i % 4);
      assertScored(library.recommend(profile, query), browser.ask("recommend", request));
      String item = drawn.keySet().iterator().next().toString();
      assertScored(library.similarItems(item, Query.top(10)), browser.ask("similar", item, 10));
      String user = library.catalogue().userId(i);
      assertScored(
          library.recommend(user, Query.top(10)), browser.ask("recommend", Map.of("user", user)));
    }
    for (String text : List.of("toy", "The Matrix", "toi storry", "godfather part ii", "7", "\"")) {
      JsonElement expected = JsonParser.parseString(new Answers(exported).search(text, 9));
      assertEquals(expected, browser.ask("search", text, 9), text);
    }
    browser.assertQuiet(address.split("#")[0]);
  }

  private static void assertScored(List<ScoredItem> expected, JsonObject answer) {
    assertEquals(ids(expected), ids(answer));
    JsonArray items = answer.getAsJsonArray("items");
    for (int i = 0; i < expected.size(); i++) {
      double score = expected.get(i).score(); // of the seed recipe it may be large
      double found = items.get(i).getAsJsonObject().get("score").getAsDouble();
      assertEquals(score, found, Math.max(2e-6, 1e-4 * Math.abs(score)));
    }
  }

  /** Nothing that stands in a title becomes a part of the page. */
  @Test
  void htmlInTitlesIsText() {
    RatingsBuilder builder = new RatingsBuilder();
    String title = "</script><script>alert(1)</script><img src=x onerror=alert(2)> & <b>\"x\"</b>";
    for (int item = 0; item < 9; item++) {
      builder.item("<i>" + item, title + item + " (1999)", "<u>a</u>|Drama");
    }
    for (int user = 0; user < 20; user++) {
      for (int item = user % 3; item < 9; item += 2) {
        builder.rating("<s>" + user, "<i>" + item, 1 + (user + item) % 5);
      }
    }
    FactorModel model = Trainer.ranking().factors(2).threads(1).train(builder.build()).model();
    Explorer odd = new Explorer(title, model);
    Path file = folder.resolve("odd.html");
    SinglePage.write(odd, file);
    try (ExplorerServer served = ExplorerServer.start(odd, 0)) {
      for (String address : List.of(served.address(), file.toUri().toString())) {
        browser.open(address + "#rated=%3Ci%3E0~5!%3Ci%3E3~4&selected=%3Ci%3E1");
        browser.await("the list", () -> !listed().isEmpty());
        browser.await("reasons", () -> !browser.all(".reason").isEmpty());
        browser.await("neighbours", () -> browser.one("#neighbours").isDisplayed());
        assertTrue(browser.one("#rated").getText().contains(title + "0"));
        assertTrue(browser.one("#neighbours h3").getText().contains(title + "1"));
        assertTrue(browser.one("#about").getText().contains(title));
        assertEquals(
            0, browser.all("main :is(script, img, b, i, u, s), header :is(script, img, b)").size());
        browser.assertQuiet(address);
      }
    }
  }

  @Test
  void filtersAKnownUserAndTheModelWorkAtAnyWidth() {
    browser.open(server.address() + link("&user=7"));
    browser.one("#filters summary").click();
    WebElement diversity = browser.one("[aria-label='Diversity of the list']");
    diversity.sendKeys(Keys.END);
    awaitList(ids(recommender.recommend(RATED, Query.top(10).diversified(1))));
    diversity.sendKeys(Keys.HOME);
    browser.one("#sliders select").sendKeys("Drama");
    awaitList(ids(recommender.recommend(RATED, Query.top(10).genre("Drama"))));
    browser.await("the user's list", () -> browser.one("#other").getText().contains("User 7"));
    browser.one("#other button").click();
    browser.await(
        "their ratings",
        () ->
            browser
                .one("#rated h3")
                .getText()
                .contains("You rated " + recommender.rated("7", Query.top(10_000)).size()));
    for (boolean dark : new boolean[] {false, true}) {
      browser.dark(dark);
      browser.size(390, 844);
      for (String view : List.of("films", "list", "map", "model")) {
        browser.one("#views [data-view=" + view + "]").click();
        browser.await(view, () -> browser.one("#" + view).isDisplayed());
        long width =
            (Long) browser.driver.executeScript("return document.documentElement.scrollWidth");
        assertTrue(width <= 390, view + " is " + width + " wide");
      }
      browser.await("factors", () -> browser.all(".factor").size() == 12);
      assertEquals(dark ? "dark" : "light", browser.one("html").getDomAttribute("data-theme"));
    }
    browser.size(1400, 900);
    browser.one("body").sendKeys("/");
    assertNotEquals("", browser.driver.switchTo().activeElement().getDomAttribute("id"));
    assertEquals("search", browser.driver.switchTo().activeElement().getDomAttribute("id"));
    browser.assertQuiet(server.address());
  }
}
