package io.github.lanefactor.explore;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.UnknownIdException;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the page and its API on 127.0.0.1 and nowhere else. A request must name this machine as
 * its host, so that no site on the web can reach the model by a name of its own (DNS rebinding).
 * Answers do not depend on the order of requests.
 */
public final class ExplorerServer implements Closeable {
  private static final int THREADS = 8;
  private static final int LARGEST_BODY = 1 << 20;
  private static final long DISCARDED = 64L << 20;
  private static final int LONGEST_QUERY = 2000;
  private static final String JSON = "application/json; charset=utf-8";

  /** What a page may load and do: its own files, from here. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private final HttpServer server;
  private final ExecutorService threads;
  private final Set<String> hosts;
  private final String address;
  private final Answers answers;
  private final Explorer explorer;

  private ExplorerServer(Explorer explorer, HttpServer server) {
    this.explorer = explorer;
    this.answers = new Answers(explorer);
    this.server = server;
    int port = server.getAddress().getPort();
    this.address = "http://127.0.0.1:" + port + "/";
    this.hosts = Set.of("127.0.0.1:" + port, "localhost:" + port);
    this.threads =
        Executors.newFixedThreadPool(
            THREADS,
            work -> {
              Thread thread = new Thread(work, "lanefactor-explorer");
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::handle);
  }

  /**
   * Starts a server.
   *
   * @param port the port, or 0 for a free one
   * @throws InputException if the port is taken
   */
  public static ExplorerServer start(Explorer explorer, int port) {
    // The JDK's server waits for ever unless told, and delays small answers by 40 ms.
    setUnlessSet("sun.net.httpserver.maxReqTime", "10");
    setUnlessSet("sun.net.httpserver.maxRspTime", "60");
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    try {
      InetSocketAddress here = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
      ExplorerServer started = new ExplorerServer(explorer, HttpServer.create(here, 0));
      started.server.start();
      return started;
    } catch (IOException e) {
      throw new InputException("cannot listen on port %d: %s".formatted(port, e.getMessage()), e);
    }
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** Where the page is. */
  public String address() {
    return address;
  }

  /** Stops listening; requests under way are cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  /** A status other than 200, and why. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(int status, String message) {
      super(message);
      this.status = status;
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body;
      int status = 200;
      String type = JSON;
      try {
        check(exchange);
        String path = exchange.getRequestURI().getPath();
        Optional<String> file = PageFiles.at(path);
        if (file.isPresent()) {
          expect(exchange, "GET");
          body = PageFiles.read(file.get());
          type = PageFiles.type(file.get());
        } else {
          body = answer(exchange, path).getBytes(StandardCharsets.UTF_8);
        }
      } catch (Refused e) {
        status = e.status;
        body = error(e);
        // The body may not have been read: nobody is to send another request behind it.
        exchange.getResponseHeaders().set("Connection", "close");
      } catch (UnknownIdException e) {
        status = 404;
        body = error(e);
      } catch (InputException | ArithmeticException e) {
        status = 400;
        body = error(e);
      } catch (RuntimeException e) {
        status = 500;
        body = error(e);
      }
      send(exchange, status, type, body);
    }
  }

  private static byte[] error(RuntimeException e) {
    return Answers.error(String.valueOf(e.getMessage())).getBytes(StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", type);
    headers.set("Content-Security-Policy", POLICY);
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "no-referrer");
    headers.set("Cross-Origin-Resource-Policy", "same-origin");
    headers.set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  /** Whether the request comes from a page of this server, or from a program on this machine. */
  private void check(HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    if (host == null || !hosts.contains(host)) {
      throw new Refused(421, "expected the host to be " + address);
    }
    String origin = exchange.getRequestHeaders().getFirst("Origin");
    if (origin != null && !origin.equals("http://" + host)) {
      throw new Refused(403, "expected no request of another site");
    }
    URI uri = exchange.getRequestURI();
    if (uri.getRawQuery() != null && uri.getRawQuery().length() > LONGEST_QUERY) {
      throw new Refused(414, "expected a query of at most " + LONGEST_QUERY + " characters");
    }
  }

  private static void expect(HttpExchange exchange, String method) {
    if (!exchange.getRequestMethod().equals(method)) {
      exchange.getResponseHeaders().set("Allow", method);
      throw new Refused(405, "expected the method " + method);
    }
  }

  private String answer(HttpExchange exchange, String path) throws IOException {
    boolean post = path.equals("/api/recommend") || path.equals("/api/explain");
    if (post) {
      expect(exchange, "POST");
      Request request = Request.read(body(exchange));
      return path.equals("/api/recommend") ? answers.recommend(request) : answers.explain(request);
    }
    Map<String, String> asked = parameters(exchange.getRequestURI().getRawQuery());
    Optional<String> answer =
        switch (path) {
          case "/api/model" -> Optional.of(answers.model());
          case "/api/items" -> Optional.of(answers.items());
          case "/api/factors" -> Optional.of(answers.factors());
          case "/api/map" -> Optional.of(map(required(asked, "method")));
          case "/api/search" -> Optional.of(answers.search(required(asked, "q"), n(asked)));
          case "/api/similar" -> Optional.of(answers.similar(required(asked, "id"), n(asked)));
          case "/api/users" -> Optional.of(answers.users(required(asked, "q"), n(asked)));
          case "/api/user" -> Optional.of(answers.user(required(asked, "id")));
          default -> Optional.empty();
        };
    expect(exchange, "GET");
    return answer.orElseThrow(() -> new Refused(404, "there is no " + path));
  }

  private String map(String method) {
    return explorer
        .map(ItemMap.Method.of(method))
        .map(Answers::map)
        .orElseThrow(() -> new Refused(404, "there is no map by " + method));
  }

  private static String body(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";")[0].strip().equalsIgnoreCase("application/json")) {
      throw new Refused(415, "expected the content type application/json");
    }
    byte[] bytes = exchange.getRequestBody().readNBytes(LARGEST_BODY + 1);
    if (bytes.length > LARGEST_BODY) {
      // Who still sends does not read the answer: take in some more, within the time for requests.
      long left = DISCARDED;
      for (int read = 1; read > 0 && left > 0; left -= read) {
        read = exchange.getRequestBody().read(bytes);
      }
      throw new Refused(413, "expected a body of at most " + LARGEST_BODY + " bytes");
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query == null ? new String[0] : query.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new InputException("expected an encoded query: " + e.getMessage(), e);
    }
  }

  private static String required(Map<String, String> asked, String name) {
    String value = asked.get(name);
    if (value == null) {
      throw new InputException("expected the parameter " + name);
    }
    return value;
  }

  private static int n(Map<String, String> asked) {
    String n = asked.getOrDefault("n", Integer.toString(Filters.USUAL));
    try {
      int length = Integer.parseInt(n);
      if (length >= 1 && length <= Filters.LONGEST) {
        return length;
      }
    } catch (NumberFormatException e) {
      // told below
    }
    throw new InputException("expected n from 1 to %d, found %s".formatted(Filters.LONGEST, n));
  }
}
