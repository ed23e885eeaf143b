package io.github.lanefactor.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.data.ModelFile;
import io.github.lanefactor.data.Postgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands that read from a database. */
class DatabaseTest {
  private static final String RATINGS =
      "select userId as user_id, movieId as item_id, rating as stars, timestamp from ratings";

  @TempDir private Path folder;
  private Path csv;

  @BeforeEach
  void writeData() throws IOException {
    csv = Files.writeString(folder.resolve("ratings.csv"), EvaluateTest.lines(0, 40));
  }

  /** A PostgreSQL database with the ratings of the file. */
  private String postgres() throws SQLException, IOException {
    String url = Postgres.server().getJdbcUrl("postgres", "postgres");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists ratings");
      statement.execute(
          "create table ratings (userId integer, movieId integer, rating numeric, timestamp bigint)");
      for (String line : Files.readAllLines(csv).stream().skip(1).toList()) {
        statement.addBatch("insert into ratings values (" + line + ")");
      }
      statement.executeBatch();
    }
    return url;
  }

  private byte[] train(Object... data) throws IOException {
    Path model = folder.resolve("m.safetensors");
    Object[] args = Arrays.copyOf(data, data.length + 6);
    Object[] rest = {"-o", model, "--sweeps", 2, "--factors", 4};
    System.arraycopy(rest, 0, args, data.length, rest.length);
    Run.ok(args);
    byte[] bytes =
        Files.readAllBytes(exported(ModelFile.read(model).catalogue().users() > 0 ? model : model));
    Files.delete(model);
    return bytes;
  }

  /** The weights alone: where they came from differs. */
  private Path exported(Path model) {
    Path weights = folder.resolve("weights.csv");
    Run.ok("export", model, weights);
    return weights;
  }

  @Test
  void aDatabaseTrainsTheSameModelAsAFile() throws IOException, SQLException {
    byte[] expected = train("train", csv);
    assertArrayEquals(expected, train("train", "--jdbc", postgres(), "--query", RATINGS));
    Path database = folder.resolve("ratings.duckdb");
    String url = "jdbc:duckdb:" + database;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("create table ratings as from '%s'".formatted(csv));
      statement.execute("copy ratings to '%s'".formatted(folder.resolve("ratings.parquet")));
    }
    assertArrayEquals(expected, train("train", "--jdbc", url, "--query", RATINGS));
    // The line for Parquet in docs/input.md.
    String parquet = "select * from '%s'".formatted(folder.resolve("ratings.parquet"));
    assertArrayEquals(expected, train("train", "--jdbc", "jdbc:duckdb:", "--query", parquet));
  }

  @Test
  void itemsComeFromAQueryToo() throws IOException, SQLException {
    String items =
        "select 3 as item_id, 'Heat' as title, 'Crime' as genres union all select 99, 'Nobody', ''";
    Path model = folder.resolve("m.safetensors");
    for (String url : new String[] {postgres(), "jdbc:duckdb:"}) {
      String query = url.contains("duckdb") ? "from '%s'".formatted(csv) : RATINGS;
      Run run =
          Run.ok("train", "--jdbc", url, "--query", query, "--items-query", items, "-o", model);
      assertTrue(run.err().contains("29 rated items are not in the items file"), run.err());
      assertEquals("Heat", ModelFile.read(model).catalogue().title(0));
    }
  }

  @Test
  void otherCommandsReadThemToo() throws IOException, SQLException {
    String[] database = {"--jdbc", postgres(), "--query", RATINGS};
    assertEquals(
        Run.ok("evaluate", csv, "--sweeps", 1, "--json").json().getAsJsonObject().get("ndcg@10"),
        Run.ok(with(database, "evaluate", "--sweeps", 1, "--json"))
            .json()
            .getAsJsonObject()
            .get("ndcg@10"));
    Path model = folder.resolve("m.safetensors");
    Run.ok("train", csv, "-o", model, "--sweeps", 1);
    Run file = Run.ok("update", model, csv, "-o", model);
    assertEquals(file.out(), Run.ok(with(database, "update", model, "-o", model)).out());
    Run.of("update", model, "-o", model).assertRefused(2, "expected RATINGS or --jdbc");
    Run tuned = Run.ok(with(database, "tune", "--trials", 1));
    assertTrue(tuned.out().contains("--query 'select userId as user_id"), tuned.out());
  }

  private static Object[] with(String[] database, Object... args) {
    Object[] all = Arrays.copyOf(args, args.length + database.length);
    System.arraycopy(database, 0, all, args.length, database.length);
    return all;
  }

  /**
   * More rows than memory would hold at once, were they not streamed: 300 MB in 100. The user and
   * the password are in variables.
   */
  @Test
  void rowsAreStreamed() throws SQLException, IOException, InterruptedException {
    String query =
        "select i % 50 as user_id, i % 77 as item_id, 3 as rating, repeat('x', 1000) as ballast"
            + " from generate_series(0, 299999) as t(i)";
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx100m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "train",
                "--jdbc",
                postgres().replaceFirst("[?].*", ""),
                "--query",
                query,
                "-o",
                folder.resolve("m.safetensors").toString(),
                "--sweeps",
                "1",
                "--factors",
                "2")
            .redirectErrorStream(true);
    builder.environment().put("LANEFACTOR_JDBC_USER", "postgres");
    builder.environment().put("LANEFACTOR_JDBC_PASSWORD", "not asked for");
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("50 users, 77 items, 3850 ratings"), said);
  }

  @Test
  void passwordsAreNeverShown() throws SQLException, IOException {
    String secret = "s3cr3t-pä";
    String url = postgres().replaceFirst("\\?.*", "");
    String server = url.substring("jdbc:postgresql://".length());
    Path model = folder.resolve("m.safetensors");
    for (String with :
        new String[] {
          url + "?user=postgres&password=" + secret,
          url + "?password=s3cr3t-p%C3%A4&user=postgres",
          "jdbc:postgresql://postgres:" + secret + "@" + server,
          "jdbc:nosuchdatabase://postgres:" + secret + "@" + server + "?password=" + secret,
          "jdbc:postgresql://127.0.0.1:1/x?user=u&password=" + secret,
          "jdbc:duckdb:/no/such/folder/x.duckdb?password=" + secret,
        }) {
      for (String query : new String[] {RATINGS, "select nonsense"}) {
        for (Run run :
            new Run[] {
              Run.of("train", "--jdbc", with, "--query", query, "-o", model, "--sweeps", 1),
              Run.of("train", with, "-o", model),
              Run.of("tune", "--jdbc", with, "--query", query, "--trials", 1),
            }) {
          String all = run.out() + run.err();
          assertFalse(all.contains("s3cr3t"), all);
          assertTrue(run.code() == 0 || run.code() == 2, all);
          assertTrue(run.code() == 0 || run.err().lines().count() <= 2, all);
        }
        if (Files.exists(model)) {
          assertFalse(Files.readString(model, StandardCharsets.ISO_8859_1).contains("s3cr3t"));
          Run info = Run.ok("info", model);
          assertTrue(info.out().contains(url), info.out());
          Files.delete(model);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--jdbc jdbc:duckdb: | expected --jdbc and --query together, found only --jdbc",
        "--query q | expected --jdbc and --query together, found only --query",
        "--items-query q | expected --jdbc and --query together, found only --items-query",
        "--jdbc duckdb: --query q | expected a URL that begins with jdbc:, found duckdb:",
        "r.csv --jdbc jdbc:duckdb: --query q | expected RATINGS or --jdbc, found both",
        "--jdbc jdbc:duckdb: --query q --items m.csv --items-query q | --items or --items-query",
        "jdbc:duckdb: | expected a database's URL behind --jdbc, with a --query",
        "--jdbc jdbc:no:x --query q | expected a driver for jdbc:no:x in LANEFACTOR_CLASSPATH",
        "--jdbc jdbc:duckdb: --query selec | jdbc:duckdb:: ",
        "--jdbc jdbc:duckdb: --query q --train r --test r | expected RATINGS or --train and --test",
      })
  void whatIsWrongIsSaidInALine(String args, String reason) {
    Object[] words = ("evaluate " + args).split(" ");
    Run.of(words).assertRefused(2, reason);
  }
}
