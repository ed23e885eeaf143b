package example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ReloadTest {
  @TempDir Path folder;
  private Path file;
  private Options options;
  private Service service;

  @BeforeEach
  void start() {
    file = folder.resolve("model.safetensors");
    ModelFile.write(Sample.model(1), file);
    options = Sample.options(file);
    service = Service.start(options);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private String version() throws IOException {
    return json(Wire.get(service.port(), "/health")).get("model").asText();
  }

  private Wire.Reply reload() throws IOException {
    return Wire.post(service.adminPort(), "/reload", "");
  }

  private static JsonNode json(Wire.Reply reply) throws IOException {
    return new ObjectMapper().readTree(reply.body());
  }

  @Test
  void takesANewModelAndKnowsTheSameOneAgain() throws IOException {
    String first = version();
    JsonNode same = json(reload());
    assertEquals("unchanged", same.get("result").asText());
    assertEquals(first, same.get("model").asText());
    Sample.replace(Sample.model(2), file);
    assertEquals(first, version());
    JsonNode other = json(reload());
    assertEquals("loaded", other.get("result").asText());
    assertNotEquals(first, other.get("model").asText());
    assertEquals(other.get("model").asText(), version());
    Sample.replace(Sample.model(1), file);
    assertEquals(first, json(reload()).get("model").asText());
  }

  @Test
  void goesOnWithTheOldModelIfTheNewOneIsBroken() throws IOException {
    String first = version();
    byte[] whole = Files.readAllBytes(file);
    for (byte[] broken :
        new byte[][] {{}, "hello".getBytes(), java.util.Arrays.copyOf(whole, whole.length - 10)}) {
      Files.write(file, broken);
      Wire.Reply reply = reload();
      assertEquals(422, reply.status());
      JsonNode failed = json(reply);
      assertEquals("failed", failed.get("result").asText());
      assertEquals(first, failed.get("model").asText());
      assertTrue(failed.get("failure").asText().startsWith(file + ": "), reply.text());
      assertEquals(200, Wire.get(service.port(), "/v1/recommendations?user=1").status());
      assertTrue(Wire.get(service.port(), "/health").text().contains("reloadFailure"));
    }
    Files.delete(file);
    assertEquals(422, reload().status());
    ModelFile.write(Sample.model(1), file);
    assertEquals(200, reload().status());
    assertFalse(Wire.get(service.port(), "/health").text().contains("reloadFailure"));
    String text = Wire.get(service.adminPort(), "/metrics").text();
    assertTrue(text.contains("lanefactor_reloads_seconds_count{result=\"failed\"} 4"), text);
    assertTrue(text.contains("lanefactor_reloads_seconds_count{result=\"unchanged\"} 1"), text);
  }

  /** The library reads a history from the model's file as long as the model lives. */
  @Test
  void answersTheSameIfSomebodyWritesIntoTheFile() throws IOException {
    String path = "/v1/recommendations?user=7&n=50";
    String before = Wire.get(service.port(), path).text();
    Files.write(file, new byte[(int) Files.size(file)]);
    assertEquals(before, Wire.get(service.port(), path).text());
    Files.write(file, new byte[0]);
    assertEquals(before, Wire.get(service.port(), path).text());
  }

  @Test
  void watchesTheFileIfItIsTold() throws Exception {
    stop();
    options.watchSeconds = 1;
    service = Service.start(options);
    String first = version();
    Sample.replace(Sample.model(2), file);
    while (version().equals(first)) {
      Thread.sleep(50); // the test's time limit ends this
    }
    String second = version();
    Files.write(file, new byte[100]);
    Thread.sleep(2500);
    assertEquals(second, version());
  }

  @Test
  void doesNotStartWithoutAModel() {
    options.model = folder.resolve("none.safetensors");
    InputException e = assertThrows(InputException.class, () -> Service.start(options));
    assertEquals(options.model + ": no such file", e.getMessage());
  }

  @Test
  void leavesNoCopiesOfModelsBehind() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = copies(temporary);
    for (int seed = 2; seed < 5; seed++) {
      Sample.replace(Sample.model(seed), file);
      assertEquals(200, reload().status());
    }
    assertEquals(before, copies(temporary));
  }

  private static long copies(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.getFileName().toString().startsWith("lanefactor-service")).count();
    }
  }
}
