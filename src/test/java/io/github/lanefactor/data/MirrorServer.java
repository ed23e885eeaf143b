package io.github.lanefactor.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A server of one archive and its checksum that can be told to behave badly. */
public final class MirrorServer implements AutoCloseable {
  private final String name;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final byte[] content;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> ranges = new CopyOnWriteArrayList<>();
  private final Queue<Integer> breaks = new ArrayDeque<>();

  /** What is sent as the checksum; null for 404. */
  public volatile String checksum;

  volatile int status = 200;

  /** How many answers have the status above, before all is well; below 0 for all. */
  volatile int troubles = -1;

  volatile int stalls;
  volatile int redirects;
  volatile int announcesMore;
  volatile boolean stallsBeforeHead;
  volatile boolean ignoresRanges;
  volatile boolean page;

  /**
   * @param name the name of the archive
   */
  public MirrorServer(String name) throws IOException {
    this.name = name;
    this.content = archive();
    this.checksum = md5(content);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  /** The address of its folder. */
  public String url() {
    return "http://127.0.0.1:%d/".formatted(server.getAddress().getPort());
  }

  byte[] content() {
    return content;
  }

  /** The paths that were asked for. */
  List<String> requests() {
    return requests;
  }

  /** The ranges that were asked for. */
  List<String> ranges() {
    return ranges;
  }

  /** The next answers break off after so many bytes each. */
  void breakOffAfter(Integer... bytes) {
    breaks.addAll(Arrays.asList(bytes));
  }

  /** A small u.data, with something beside it that cannot be made small. */
  private static byte[] archive() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("ml-100k/u.data"));
      zip.write(
          "1\t1\t5\t9\n1\t2\t3\t9\n2\t2\t4\t9\n2\t3\t1\t9\n".getBytes(StandardCharsets.US_ASCII));
      zip.putNextEntry(new ZipEntry("ml-100k/noise"));
      byte[] noise = new byte[100_000];
      new java.util.Random(1).nextBytes(noise);
      zip.write(noise);
    }
    return bytes.toByteArray();
  }

  private static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      requests.add(path);
      if (stallsBeforeHead) {
        stall();
      } else if (path.equals("/" + name + ".md5")) {
        byte[] text = checksum == null ? new byte[0] : checksum.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
            checksum == null ? 404 : 200, text.length == 0 ? -1 : text.length);
        exchange.getResponseBody().write(text);
      } else if (!path.endsWith("/" + name)) {
        exchange.sendResponseHeaders(404, -1);
      } else if (redirects > 0) {
        redirects--;
        exchange.getResponseHeaders().set("Location", "/" + redirects + "/" + name);
        exchange.sendResponseHeaders(302, -1);
      } else if (status != 200 && troubles != 0) {
        troubles--;
        exchange.sendResponseHeaders(status, -1);
      } else {
        sendArchive(exchange);
      }
    }
  }

  private void sendArchive(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    int from = 0;
    int code = 200;
    if (range != null) {
      ranges.add(range);
      if (!ignoresRanges && !page) {
        from = Integer.parseInt(range.replaceAll("[^0-9]", ""));
        code = from < content.length ? 206 : 416;
        String sent = code == 416 ? "*" : from + "-" + (content.length - 1);
        exchange
            .getResponseHeaders()
            .set("Content-Range", "bytes %s/%d".formatted(sent, content.length));
      }
    }
    if (code == 416) {
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    byte[] body = Arrays.copyOfRange(content, from, content.length);
    if (page) {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      body = "<html>log in first</html>".getBytes(StandardCharsets.US_ASCII);
    }
    exchange.sendResponseHeaders(code, body.length + announcesMore);
    OutputStream out = exchange.getResponseBody();
    if (stalls > 0) {
      stalls--;
      out.write(body, 0, body.length / 3);
      out.flush();
      stall();
    } else if (!breaks.isEmpty()) {
      out.write(body, 0, breaks.remove());
      out.flush();
    } else {
      out.write(body, 0, Math.min(body.length, body.length + announcesMore));
    }
  }

  private void stall() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
