package io.github.lanefactor.data;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/** A real PostgreSQL server for all tests of a run. */
public final class Postgres {
  private static EmbeddedPostgres server;
  private static String failure;

  private Postgres() {}

  /**
   * The server. Tests that ask for it are skipped where it cannot run, as for the user root of a
   * machine without user namespaces, for PostgreSQL refuses to run as root.
   */
  @SuppressWarnings("exports")
  public static synchronized EmbeddedPostgres server() {
    if (server == null && failure == null) {
      try {
        server = EmbeddedPostgres.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(Postgres::stop));
      } catch (IOException | RuntimeException e) {
        failure = "no PostgreSQL can run here: " + e;
      }
    }
    Assumptions.assumeTrue(server != null, failure);
    return server;
  }

  private static void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
