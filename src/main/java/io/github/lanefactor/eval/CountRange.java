package io.github.lanefactor.eval;

/**
 * A range of counts, such as 20 to 49 ratings: 0, 1, 2–4, 5–9, 10–19, 20–49, 50–99, 100–199 and so
 * on. The ranges are the same for all data, so that tables can be compared.
 *
 * @param least the least count in it
 * @param most the greatest count in it
 */
public record CountRange(int least, int most) implements Comparable<CountRange> {

  /**
   * The range that a count is in.
   *
   * @param count at least 0
   * @throws IllegalArgumentException if it is below 0
   */
  public static CountRange of(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("expected a count of at least 0, found " + count);
    }
    long power = 1;
    while (power * 10 <= count) {
      power *= 10;
    }
    long lead = count / power;
    if (lead <= 1) {
      return new CountRange((int) (lead * power), (int) (lead * (2 * power - 1)));
    }
    long least = lead < 5 ? 2 * power : 5 * power;
    long most = (lead < 5 ? 5 * power : 10 * power) - 1;
    return new CountRange((int) least, (int) Math.min(most, Integer.MAX_VALUE));
  }

  /** Whether a count is in this range. */
  public boolean contains(int count) {
    return count >= least && count <= most;
  }

  @Override
  public int compareTo(CountRange other) {
    return Integer.compare(least, other.least);
  }

  /** Such as {@code 20–49}. */
  @Override
  public String toString() {
    return least == most ? Integer.toString(least) : least + "–" + most;
  }
}
