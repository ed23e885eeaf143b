package io.github.lanefactor.cli;

import io.github.lanefactor.train.Training;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Shows progress on standard error: a bar on a terminal, otherwise a line every ten seconds. */
final class Progress {
  private static final int BAR = 30;
  private static final double REDRAWN_AFTER = 0.1;
  private static final double LINE_AFTER = 10;

  private final PrintWriter err;
  private final boolean terminal;
  private double shownAt;

  Progress(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  /** Progress on standard error. */
  static Progress on(PrintWriter err) {
    return new Progress(err, isTerminal());
  }

  /** Whether standard error is a terminal. Java itself can only say so for all streams together. */
  private static boolean isTerminal() {
    try {
      String device = Path.of("/proc/self/fd/2").toRealPath().toString();
      return device.startsWith("/dev/pts/") || device.startsWith("/dev/tty");
    } catch (IOException e) {
      return System.console() != null;
    }
  }

  /** Shows how far a training is, unless something was shown just before. */
  void at(Training.Point point, int steps) {
    int done = Math.min(point.step() + 1, steps);
    at(done, steps, point.seconds(), "step", ", loss " + Text.loss(point.loss()));
  }

  /**
   * Shows how much work is done.
   *
   * @param seconds since the work began
   * @param what is counted
   * @param remark what else is worth knowing
   */
  void at(int done, int total, double seconds, String what, String remark) {
    if (seconds - shownAt < (terminal ? REDRAWN_AFTER : LINE_AFTER)) {
      return;
    }
    shownAt = seconds;
    double left = seconds / Math.max(1, done) * (total - done);
    String text = "%s %d of %d%s, %.0f s left".formatted(what, done, total, remark, left);
    if (terminal) {
      int full = (int) ((long) BAR * done / Math.max(1, total));
      err.print("\r\033[K" + "█".repeat(full) + "░".repeat(BAR - full) + " " + text);
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Shows how many ratings were read, of a number that is not known. */
  void read(long ratings, double seconds) {
    if (seconds - shownAt < (terminal ? REDRAWN_AFTER : LINE_AFTER)) {
      return;
    }
    shownAt = seconds;
    String text = "%d ratings read, %.0f s".formatted(ratings, seconds);
    if (terminal) {
      err.print("\r\033[K" + text);
    } else {
      err.println(text);
    }
    err.flush();
  }

  /** Removes the bar, before anything else is printed. */
  void clear() {
    if (terminal) {
      err.print("\r\033[K");
      err.flush();
      shownAt = 0;
    }
  }
}
