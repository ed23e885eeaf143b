package io.github.lanefactor.data;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as files have them: seconds or milliseconds since 1970, or dates as in ISO 8601, with the
 * time of day and the zone or without. A time without a zone is one in UTC.
 */
final class Times {
  /** Later seconds than these are milliseconds: the year 5138, or 3 March 1973. */
  private static final long LATEST_SECOND = 100_000_000_000L;

  private static final Set<String> NONE =
      Set.of("", "null", "na", "n/a", "nan", "nat", "none", "\\n", "0000-00-00 00:00:00");

  private static final Pattern DATE =
      Pattern.compile(
          "(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})"
              + "(?:[Tt ] ?(\\d{1,2}):(\\d{2})(?::(\\d{2})(?:[.,]\\d{1,9})?)?"
              + " ?([Zz]|[-+]\\d{2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z_/-]+)?)?"
              + "(?:\\[([A-Za-z_/+-]+)])?)?");

  private Times() {}

  /** Whether a field says that there is no time. */
  static boolean isNone(String field) {
    return field.isEmpty() || NONE.contains(field.strip().toLowerCase(Locale.ROOT));
  }

  /** Seconds since 1970 from a number of seconds or milliseconds. */
  static long seconds(double number) {
    return (long) Math.floor(Math.abs(number) > LATEST_SECOND ? number / 1000 : number);
  }

  /** Seconds since 1970 from a whole number of seconds or milliseconds. */
  static long seconds(long number) {
    return number > LATEST_SECOND || number < -LATEST_SECOND ? Math.floorDiv(number, 1000) : number;
  }

  /** Seconds since 1970 from a date; empty if it is none. */
  static OptionalLong date(String field) {
    Matcher date = DATE.matcher(field.strip());
    if (!date.matches()) {
      return OptionalLong.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(date, 1),
              number(date, 2),
              number(date, 3),
              number(date, 4),
              number(date, 5),
              Math.min(number(date, 6), 59)); // 60 in a leap second
      String zone = date.group(7) != null ? date.group(7).toUpperCase(Locale.ROOT) : null;
      ZoneId id =
          zone == null
              ? date.group(8) == null ? ZoneOffset.UTC : ZoneId.of(date.group(8))
              : ZoneId.of(zone.contains("/") ? date.group(7) : zone);
      return number(date, 6) > 60
          ? OptionalLong.empty()
          : OptionalLong.of(local.atZone(id).toEpochSecond());
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static int number(Matcher date, int group) {
    return date.group(group) == null ? 0 : Integer.parseInt(date.group(group));
  }
}
