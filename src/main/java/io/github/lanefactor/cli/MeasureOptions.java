package io.github.lanefactor.cli;

import picocli.CommandLine.Option;

/** Options that the measuring commands share. */
final class MeasureOptions {
  /** The seed's. */
  static final int FACTORS = 15;

  @Option(
      names = "--factors",
      paramLabel = "K",
      description = "Numbers per user and per item (default: " + FACTORS + ").")
  Integer factors;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that work (default: all processors).")
  Integer threads;
}
