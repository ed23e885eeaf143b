package example.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.SimulatedRatings;
import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.recommend.Profile;
import io.github.lanefactor.recommend.Query;
import io.github.lanefactor.recommend.Recommender;
import io.github.lanefactor.recommend.ScoredItem;
import io.github.lanefactor.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many connections ask a service in a JVM of its own, while its model is replaced every second.
 * Every answer is compared with that of the model that it names, which this JVM asks for itself.
 */
class LoadIT {
  private static final int SECONDS = Integer.getInteger("load.seconds");
  private static final int CONNECTIONS = Integer.getInteger("load.connections");
  private static final int MODELS = 3;

  /** The sizes of MovieLens latest-small. */
  private static final int USERS = 610;

  private static final int ITEMS = 9_742;
  private static final int RATINGS = 100_836;
  private static final int HEAP_MEGABYTES = 256;

  /** Different requests of each kind. */
  private static final int KINDS = 4;

  private static final int EACH = 100;

  @TempDir Path folder;

  /**
   * A request, and what a model answers to it.
   *
   * @param bytes as they go over the wire
   * @param expected ids and scores
   */
  private record Request(byte[] bytes, Function<Recommender, List<ScoredItem>> expected) {}

  /** Latencies of one connection, in nanoseconds. */
  private static final class Latencies {
    private long[] nanos = new long[1 << 12];
    private int count;

    void add(long value) {
      if (count == nanos.length) {
        nanos = Arrays.copyOf(nanos, 2 * count);
      }
      nanos[count++] = value;
    }
  }

  private final List<Recommender> models = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();

  /** Answers that were found right, by the version of the model and the number of the request. */
  private final Map<String, byte[][]> right = new ConcurrentHashMap<>();

  private final Map<String, Recommender> byVersion = new ConcurrentHashMap<>();

  private void prepare() throws IOException {
    Ratings ratings = new SimulatedRatings(USERS, ITEMS, RATINGS).ratings();
    for (int seed = 1; seed <= MODELS; seed++) {
      FactorModel model = Trainer.ranking().factors(32).sweeps(2).seed(seed).train(ratings).model();
      Path file = folder.resolve("model-" + seed + ".safetensors");
      ModelFile.write(model, file);
      files.add(file);
      models.add(Recommender.of(ModelFile.read(file)));
    }
    assertFalse(
        models
            .get(0)
            .recommend("1", Query.top(10))
            .equals(models.get(1).recommend("1", Query.top(10))));
    SplittableRandom random = new SplittableRandom(1);
    for (int r = 0; r < EACH; r++) {
      String user = Integer.toString(1 + random.nextInt(USERS));
      String item = Integer.toString(1 + random.nextInt(ITEMS));
      requests.add(get("/v1/recommendations?user=" + user, m -> m.recommend(user, Query.top(10))));
      requests.add(get("/v1/similar?item=" + item, m -> m.similarItems(item, Query.top(10))));
      Query query = Query.top(20).genre("Comedy").diversified(0.3);
      requests.add(
          get(
              "/v1/recommendations?n=20&genre=Comedy&diversity=0.3&user=" + user,
              m -> m.recommend(user, query)));
      Map<String, Float> rated = new HashMap<>();
      for (int i = 0; i < 10; i++) {
        rated.put(Integer.toString(1 + random.nextInt(ITEMS)), 1 + random.nextInt(9) / 2f);
      }
      String body = new ObjectMapper().writeValueAsString(Map.of("ratings", rated));
      requests.add(
          new Request(
              Wire.request("POST", "/v1/recommendations", body),
              m -> m.recommend(Profile.of(rated), Query.top(10))));
    }
    assertEquals(KINDS * EACH, requests.size());
  }

  private static Request get(String path, Function<Recommender, List<ScoredItem>> expected) {
    return new Request(Wire.request("GET", path, null), expected);
  }

  @Test
  void answersRightWhileItsModelIsReplaced() throws Exception {
    prepare();
    Path file = folder.resolve("model.safetensors");
    put(0, file);
    try (Server server = Server.start(file, HEAP_MEGABYTES)) {
      for (int m = 0; m < MODELS; m++) {
        put(m, file);
        byVersion.put(server.reload(), models.get(m));
      }
      long before = server.residentKilobytes();
      load(server, file, Math.min(5, SECONDS)); // the compiler is at work meanwhile
      long warm = server.residentKilobytes();
      System.out.println("memory: " + before / 1024 + " MB before, " + warm / 1024 + " MB warm");
      System.out.println(load(server, file, SECONDS));
      long after = server.residentKilobytes();
      System.out.println(
          "memory: " + after / 1024 + " MB after, of it in use: " + server.liveMegabytes());
      hostile(server);
      long last = server.residentKilobytes();
      System.out.println("memory: " + last / 1024 + " MB after bad requests");
      // The heap, and what a JVM, its code and its threads take beside it.
      assertTrue(last < 1024L * (HEAP_MEGABYTES + 256), "resident: " + last + " kB");
      assertTrue(
          after < 1.25 * warm && last < 1.25 * after,
          "resident: %d, %d, %d kB".formatted(warm, after, last));
      assertEquals(Set.of("200"), server.statuses("/v1/similar"));
    }
  }

  /** Puts a model in its place by renaming. */
  private void put(int model, Path file) throws IOException {
    Path next = folder.resolve("next.safetensors");
    Files.copy(files.get(model), next, StandardCopyOption.REPLACE_EXISTING);
    Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns what was measured, in one line. */
  private String load(Server server, Path file, int seconds) throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Latencies> latencies = new ArrayList<>();
    Set<String> seen = ConcurrentHashMap.newKeySet();
    List<Thread> threads = new ArrayList<>();
    for (int c = 0; c < CONNECTIONS; c++) {
      Latencies mine = new Latencies();
      latencies.add(mine);
      SplittableRandom random = new SplittableRandom(c);
      threads.add(
          new Thread(
              () -> {
                try (Wire wire = new Wire(server.port())) {
                  while (!done.get() && failure.get() == null) {
                    ask(wire, random.nextInt(requests.size()), mine, seen);
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    double cpuBefore = server.cpuSeconds();
    long begin = System.nanoTime();
    threads.forEach(Thread::start);
    int swaps = 0;
    // On a busy machine it takes longer until all models have answered.
    while (failure.get() == null
        && (System.nanoTime() - begin < seconds * 1_000_000_000L || seen.size() < MODELS)) {
      long next = begin + (swaps + 1) * 1_000_000_000L; // a swap every second
      Thread.sleep(Math.max(0, (next - System.nanoTime()) / 1_000_000));
      put(++swaps % MODELS, file);
      server.reload();
    }
    done.set(true);
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError("a request failed", failure.get());
    }
    double took = (System.nanoTime() - begin) / 1e9;
    long[] all =
        latencies.stream()
            .flatMapToLong(l -> Arrays.stream(l.nanos, 0, l.count))
            .sorted()
            .toArray();
    assertTrue(all.length > CONNECTIONS, all.length + " answers");
    return ("%d connections, %.0f s, %d swaps: %d answers, all right; %.0f/s;"
            + " p50 %.2f ms, p99 %.2f ms, most %.2f ms; %.2f processors of the service")
        .formatted(
            CONNECTIONS,
            took,
            swaps,
            all.length,
            all.length / took,
            all[all.length / 2] / 1e6,
            all[(int) (all.length * 0.99)] / 1e6,
            all[all.length - 1] / 1e6,
            (server.cpuSeconds() - cpuBefore) / took);
  }

  private void ask(Wire wire, int number, Latencies mine, Set<String> seen) throws IOException {
    Request request = requests.get(number);
    long begin = System.nanoTime();
    wire.send(request.bytes);
    Wire.Reply reply = wire.read();
    mine.add(System.nanoTime() - begin);
    if (reply.status() != 200) {
      throw new IOException(reply.status() + " " + reply.text());
    }
    String version = new String(reply.body(), 10, 12, java.nio.charset.StandardCharsets.US_ASCII);
    seen.add(version);
    byte[][] known = right.computeIfAbsent(version, v -> new byte[requests.size()][]);
    if (known[number] == null) {
      check(reply, request);
      known[number] = reply.body();
    } else if (!Arrays.equals(known[number], reply.body())) {
      throw new IOException("expected " + new String(known[number]) + ", found " + reply.text());
    }
  }

  /** Compares an answer with that of the model whose version it names. */
  private void check(Wire.Reply reply, Request request) throws IOException {
    JsonNode answer = new ObjectMapper().readTree(reply.body());
    Recommender model = byVersion.get(answer.get("model").asText());
    List<ScoredItem> expected = request.expected.apply(model);
    JsonNode items = answer.get("items");
    assertEquals(expected.size(), items.size(), reply.text());
    for (int i = 0; i < expected.size(); i++) {
      assertEquals(expected.get(i).item().id(), items.get(i).get("id").asText());
      assertEquals((float) expected.get(i).score(), (float) items.get(i).get("score").asDouble());
    }
  }

  /** What nobody should send, from many connections at a time. */
  private void hostile(Server server) throws Exception {
    byte[] megabyte = new byte[1 << 20];
    List<Thread> threads = new ArrayList<>();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    for (int c = 0; c < 16; c++) {
      int kind = c % 4;
      threads.add(
          new Thread(
              () -> {
                try (Wire wire = new Wire(server.port())) {
                  if (kind == 0) {
                    wire.send("POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\n");
                    wire.send("Content-Length: " + 100 * megabyte.length + "\r\n\r\n");
                    for (int m = 0; m < 100; m++) {
                      wire.send(megabyte);
                    }
                    statuses.add(wire.read().status());
                  } else if (kind == 1) {
                    wire.send("POST /v1/recommendations HTTP/1.1\r\nHost: localhost\r\n");
                    wire.send("Content-Length: 100\r\n\r\n");
                    while (!wire.hasAnswer()) {
                      wire.send(" ");
                      Thread.sleep(500);
                    }
                    statuses.add(wire.read().status());
                  } else {
                    for (int r = 0; r < 500; r++) {
                      wire.send(
                          kind == 2
                              ? Wire.request("POST", "/v1/recommendations", "{\"ratings\": {")
                              : Wire.request("GET", "/v1/recommendations?user=nobody-" + r, null));
                      statuses.add(wire.read().status());
                    }
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError("a bad request had no answer", failure.get());
    }
    assertEquals(new HashSet<>(List.of(413, 408, 400, 404)), new HashSet<>(statuses));
  }
}
