package io.github.lanefactor.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Item;
import io.github.lanefactor.ratings.Ratings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ratings from queries, on real databases. */
class RatingsQueryTest {
  @TempDir private Path folder;

  /** The databases, and how each is asked. */
  enum Database {
    POSTGRESQL {
      @Override
      Connection connect() throws SQLException {
        return Postgres.server().getPostgresDatabase().getConnection();
      }
    },
    DUCKDB {
      @Override
      Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:duckdb:");
      }
    };

    abstract Connection connect() throws SQLException;
  }

  private static Ratings read(Database database, RatingsReader reader, String query)
      throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      return reader.read(rows);
    }
  }

  private static Ratings read(Database database, String query) throws SQLException {
    return read(database, new RatingsReader(), query);
  }

  /** The times that columns hold, each as one of the ratings of user 1. */
  private static List<Long> times(Ratings ratings) {
    List<Long> times = new ArrayList<>();
    for (int p = 0; p < ratings.size(); p++) {
      times.add(ratings.timeAt(p));
    }
    return times;
  }

  private static Item item(Ratings ratings, String id) {
    return ratings.catalogue().itemAt(ratings.catalogue().item(id));
  }

  private static void refused(Database database, RatingsReader reader, String query, String why) {
    InputException refused =
        assertThrows(InputException.class, () -> read(database, reader, query), why);
    assertEquals(why, refused.getMessage());
  }

  @ParameterizedTest
  @EnumSource
  void rowsAreRatings(Database database) throws SQLException {
    Ratings ratings =
        read(
            database,
            "select * from (values (1, 10, 4.5, 100), (2, 10, 3, 200), (10, 9, 1, 300))"
                + " as t(user_id, item_id, stars, timestamp)");
    assertEquals("3 users, 2 items, 3 ratings", ratings.toString());
    assertEquals(List.of(100L, 200L, 300L), times(ratings));
    assertEquals(4.5f, ratings.ratingAt(0));
    assertEquals("9", ratings.catalogue().itemId(0)); // sorted as numbers
  }

  /** Ids of any type become the text that a file would have. */
  @ParameterizedTest
  @EnumSource
  void idsAreTextOrNumbers(Database database) throws SQLException {
    String[][] types = {
      {"cast(7 as smallint)", "7"},
      {"cast(9007199254740993 as bigint)", "9007199254740993"},
      {"cast(1200 as numeric(10, 2))", "1200"},
      {"cast(12.50 as numeric(10, 2))", "12.5"},
      {"cast(1000000 as double precision)", "1000000"},
      {"cast(3 as real)", "3"},
      {"cast('a b' as varchar(20))", "a b"},
      {"cast('x' as char(4))", "x"},
      {"' Amélie '", "Amélie"},
      {
        "cast('2f1c8c1e-2c5e-4a6b-9a3b-111111111111' as uuid)",
        "2f1c8c1e-2c5e-4a6b-9a3b-111111111111"
      },
    };
    for (String[] type : types) {
      Ratings ratings =
          read(database, "select %s as \"user\", 1 as item, 5 as rating".formatted(type[0]));
      assertEquals(type[1], ratings.catalogue().userId(0), type[0]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void ratingsAreNumbersVotesOrText(Database database) throws SQLException {
    String[][] values = {
      {"cast(4 as smallint)", "4"},
      {"cast(3.5 as numeric(3, 1))", "3.5"},
      {"cast(2.5 as real)", "2.5"},
      {"cast(-1 as double precision)", "-1"},
      {"true", "1"},
      {"' 4.5 '", "4.5"},
    };
    for (String[] value : values) {
      Ratings ratings =
          read(
              database,
              "select 'u' as userId, 'i' as movieId, %s as rating union all select 'v', 'i', %s"
                  .formatted(value[0], value[0]));
      assertEquals(Float.parseFloat(value[1]), ratings.ratingAt(1), value[0]);
    }
    // No column of ratings: events.
    assertEquals(1f, read(database, "select 1 as user_id, 2 as item_id").ratingAt(0));
  }

  /** The same seconds whatever the time zone of this Java is. */
  @ParameterizedTest
  @EnumSource
  void timesAreSecondsSince1970(Database database) throws SQLException {
    TimeZone here = TimeZone.getDefault();
    try {
      for (String zone : List.of("UTC", "America/New_York", "Asia/Kolkata")) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        String[][] values = {
          {"1112486027", "1112486027"},
          {"cast(1112486027.9 as double precision)", "1112486027"},
          {"'1112486027'", "1112486027"},
          {"1112486027999", "1112486027"},
          {"'2005-04-02 23:53:47'", "1112486027"},
          {"timestamp '2005-04-02 23:53:47'", "1112486027"},
          {"timestamp '2005-04-03 02:30:00'", "1112495400"}, // skipped in New York
          {"timestamp '1969-12-31 23:59:59.5'", "-1"},
          {"cast('2005-04-02 23:53:47+02:00' as timestamptz)", "1112478827"},
          {"date '2005-04-02'", "1112400000"},
        };
        for (String[] value : values) {
          String query = "select 1 as user_id, 2 as item_id, 3 as rating, %s as time";
          Ratings ratings = read(database, query.formatted(value[0]));
          assertEquals(Long.parseLong(value[1]), ratings.timeAt(0), value[0] + " in " + zone);
        }
      }
    } finally {
      TimeZone.setDefault(here);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itemsComeFromAnotherQuery(Database database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      RatingsReader reader = new RatingsReader();
      try (ResultSet items =
          statement.executeQuery(
              "select 2 as item_id, 'Heat' as title, 'Action|Crime' as genres"
                  + " union all select 1, 'Alien', null union all select 3, null, '' order by 1")) {
        reader.items(items);
      }
      try (ResultSet rows =
          statement.executeQuery("select 1 as user_id, 2 as item_id, 4 as rating")) {
        Ratings ratings = reader.read(rows);
        assertEquals(3, ratings.items());
        assertEquals(new Item("2", "Heat", List.of("Action", "Crime")), item(ratings, "2"));
        assertEquals(new Item("1", "Alien", List.of()), item(ratings, "1"));
        assertEquals(new Item("3", "3", List.of()), item(ratings, "3"));
      }
      String array = database == Database.DUCKDB ? "['A', 'B']" : "array['A', 'B']";
      try (ResultSet items =
          statement.executeQuery(
              "select 1 as isbn, 'x' as \"Book-Title\", " + array + " as genres")) {
        reader.items(items);
      }
      try (ResultSet rows =
          statement.executeQuery("select 1 as user_id, 1 as item_id, 4 as rating")) {
        assertEquals(List.of("A", "B"), item(reader.read(rows), "1").genres());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void columnsMayBeNamed(Database database) throws SQLException {
    String query =
        "select 1 as who, 2 as what, 3 as much, 4 as at union all select 2, 2, 0, 5"
            + " union all select 3, 2, 0, 5";
    RatingsReader reader = new RatingsReader().columns("WHO", "what", "much").time("at");
    refused(
        database,
        reader,
        query,
        "query: 2 of 3 ratings are 0: say --zeros missing if that means not rated, or --zeros rating");
    assertEquals(1, read(database, reader.zeros(Zeros.MISSING), query).size());
    refused(
        database,
        new RatingsReader(),
        query,
        "query: expected a column of users, which --user-column may name, found \"who, what, much, at\"");
    refused(
        database,
        new RatingsReader().columns("who", "what", "many"),
        query,
        "query: expected a column of ratings named many, found \"who, what, much, at\"");
    refused(
        database,
        new RatingsReader(),
        "select 1 as user_id, 2 as item_id, 3 as rating, 4 as rating",
        "query: expected one column named rating, found \"user_id, item_id, rating, rating\"");
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrongIsSaidWithRowAndColumn(Database database) {
    String good = "select 'u' as user_id, 'i' as item_id, '3' as stars, '7' as time union all ";
    String[][] rows = {
      {"null, 'i', '3', '7'", "column user_id: expected the id of a user, found null"},
      {"' ', 'i', '3', '7'", "column user_id: expected the id of a user, found an empty text"},
      {"'u', null, '3', '7'", "column item_id: expected the id of an item, found null"},
      {"'u', 'i', null, '7'", "column stars: expected a number as rating, found null"},
      {"'u', 'i', 'good', '7'", "column stars: expected a number as rating, found \"good\""},
      {"'u', 'i', '0x1p3', '7'", "column stars: expected a number as rating, found \"0x1p3\""},
      {"'u', 'i', '1e99', '7'", "column stars: expected a number as rating, found \"1e99\""},
      {
        "'u', 'i', '3', 'noon'",
        "column time: expected a time, a date or seconds since 1970, found \"noon\""
      },
    };
    for (String[] row : rows) {
      refused(database, new RatingsReader(), good + "select " + row[0], "query: row 2, " + row[1]);
    }
    refused(
        database,
        new RatingsReader(),
        "select 1 as user_id, 2 as item_id, cast('nan' as double precision) as rating",
        "query: row 1, column rating: expected a number as rating, found \"NaN\"");
    refused(
        database,
        new RatingsReader(),
        "select 1 as user_id, 2 as item_id, 3 as rating where 1 = 0",
        "query: expected at least one rating, found no row");
  }

  /** As in a file: a time may be missing, and rows that are no good may be left out. */
  @ParameterizedTest
  @EnumSource
  void whatAFileMayHaveAQueryMayHaveToo(Database database) throws SQLException {
    String rows =
        "select * from (values ('u', 'i', '3', '7', 'Heat', 'Crime'),"
            + " ('u', 'j', '4', null, null, null), ('v', 'i', '5', 'NA', '', 'War'),"
            + " ('v', 'k', 'x', '7', '', ''), (null, 'k', '5', '7', '', '')) as t"
            + "(user_id, item_id, plays, time, title, genres)";
    List<String> notes = new ArrayList<>();
    RatingsReader reader = new RatingsReader().notes(notes::add).skipBadRows(2);
    Ratings ratings = read(database, reader, rows);
    assertEquals(List.of(7L, Ratings.NO_TIME, Ratings.NO_TIME), times(ratings));
    assertEquals(
        List.of(
            "query: 2 of 3 ratings have no time",
            "2 malformed rows are left out, the first: query: row 4, column plays: expected a"
                + " number as rating, found \"x\""),
        notes);
    assertEquals("Heat", item(ratings, "i").title());
    assertEquals(Optional.of("query: row 3"), reader.place("v", "i", 5));
    assertEquals(Optional.of("plays"), reader.countsColumn());
    refused(
        database,
        reader.skipBadRows(1),
        rows,
        "expected at most 1 malformed rows, found more, the first: query: row 4, column plays:"
            + " expected a number as rating, found \"x\"");
  }

  @ParameterizedTest
  @EnumSource
  void aFullTableAsksWhatZerosAre(Database database) throws SQLException {
    String table =
        "select * from (values (1, 1, 5), (1, 2, 3), (2, 1, 0), (2, 2, 4)) as t(user_id, item_id,"
            + " rating)";
    refused(
        database,
        new RatingsReader(),
        table,
        "query: a rating for every user and item, 1 of 4 of them 0: say --zeros missing if that"
            + " means not rated, or --zeros rating");
    assertEquals(3, read(database, new RatingsReader().zeros(Zeros.MISSING), table).size());
  }

  /** Every thousand rows. */
  @Test
  void progressIsTold() throws SQLException {
    List<Long> rows = new ArrayList<>();
    read(
        Database.DUCKDB,
        new RatingsReader().progress(rows::add),
        "select range % 70 as user_id, range as item_id, 3 as rating from range(2500)");
    assertEquals(List.of(1000L, 2000L), rows);
  }

  @ParameterizedTest
  @EnumSource
  void wrongItemsAreRefused(Database database) throws SQLException {
    String[][] queries = {
      {
        "select 1 as item_id, 'a' as title union all select 1, 'b'",
        "items query: row 2, column item_id: expected each item once, found item 1 again"
      },
      {
        "select 1 as item_id, 'a' as subject",
        "items query: expected a column of titles, such as title, found \"item_id, subject\""
      },
      {
        "select 1 as item_id, 'a' as title where 1 = 0",
        "items query: expected at least one item, found no row"
      },
      {
        "select null as item_id, 'a' as title",
        "items query: row 1, column item_id: expected the id of an item, found null"
      },
      {
        "select 'a' as title",
        "items query: expected a column of items, which --item-column may name, found \"title\""
      },
    };
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      for (String[] query : queries) {
        try (ResultSet items = statement.executeQuery(query[0])) {
          InputException refused =
              assertThrows(InputException.class, () -> new RatingsReader().items(items));
          assertEquals(query[1], refused.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void itemsMayBeLeftOut(Database database) throws SQLException {
    List<String> notes = new ArrayList<>();
    RatingsReader reader = new RatingsReader().skipBadRows(1).notes(notes::add);
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet items =
            statement.executeQuery(
                "select 1 as item_id, 'a' as title union all select 1, 'a'"
                    + " union all select 2, 'b'")) {
      reader.items(items);
    }
    assertEquals(
        List.of(
            "1 malformed row is left out, the first: items query: row 2, column item_id: expected"
                + " each item once, found item 1 again"),
        notes);
    assertEquals(2, read(database, reader, "select 5 as user_id, 2 as item_id").items());
  }

  /** Ratings of a file with items of a query. */
  @Test
  void itemsOfAQueryGoWithAFileToo() throws IOException, SQLException {
    Path file = Files.writeString(folder.resolve("r.csv"), "user,item,rating\n1,2,3\n");
    try (Connection connection = Database.DUCKDB.connect();
        Statement statement = connection.createStatement();
        ResultSet items = statement.executeQuery("select 2 as item_id, 'Heat' as title")) {
      Ratings ratings = new RatingsReader().items(items).read(file);
      assertEquals("Heat", item(ratings, "2").title());
    }
  }

  /** Parquet, which DuckDB reads. */
  @Test
  void parquetIsReadByDuckDb() throws SQLException {
    try (Connection connection = Database.DUCKDB.connect();
        Statement statement = connection.createStatement()) {
      Path file = folder.resolve("ratings.parquet");
      statement.execute(
          ("copy (select range // 7 as user_id, range %% 11 as item_id, 1 + range %% 5 as stars,"
                  + " make_timestamp(range * 1000000) as time from range(70)) to '%s'"
                  + " (format parquet)")
              .formatted(file));
      try (ResultSet rows = statement.executeQuery("select * from '%s'".formatted(file))) {
        Ratings ratings = new RatingsReader().read(rows);
        assertEquals("10 users, 11 items, 70 ratings", ratings.toString());
        assertTrue(ratings.hasTimes());
        assertFalse(times(ratings).contains(70L));
      }
    }
  }
}
