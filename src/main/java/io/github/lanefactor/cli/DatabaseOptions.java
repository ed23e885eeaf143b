package io.github.lanefactor.cli;

import io.github.lanefactor.data.RatingsReader;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Ratings that come from a database. */
final class DatabaseOptions {
  /** How many rows come from a database at a time. */
  private static final int FETCH_SIZE = 2_000;

  private static final String USER = "LANEFACTOR_JDBC_USER";
  private static final String PASSWORD = "LANEFACTOR_JDBC_PASSWORD";

  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description =
          "Read from a database instead, whose driver is in LANEFACTOR_CLASSPATH; user and password"
              + " are in the URL, or in LANEFACTOR_JDBC_USER and LANEFACTOR_JDBC_PASSWORD.")
  private String url;

  @Option(
      names = "--query",
      paramLabel = "SQL",
      description = "With --jdbc: selects the ratings; columns as in files, by their names.")
  private String query;

  @Option(
      names = "--items-query",
      paramLabel = "SQL",
      description = "With --jdbc: selects ids, titles and perhaps genres of the items.")
  private String itemsQuery;

  /** Whether one of these was given. */
  boolean given() {
    return url != null || query != null || itemsQuery != null;
  }

  /** What the ratings come from, without passwords. */
  String source() {
    return url == null ? "a database" : JdbcUrl.shown(url);
  }

  private void check(Path ratings, Path items) {
    if (url == null || query == null) {
      throw new InputException(
          "expected --jdbc and --query together, found only "
              + (url != null ? "--jdbc" : query != null ? "--query" : "--items-query"));
    }
    if (!url.startsWith("jdbc:")) {
      throw new InputException("expected a URL that begins with jdbc:, found " + source());
    }
    if (ratings != null) {
      throw new InputException("expected RATINGS or --jdbc, found both");
    }
    if (itemsQuery != null && items != null) {
      throw new InputException("expected --items or --items-query, found both");
    }
  }

  /**
   * A file, or null.
   *
   * @throws InputException if it is the URL of a database instead
   */
  static Path file(Path ratings) {
    if (ratings != null && ratings.toString().startsWith("jdbc:")) {
      throw new InputException("expected a database's URL behind --jdbc, with a --query");
    }
    return ratings;
  }

  /**
   * Reads the ratings, row by row where the driver can.
   *
   * @param ratings the file of ratings that was given besides, or null
   * @param reader what reads the rows
   * @param items the items file that was given besides, or null
   * @throws InputException if options do not go together, there is no driver, or the database fails
   */
  Ratings read(Path ratings, RatingsReader reader, Path items) {
    check(ratings, items);
    Map<String, String> environment = System.getenv();
    Properties properties = new Properties();
    if (environment.containsKey(USER)) {
      properties.setProperty("user", environment.get(USER));
    }
    if (environment.containsKey(PASSWORD)) {
      properties.setProperty("password", environment.get(PASSWORD));
    }
    if (url.startsWith("jdbc:duckdb:")) {
      properties.setProperty("jdbc_stream_results", "true");
    }
    try {
      DriverManager.getDriver(url);
    } catch (SQLException e) {
      throw new InputException(
          "expected a driver for %s in LANEFACTOR_CLASSPATH, found none".formatted(source()), e);
    }
    try (Connection connection = DriverManager.getConnection(url, properties)) {
      return read(connection, reader);
    } catch (SQLException e) {
      throw new InputException(
          source() + ": " + JdbcUrl.withoutSecrets(message(e), url, environment.get(PASSWORD)), e);
    }
  }

  private Ratings read(Connection connection, RatingsReader reader) throws SQLException {
    // PostgreSQL streams only inside a transaction. Nothing is ever committed.
    connection.setAutoCommit(false);
    try (Transaction end = connection::rollback;
        Statement statement = connection.createStatement()) {
      statement.setFetchSize(FETCH_SIZE);
      if (itemsQuery != null) {
        try (ResultSet items = statement.executeQuery(itemsQuery)) {
          reader.items(items);
        }
      }
      try (ResultSet rows = statement.executeQuery(query)) {
        return reader.read(rows);
      }
    }
  }

  /** Ends when it is closed. */
  private interface Transaction extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }

  private static String message(SQLException e) {
    return e.getMessage() == null ? "SQL state " + e.getSQLState() : e.getMessage();
  }
}
