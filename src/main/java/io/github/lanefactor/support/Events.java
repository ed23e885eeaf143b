package io.github.lanefactor.support;

import java.util.function.DoubleConsumer;
import java.util.function.LongConsumer;

/**
 * Tells the JDK's flight recorder (JFR) what the library does and for how long. Without a recording
 * that costs one look at a flag. Works where the module {@code jdk.jfr} is missing.
 *
 * <pre>{@code
 * DoubleConsumer event = Events.sweep(3);
 * double loss = solver.step();
 * event.accept(loss);
 * }</pre>
 *
 * <p>An event whose result is not given, because the work failed, is not recorded.
 */
public final class Events {
  private static final boolean RECORDER = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
  private static final DoubleConsumer NO_LOSS = loss -> {};
  private static final LongConsumer NO_COUNT = count -> {};

  private Events() {}

  /** Begins the loading of a file; the count is that of its ratings. */
  public static LongConsumer load(String file) {
    return recording() ? FlightEvents.load(file) : NO_COUNT;
  }

  /** Begins a step of RMSprop; the loss is that before it. */
  public static DoubleConsumer step(int number) {
    return recording() ? FlightEvents.step(number) : NO_LOSS;
  }

  /** Begins a sweep of Gauss-Newton; the loss is that before it. */
  public static DoubleConsumer sweep(int number) {
    return recording() ? FlightEvents.sweep(number) : NO_LOSS;
  }

  /**
   * Begins the part of a sweep that solves one side's equations; the count is that of its rows.
   *
   * @param side "users" or "items"
   */
  public static LongConsumer solve(String side) {
    return recording() ? FlightEvents.solve(side) : NO_COUNT;
  }

  /**
   * Begins the making of a list; the count is that of what is listed.
   *
   * @param list what it lists, for whom
   */
  public static LongConsumer score(String list) {
    return recording() ? FlightEvents.score(list) : NO_COUNT;
  }

  /** Begins the writing of a checkpoint; the count is that of the steps (or sweeps) before it. */
  public static LongConsumer checkpoint(String file) {
    return recording() ? FlightEvents.checkpoint(file) : NO_COUNT;
  }

  private static boolean recording() {
    return RECORDER && FlightEvents.wanted();
  }
}
