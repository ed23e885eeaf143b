package io.github.lanefactor.cli;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;

/**
 * A shape from the tables in {@code docs/benchmarks.md}, written as users x items x factors @
 * density.
 *
 * @param users n
 * @param items m
 * @param factors k
 * @param density the share of cells that are rated
 */
public record BenchShape(int users, int items, int factors, double density) {
  /** Parses text like {@code 862x2500x15@0.12}. */
  public static BenchShape parse(String text) {
    String[] parts = text.split("[x@]");
    return new BenchShape(
        Integer.parseInt(parts[0]),
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Double.parseDouble(parts[3]));
  }

  /** The same made-up ratings that {@code lanefactor bench} uses. */
  public Cells cells() {
    return SyntheticCells.of(users, items, density);
  }

  /** The factors that {@code lanefactor bench} starts from. */
  public Factors start() {
    return SyntheticCells.factors(users, items, factors);
  }
}
