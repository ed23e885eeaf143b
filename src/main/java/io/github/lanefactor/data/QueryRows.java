package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** The rows of a query, and what their columns hold, whatever types the database has for it. */
final class QueryRows {
  private final String name;
  private final ResultSet rows;

  /** The names of the columns. */
  private final String[] header;

  /** Whether the times of a column are of a time zone, so that they say when something was. */
  private final boolean[] zoned;

  private long row;

  /**
   * @param name what is read, for error messages
   */
  QueryRows(String name, ResultSet rows) throws SQLException {
    this.name = name;
    this.rows = rows;
    ResultSetMetaData columns = rows.getMetaData();
    header = new String[columns.getColumnCount()];
    zoned = new boolean[header.length];
    for (int c = 0; c < header.length; c++) {
      header[c] = columns.getColumnLabel(c + 1);
      String type = Objects.toString(columns.getColumnTypeName(c + 1), "").toLowerCase(Locale.ROOT);
      zoned[c] = type.contains("tz") || type.contains("with time zone");
    }
  }

  String name() {
    return name;
  }

  /** The number of the row, from 1. */
  long row() {
    return row;
  }

  /** What a column is called. */
  String label(int column) {
    return header[column];
  }

  /** Goes to the next row; false at the end. */
  boolean next() throws SQLException {
    row++;
    return rows.next();
  }

  /**
   * The index of a column.
   *
   * @param given its name, in any case, or its number, from 1; null for a common one
   * @param what what it holds, for error messages
   * @return -1 if no name was given and none fits
   * @throws InputException if a name was given that is not there, or is there twice
   */
  int column(String given, ColumnNames common, String what) {
    int found = common.find(header);
    if (given == null && found < 0) {
      return -1;
    }
    String wanted = given == null ? header[found] : given;
    int fits = -1;
    for (int c = 0; c < header.length; c++) {
      if (header[c].equalsIgnoreCase(wanted)) {
        if (fits >= 0) {
          throw new InputException(
              "%s: expected one column named %s, found %s".formatted(name, wanted, columns()));
        }
        fits = c;
      }
    }
    if (fits < 0 && ReaderOptions.isNumber(wanted) && ReaderOptions.index(wanted) < header.length) {
      return ReaderOptions.index(wanted);
    }
    if (fits < 0) {
      throw missing(what + " named " + wanted, "");
    }
    return fits;
  }

  /** The error that a column is not there. */
  InputException missing(String what, String hint) {
    return new InputException(
        "%s: expected a column of %s%s, found %s".formatted(name, what, hint, columns()));
  }

  private String columns() {
    return Rows.quote(String.join(", ", header));
  }

  /** An id: text without blanks around it, or a number, without a point if it is whole. */
  String id(int column, String what) throws SQLException {
    Object value = value(column, "the id of " + what);
    String id = value instanceof Number number ? plain(number) : String.valueOf(value).strip();
    if (id.isEmpty()) {
      throw malformed(column, "the id of " + what, "an empty text");
    }
    return id;
  }

  private static String plain(Number number) {
    boolean whole =
        number instanceof Integer
            || number instanceof Long
            || number instanceof Short
            || number instanceof Byte
            || number instanceof BigInteger
            || !Double.isFinite(number.doubleValue());
    if (whole) {
      return number.toString();
    }
    BigDecimal decimal = new BigDecimal(number.toString());
    return decimal.signum() == 0 ? "0" : decimal.stripTrailingZeros().toPlainString();
  }

  /** A number; true is 1 and false 0. */
  double number(int column, String what) throws SQLException {
    Object value = value(column, "a number as " + what);
    double number = Double.NaN;
    if (value instanceof Number n) {
      number = n.doubleValue();
    } else if (value instanceof Boolean yes) {
      number = yes ? 1 : 0;
    } else if (Fields.isDecimal(value.toString().strip())) {
      number = parsed(value.toString());
    }
    if (!Float.isFinite((float) number)) {
      throw malformed(column, "a number as " + what, Rows.quote(value.toString()));
    }
    return number;
  }

  private static double parsed(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Seconds since 1970, or {@link Ratings#NO_TIME} for a null; times without a zone are in UTC. */
  long seconds(int column) throws SQLException {
    Object value = rows.getObject(column + 1);
    if (value == null) {
      return Ratings.NO_TIME;
    }
    if (value instanceof Long || value instanceof Integer) {
      return Times.seconds(((Number) value).longValue());
    }
    if (value instanceof Number number) {
      return Times.seconds(number.doubleValue());
    }
    if (value instanceof Timestamp time) {
      return zoned[column] ? time.toInstant().getEpochSecond() : utc(local(column, time));
    }
    if (value instanceof java.sql.Date date) {
      return utc(date.toLocalDate().atStartOfDay());
    }
    if (value instanceof LocalDate date) {
      return utc(date.atStartOfDay());
    }
    if (value instanceof LocalDateTime time) {
      return utc(time);
    }
    if (value instanceof OffsetDateTime time) {
      return time.toEpochSecond();
    }
    if (value instanceof Instant time) {
      return time.getEpochSecond();
    }
    String text = value.toString();
    if (Times.isNone(text)) {
      return Ratings.NO_TIME;
    }
    double number = parsed(text);
    OptionalLong date = Times.date(text);
    if (date.isEmpty() && !Double.isFinite(number)) {
      throw malformed(column, "a time, a date or seconds since 1970", Rows.quote(text));
    }
    return date.isPresent() ? date.getAsLong() : Times.seconds(number);
  }

  /**
   * A time without a zone. As a timestamp it stands for one in the zone of this Java, where it may
   * not exist.
   */
  private LocalDateTime local(int column, Timestamp time) throws SQLException {
    try {
      return rows.getObject(column + 1, LocalDateTime.class);
    } catch (SQLFeatureNotSupportedException e) {
      return time.toLocalDateTime(); // by a driver from before JDBC 4.2
    }
  }

  private static long utc(LocalDateTime time) {
    return time.toEpochSecond(ZoneOffset.UTC);
  }

  /** A text; of an array, its elements with bars between them; empty if there is none. */
  String text(int column) throws SQLException {
    Object value = column < 0 ? null : rows.getObject(column + 1);
    if (value instanceof Array array) {
      return Arrays.stream((Object[]) array.getArray())
          .filter(Objects::nonNull)
          .map(Object::toString)
          .collect(Collectors.joining("|"));
    }
    return Objects.toString(value, "");
  }

  private Object value(int column, String expected) throws SQLException {
    Object value = rows.getObject(column + 1);
    if (value == null) {
      throw malformed(column, expected, "null");
    }
    return value;
  }

  /** The error for this row: what was expected in a column and what was found. */
  MalformedRow malformed(int column, String expected, String found) {
    return new MalformedRow(
        "%s: row %d, column %s: expected %s, found %s"
            .formatted(name, row, header[column], expected, found),
        false);
  }
}
