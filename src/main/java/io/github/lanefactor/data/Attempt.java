package io.github.lanefactor.data;

import io.github.lanefactor.ratings.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One reading of files, with quotes read in one way. What quotes mean is found out by trying: a
 * file is read in another way where a row does not make sense, so it never depends on the order of
 * rows.
 */
final class Attempt {
  private static final int MOST = Quotes.values().length;

  private final ReaderOptions options;
  private final int number;
  private final Findings findings = new Findings();
  private final List<String> notes = new ArrayList<>();
  private boolean others;
  private long bad;
  private long misread;
  private MalformedRow first;

  private Attempt(ReaderOptions options, int number) {
    this.options = options;
    this.number = number;
  }

  /**
   * Reads in one way after another, until no row is misread.
   *
   * @return what was read with the fewest malformed rows
   * @throws InputException if none of the ways works: what was wrong in the first one
   */
  static <T> T best(ReaderOptions options, Function<Attempt, T> reading) {
    Attempt best = null;
    T read = null;
    MalformedRow first = null;
    for (int n = 0; n < MOST; n++) {
      Attempt attempt = new Attempt(options, n);
      try {
        T now = reading.apply(attempt);
        if (best == null || attempt.bad < best.bad) {
          best = attempt;
          read = now;
        }
      } catch (MalformedRow e) {
        first = first == null ? e : first;
        attempt.misread += e.misread() ? 1 : 0;
      }
      if (attempt.misread == 0 || !attempt.others) {
        break;
      }
    }
    if (best == null) {
      throw first;
    }
    best.tell();
    return read;
  }

  /** The only reading of what has no quotes. */
  static Attempt only(ReaderOptions options) {
    return new Attempt(options, 0);
  }

  /** What is found beside the ratings. */
  Findings findings() {
    return findings;
  }

  /** Reads a file's rows. */
  @FunctionalInterface
  interface Reading<T> {
    T read(Peek peek, Rows rows) throws IOException;
  }

  /** Opens a file; {@code format} tells its format from its beginning. */
  <T> T open(Source source, Function<Peek, TextFormat> format, Reading<T> reading) {
    try (InputStream in = source.open()) {
      Peek peek = Peek.at(source.name(), in);
      TextFormat found = format.apply(peek);
      List<Quotes> quotes = found.quotes();
      others |= number + 1 < quotes.size();
      Quotes now = quotes.get(Math.min(number, quotes.size() - 1));
      Lines lines = peek.open(source.name(), in);
      try (Rows rows = new Rows(source.name(), lines, found.separator(), now)) {
        T read = reading.read(peek, rows);
        lines.note().ifPresent(this::note);
        return read;
      }
    } catch (IOException e) {
      throw source.unreadable(e);
    }
  }

  /** What is done with a row. */
  @FunctionalInterface
  interface Action {
    void on(String[] row) throws IOException;
  }

  /** Does something with each row that is left; malformed ones are left out if that is allowed. */
  void each(Rows rows, Action action) throws IOException {
    boolean ended = false;
    while (!ended) {
      try {
        String[] row = rows.next();
        ended = row == null;
        if (!ended) {
          action.on(row);
        }
      } catch (MalformedRow e) {
        leaveOut(e);
        rows.recover();
      }
    }
  }

  /** Keeps a note for the case that this is the best attempt. */
  void note(String note) {
    notes.add(note);
  }

  /** Leaves out a malformed row, or fails if that was not asked for. */
  void leaveOut(MalformedRow row) {
    if (options.badRows < 0) {
      throw row;
    }
    first = first == null ? row : first;
    misread += row.misread() ? 1 : 0;
    if (++bad > options.badRows) {
      throw new MalformedRow(
          "expected at most %d malformed rows, found more, the first: %s"
              .formatted(options.badRows, first.getMessage()),
          misread > 0);
    }
  }

  /** Tells the notes, and what was left out. */
  void tell() {
    notes.forEach(options.notes);
    if (bad > 0) {
      options.notes.accept(
          "%d malformed %s left out, the first: %s"
              .formatted(bad, bad == 1 ? "row is" : "rows are", first.getMessage()));
    }
  }
}
