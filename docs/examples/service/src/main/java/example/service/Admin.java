package example.service;

import example.service.Messages.Reloaded;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;

/** What only those may ask who run the service. */
final class Admin {
  private static final int FAILED = 422;
  private static final int BUSY = 409;

  private final Models models;
  private final Metrics metrics;

  Admin(Models models, Metrics metrics) {
    this.models = models;
    this.metrics = metrics;
  }

  void routes(RoutesConfig routes) {
    routes.get("/metrics", metrics::write);
    routes.post("/reload", this::reload);
  }

  private void reload(Context ctx) {
    Models.Reload end = models.reload();
    Api.answer(
        ctx,
        new Reloaded(
            end.name().toLowerCase(Locale.ROOT),
            models.current().version(),
            models.failure().orElse(null)));
    switch (end) {
      case FAILED -> ctx.status(FAILED);
      case BUSY -> ctx.status(BUSY);
      default -> ctx.status(200);
    }
  }
}
