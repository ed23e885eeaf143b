package io.github.lanefactor.explore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium, with the page open. */
final class Browser implements AutoCloseable {
  private static final List<String> BROWSERS =
      List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");
  private static final File DRIVER = new File("/usr/bin/chromedriver");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  final ChromeDriver driver;

  /** Starts one; the test is skipped where there is none. */
  Browser(int width, int height) {
    String binary = BROWSERS.stream().filter(b -> new File(b).canExecute()).findFirst().orElse("");
    assumeTrue(
        !binary.isEmpty() && DRIVER.canExecute(),
        "skipped: no Chromium and chromedriver in /usr/bin; Debian's packages are chromium and"
            + " chromium-driver");
    ChromeOptions options = new ChromeOptions();
    options.setBinary(binary);
    options.addArguments(
        "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--hide-scrollbars");
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    logs.enable(LogType.PERFORMANCE, Level.ALL);
    options.setCapability("goog:loggingPrefs", logs);
    driver =
        new ChromeDriver(
            new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).build(), options);
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    size(width, height);
  }

  /** The size of the page, which may be smaller than a window can be. */
  void size(int width, int height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** Light or dark, as the system would have it. */
  void dark(boolean dark) {
    Map<String, String> feature =
        Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(feature)));
  }

  /** Opens a page and waits until it can be used. */
  void open(String address) {
    driver.get("about:blank"); // a new link alone does not load the page again
    driver.manage().logs().get(LogType.BROWSER);
    driver.manage().logs().get(LogType.PERFORMANCE); // what was before does not count
    driver.get(address);
    await("the page", () -> !all("body.ready").isEmpty());
  }

  List<WebElement> all(String selector) {
    return driver.findElements(By.cssSelector(selector));
  }

  WebElement one(String selector) {
    return driver.findElement(By.cssSelector(selector));
  }

  /** An attribute of each element, read at once: a list may be replaced at any time. */
  @SuppressWarnings("unchecked")
  List<String> values(String selector, String name) {
    return (List<String>)
        driver.executeScript(
            "return [...document.querySelectorAll(arguments[0])].map(e => e.dataset[arguments[1]])",
            selector,
            name);
  }

  /** What a question to the page's source of answers gives. */
  JsonObject ask(String function, Object... arguments) {
    Object answer =
        driver.executeAsyncScript(
            "const done = arguments[2];"
                + "lanefactor.source[arguments[0]](...JSON.parse(arguments[1]))"
                + ".then(a => done(JSON.stringify(a)), e => done(JSON.stringify({error: e.message})))",
            function,
            new Gson().toJson(arguments));
    return JsonParser.parseString((String) answer).getAsJsonObject();
  }

  void await(String what, BooleanSupplier there) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "waited in vain for " + what);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Nothing was complained about, and nothing asked of anybody but what the page came from. */
  void assertQuiet(String from) {
    assertEquals(
        List.of(),
        driver.manage().logs().get(LogType.BROWSER).getAll().stream()
            .map(LogEntry::getMessage)
            .toList());
    for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE).getAll()) {
      JsonObject message =
          JsonParser.parseString(entry.getMessage()).getAsJsonObject().getAsJsonObject("message");
      if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
        String url =
            message.getAsJsonObject("params").getAsJsonObject("request").get("url").getAsString();
        assertTrue(
            url.startsWith(from) || url.startsWith("data:") || url.startsWith("about:"),
            "asked for " + url);
      }
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
