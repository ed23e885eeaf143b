package example.service;

import io.javalin.Javalin;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The service while it runs: two ports, one for everybody and one for whoever runs it. */
final class Service implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Service.class);

  private final Javalin api;
  private final Javalin admin;
  private final ScheduledExecutorService watch;

  private Service(Javalin api, Javalin admin, ScheduledExecutorService watch) {
    this.api = api;
    this.admin = admin;
    this.watch = watch;
  }

  /**
   * Loads the model, then listens.
   *
   * @throws io.github.lanefactor.ratings.InputException if the model file cannot be used
   */
  static Service start(Options options) {
    Metrics metrics = new Metrics();
    Models models = Models.open(options.model, metrics);
    Javalin api =
        Http.server(
                "api",
                options.host,
                options.port,
                options,
                metrics,
                new Api(models, options)::routes)
            .start();
    Javalin admin;
    try {
      admin =
          Http.server(
                  "admin",
                  options.adminHost,
                  options.adminPort,
                  options,
                  metrics,
                  new Admin(models, metrics)::routes)
              .start();
    } catch (RuntimeException e) {
      api.stop();
      throw e;
    }
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Service::daemon);
    if (options.watchSeconds > 0) {
      watch.scheduleWithFixedDelay(
          models::reloadIfReplaced, options.watchSeconds, options.watchSeconds, TimeUnit.SECONDS);
    }
    LOG.info("listening on http://{}:{}", options.host, api.port());
    LOG.info("metrics and reloads on http://{}:{}", options.adminHost, admin.port());
    return new Service(api, admin, watch);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "watch");
    thread.setDaemon(true);
    return thread;
  }

  /** The port that everybody asks. */
  int port() {
    return api.port();
  }

  /** The port for metrics and reloads. */
  int adminPort() {
    return admin.port();
  }

  /** Answers what has been asked, then stops. */
  @Override
  public void close() {
    watch.shutdownNow();
    api.stop();
    admin.stop();
    LOG.info("stopped");
  }
}
