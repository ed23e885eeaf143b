package io.github.lanefactor.cli;

import picocli.CommandLine.Option;

/** Options that the measuring commands share. */
final class MeasureOptions {
  @Option(
      names = "--factors",
      paramLabel = "K",
      defaultValue = "15",
      description = "Numbers per user and per item (default: ${DEFAULT-VALUE}).")
  int factors;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that work (default: all processors).")
  Integer threads;
}
