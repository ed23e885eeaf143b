package io.github.lanefactor.data;

import java.nio.charset.StandardCharsets;

/**
 * Some whole lines of a file of ratings, and the ratings in them if they are plain: visible ASCII
 * without quotes or blanks, the right number of fields, and numbers written in the usual way. What
 * is not plain is left to {@link RatingsFile}, which says what each field means.
 */
final class PlainBlock {
  /** More digits may not be exact in a double. */
  private static final int MOST_DIGITS = 15;

  private static final int MOST_TIME_DIGITS = 18;

  private static final double[] POWERS = new double[MOST_DIGITS + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i < POWERS.length; i++) {
      POWERS[i] = 10 * POWERS[i - 1];
    }
  }

  private final PlainLayout layout;
  private final IdNumbers users;
  private final IdNumbers items;

  final byte[] bytes;
  final int[] user;
  final int[] item;
  final float[] rating;
  final long[] time;
  final Findings findings = new Findings();
  int count;
  long lines;
  long zeros;

  /** The first line with a decimal point, from 1 in this block; 0 if there is none. */
  long point;

  // The fields of the row at hand.
  private int userFrom;
  private int userTo;
  private int userHash;
  private int itemFrom;
  private int itemTo;
  private int itemHash;
  private double value;
  private long seconds;

  // The user of the row before.
  private int knownFrom;
  private int knownTo;
  private int knownUser;

  /**
   * @param capacity the most bytes
   */
  PlainBlock(PlainLayout layout, IdNumbers users, IdNumbers items, int capacity) {
    this.layout = layout;
    this.users = users;
    this.items = items;
    int rows = capacity / layout.leastBytes() + 1;
    bytes = new byte[capacity];
    user = new int[rows];
    item = new int[rows];
    rating = new float[rows];
    time = layout.time() < 0 ? null : new long[rows];
  }

  /**
   * Reads the ratings of the first {@code end} bytes, the last of which ends a line.
   *
   * @return whether all of them are plain; if not, what was read is of no use
   */
  boolean parse(int end) {
    count = 0;
    lines = 0;
    zeros = 0;
    point = 0;
    findings.clear();
    knownTo = -1;
    int at = 0;
    while (at < end) {
      lines++;
      if (bytes[at] == '\n') {
        at++;
      } else if (bytes[at] == '\r' && bytes[at + 1] == '\n') {
        at += 2;
      } else {
        at = row(at);
        if (at < 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Reads a row; returns where the next line begins, or -1 if the row is not plain. */
  private int row(int from) {
    int at = from;
    int last = layout.width() - 1;
    for (int field = 0; field <= last; field++) {
      int start = at;
      int hash = 0;
      byte separator = layout.separator();
      byte c = bytes[at];
      while (c > ' ' && c != separator && c != '"') {
        hash = IdNumbers.hash(hash, c);
        c = bytes[++at];
      }
      int end = at;
      if (end == start || !field(field, start, end, hash)) {
        return -1;
      }
      if (field < last) {
        if (c != separator || (layout.twice() && bytes[++at] != separator)) {
          return -1;
        }
      } else if (c != '\n' && (c != '\r' || bytes[++at] != '\n')) {
        return -1;
      }
      at++;
    }
    if (layout.rating() < 0) {
      value = 1;
    }
    add();
    return at;
  }

  /** Takes note of a field; false if it is not plain. */
  private boolean field(int field, int from, int to, int hash) {
    if (field == layout.user()) {
      userFrom = from;
      userTo = to;
      userHash = hash;
      return true;
    }
    if (field == layout.item()) {
      itemFrom = from;
      itemTo = to;
      itemHash = hash;
      return true;
    }
    if (field == layout.rating()) {
      return number(from, to);
    }
    return field != layout.time() || time(from, to);
  }

  private void add() {
    if (value == 0) {
      zeros++;
    }
    user[count] = sameUser() ? knownUser : users.number(bytes, userFrom, userTo, userHash);
    item[count] = items.number(bytes, itemFrom, itemTo, itemHash);
    rating[count] = (float) value;
    if (time != null) {
      time[count] = seconds;
    }
    if (findings.outermost(rating[count])) {
      String userId = text(userFrom, userTo);
      findings.add(userId, text(itemFrom, itemTo), rating[count], "", lines);
    }
    knownUser = user[count];
    knownFrom = userFrom;
    knownTo = userTo;
    count++;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /** In most files the ratings of a user stand together. */
  private boolean sameUser() {
    if (knownTo - knownFrom != userTo - userFrom) {
      return false;
    }
    for (int i = userFrom, j = knownFrom; i < userTo; i++, j++) {
      if (bytes[i] != bytes[j]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Reads a decimal number as {@link Double#parseDouble} does: up to 15 digits and a power of ten
   * are exact, so that their quotient is rounded once.
   */
  private boolean number(int from, int to) {
    int at = from;
    boolean negative = bytes[at] == '-';
    at += negative || bytes[at] == '+' ? 1 : 0;
    long digits = 0;
    int first = at;
    int behindPoint = 0;
    for (; at < to; at++) {
      byte c = bytes[at];
      if (c == '.' && behindPoint == 0) {
        behindPoint = at + 1;
      } else if (c >= '0' && c <= '9') {
        digits = 10 * digits + (c - '0');
      } else {
        return false;
      }
    }
    int length = to - first - (behindPoint > 0 ? 1 : 0);
    if (length == 0 || length > MOST_DIGITS) {
      return false;
    }
    value = behindPoint > 0 ? digits / POWERS[to - behindPoint] : digits;
    value = negative ? -value : value;
    if (behindPoint > 0 && point == 0) {
      point = lines;
    }
    return true;
  }

  private boolean time(int from, int to) {
    int at = from;
    boolean negative = bytes[at] == '-';
    at += negative ? 1 : 0;
    if (at == to || to - at > MOST_TIME_DIGITS) {
      return false;
    }
    long number = 0;
    for (; at < to; at++) {
      if (bytes[at] < '0' || bytes[at] > '9') {
        return false;
      }
      number = 10 * number + (bytes[at] - '0');
    }
    seconds = layout.seconds().applyAsLong(negative ? -number : number);
    return true;
  }
}
