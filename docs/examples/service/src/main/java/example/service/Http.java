package example.service;

import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import java.time.Duration;
import java.util.function.Consumer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server of HTTP with limits on everything that a client can take much of. */
final class Http {
  private static final int HEAD_BYTES = 8192;
  private static final int MORE_THREADS = 8;

  private Http() {}

  /**
   * A server that does not listen yet.
   *
   * @param name what its threads and metrics are called
   * @param host the address to listen on
   * @param port the port to listen on; 0 for a free one
   * @param routes adds what it answers
   */
  static Javalin server(
      String name,
      String host,
      int port,
      Options options,
      Metrics metrics,
      Consumer<RoutesConfig> routes) {
    Duration time = Duration.ofSeconds(options.maxSeconds);
    Connections connections = new Connections(time);
    metrics.connections(name, connections);
    return Javalin.create(
        config -> {
          config.startup.showJavalinBanner = false;
          config.startup.showOldJavalinVersionWarning = false;
          config.http.prefer405over404 = true;
          // A thread for each connection: whoever sends slowly keeps a thread, but never all.
          config.jetty.threadPool = threads(name, options.maxConnections + MORE_THREADS);
          config.jetty.modifyHttpConfiguration(http -> limit(http, time));
          config.jetty.addConnector(
              (server, http) -> {
                ServerConnector connector = connector(server, http, options, connections);
                connector.setHost(host);
                connector.setPort(port);
                return connector;
              });
          config.jetty.modifyServer(
              server -> {
                server.setStopTimeout(2 * time.toMillis());
                server.setErrorHandler(new Problems.BelowUs());
                server.insertHandler(new GracefulHandler());
              });
          config.requestLogger.http(metrics::answered);
          Problems.routes(config.routes);
          routes.accept(config.routes);
          config.routes.after(ctx -> ctx.header("X-Content-Type-Options", "nosniff"));
        });
  }

  private static QueuedThreadPool threads(String name, int most) {
    QueuedThreadPool threads = new QueuedThreadPool(most);
    threads.setName(name);
    return threads;
  }

  private static void limit(HttpConfiguration http, Duration time) {
    http.setSendServerVersion(false);
    http.setRequestHeaderSize(HEAD_BYTES);
    http.setIdleTimeout(time.toMillis()); // between two reads of a body, or writes of an answer
  }

  private static ServerConnector connector(
      Server server, HttpConfiguration http, Options options, Connections connections) {
    ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setIdleTimeout(Duration.ofSeconds(options.idleSeconds).toMillis());
    connector.addBean(connections);
    connector.addBean(new NetworkConnectionLimit(options.maxConnections, connector));
    return connector;
  }
}
