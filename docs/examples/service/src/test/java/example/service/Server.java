package example.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service's jar, run in a JVM of its own. */
final class Server implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(".*on http://127\\.0\\.0\\.1:(\\d+)$");

  private final Process process;
  private final int port;
  private final int adminPort;

  private Server(Process process, int port, int adminPort) {
    this.process = process;
    this.port = port;
    this.adminPort = adminPort;
  }

  /** Starts it, with this much heap, and waits until it listens. */
  static Server start(Path model, int heapMegabytes) throws IOException {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "--add-modules=jdk.incubator.vector",
                "-Xmx" + heapMegabytes + "m",
                "-Xms" + heapMegabytes + "m",
                "-XX:+AlwaysPreTouch", // all of the heap from the start: what grows is not the heap
                "-XX:+ExitOnOutOfMemoryError",
                "-jar",
                System.getProperty("load.jar"),
                "--model=" + model,
                "--max-seconds=20", // on a busy machine, an honest request may wait for seconds
                "--port=0",
                "--admin-port=0")
            .redirectErrorStream(true)
            .start();
    BufferedReader log =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    int[] ports = new int[2];
    StringBuilder said = new StringBuilder();
    for (int p = 0; p < 2; ) {
      String line = log.readLine();
      if (line == null) {
        throw new IOException("the service has not started:\n" + said);
      }
      said.append(line).append('\n');
      Matcher listening = PORT.matcher(line);
      if (listening.matches()) {
        ports[p++] = Integer.parseInt(listening.group(1));
      }
    }
    Thread rest = new Thread(() -> log.lines().forEach(line -> {}));
    rest.setDaemon(true);
    rest.start();
    return new Server(process, ports[0], ports[1]);
  }

  int port() {
    return port;
  }

  /** Has it load its file anew; returns the version of the model that answers now. */
  String reload() throws IOException {
    Wire.Reply reply = Wire.post(adminPort, "/reload", "");
    if (reply.status() != 200) {
      throw new IOException(reply.text());
    }
    return new ObjectMapper().readTree(reply.body()).get("model").asText();
  }

  private String metrics() throws IOException {
    return Wire.get(adminPort, "/metrics").text();
  }

  /** The statuses that a route has answered with. */
  Set<String> statuses(String route) throws IOException {
    Matcher counts =
        Pattern.compile("http_requests_seconds_count\\{.*route=\"" + route + "\",status=\"(\\d+)\"")
            .matcher(metrics());
    Set<String> statuses = new TreeSet<>();
    while (counts.find()) {
      statuses.add(counts.group(1));
    }
    return statuses;
  }

  /** The megabytes of heap that were in use after the last collection. */
  long liveMegabytes() throws IOException {
    Matcher live = Pattern.compile("(?m)^jvm_gc_live_data_size_bytes (.*)$").matcher(metrics());
    return live.find() ? (long) (Double.parseDouble(live.group(1)) / (1 << 20)) : 0;
  }

  /** The processor time that it has used. */
  double cpuSeconds() {
    return process.toHandle().info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
  }

  /** The memory that it takes from the machine; 0 where there is no /proc. */
  long residentKilobytes() throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new IOException("the service does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      process.destroyForcibly();
    }
  }
}
