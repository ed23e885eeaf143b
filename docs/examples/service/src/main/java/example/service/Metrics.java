package example.service;

import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** What the service counts and times, in the text format of Prometheus. */
final class Metrics {
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 5000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MultiGauge model;
  private volatile Models.Served served;

  @SuppressWarnings("resource") // as long as the service lives
  Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    model =
        MultiGauge.builder("lanefactor.model.info")
            .description("1 for the model that answers")
            .register(registry);
    Gauge.builder("lanefactor.model.loaded", () -> served.loaded().getEpochSecond())
        .description("When the model that answers was loaded, in seconds since 1970")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("lanefactor.model.users", () -> served.recommender().catalogue().users())
        .description("Users of the model that answers")
        .register(registry);
    Gauge.builder("lanefactor.model.items", () -> served.recommender().catalogue().items())
        .description("Items of the model that answers")
        .register(registry);
  }

  /** Another model answers. */
  void serves(Models.Served next) {
    served = next;
    model.register(List.of(MultiGauge.Row.of(Tags.of("version", next.version()), 1)), true);
  }

  /** A reload has ended. */
  void reloaded(Models.Reload end, Duration took) {
    Timer.builder("lanefactor.reloads")
        .description("Reloads of the model file, by how they ended")
        .tag("result", end.name().toLowerCase(Locale.ROOT))
        .register(registry)
        .record(took);
  }

  /** Watches the connections of a port. */
  void connections(String port, Connections connections) {
    Gauge.builder("http.connections", connections::count)
        .description("Open connections")
        .tag("port", port)
        .register(registry);
    Gauge.builder("http.slow.heads", connections::slow)
        .description("Connections that were closed because the head of a request took too long")
        .tag("port", port)
        .register(registry);
  }

  /** A request has been answered. */
  void answered(Context ctx, float milliseconds) {
    Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
    Timer.builder("http.requests")
        .description("Requests, by route, method and status")
        .tag("route", endpoint == null ? "none" : endpoint.path)
        .tag("method", endpoint == null ? "any" : ctx.method().name())
        .tag("status", Integer.toString(ctx.statusCode()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry)
        .record(Duration.ofNanos((long) (milliseconds * 1e6)));
  }

  /** Writes all of it. */
  void write(Context ctx) {
    ctx.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
  }
}
