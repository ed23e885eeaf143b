package io.github.lanefactor.kernel;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The target and the weight of each observed cell. Ratings are mostly stars, so that few pairs of a
 * target and a weight are different: up to 256 pairs take a table and one byte a cell, more take
 * two numbers a cell.
 */
public final class CellValues implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int MOST_PAIRS = 256;

  /** The pair of each cell; null if each cell has numbers of its own. */
  private final byte[] pair;

  /** By pair, or by cell. */
  private final float[] target;

  /** Likewise; null if every weight is 1. */
  private final float[] weight;

  private CellValues(byte[] pair, float[] target, float[] weight) {
    this.pair = pair;
    this.target = target;
    this.weight = weight;
  }

  /** A number for each cell. */
  @FunctionalInterface
  public interface ByCell {
    /** The number of the cell at a position. */
    float at(int position);
  }

  /**
   * @param size the number of observed cells
   * @param target the target of each
   * @param weight the weight of each, above 0; null if every weight is 1
   */
  public static CellValues of(int size, ByCell target, ByCell weight) {
    CellValues paired = paired(size, target, weight);
    return paired == null
        ? new CellValues(null, all(size, target), weight == null ? null : all(size, weight))
        : paired;
  }

  private static float[] all(int size, ByCell value) {
    float[] values = new float[size];
    for (int p = 0; p < size; p++) {
      values[p] = value.at(p);
    }
    return values;
  }

  /** One byte a cell; null if there are too many pairs. */
  private static CellValues paired(int size, ByCell target, ByCell weight) {
    Pairs pairs = new Pairs();
    byte[] pair = new byte[size];
    for (int p = 0; p < size; p++) {
      int number = pairs.number(target.at(p), weight == null ? 1 : weight.at(p));
      if (number == MOST_PAIRS) {
        return null;
      }
      pair[p] = (byte) number;
    }
    float[] targets = Arrays.copyOf(pairs.target, pairs.size);
    return new CellValues(
        pair, targets, weight == null ? null : Arrays.copyOf(pairs.weight, pairs.size));
  }

  /** Different pairs, numbered in the order in which they come; found by hashing. */
  private static final class Pairs {
    private static final int SLOTS = 4 * MOST_PAIRS;

    final float[] target = new float[MOST_PAIRS];
    final float[] weight = new float[MOST_PAIRS];
    int size;
    private final short[] slot = new short[SLOTS]; // a number + 1, or 0

    /** The number of a pair; {@link #MOST_PAIRS} if there is no room for one more. */
    int number(float t, float w) {
      int hash = Float.floatToIntBits(t) * 31 + Float.floatToIntBits(w);
      int at = (hash * 0x9E3779B9) >>> 22;
      for (; slot[at] > 0; at = (at + 1) % SLOTS) {
        int number = slot[at] - 1;
        if (Float.compare(target[number], t) == 0 && Float.compare(weight[number], w) == 0) {
          return number;
        }
      }
      if (size == MOST_PAIRS) {
        return MOST_PAIRS;
      }
      target[size] = t;
      weight[size] = w;
      slot[at] = (short) ++size;
      return size - 1;
    }
  }

  /** A copy of the values from one position to before another. */
  CellValues part(int from, int to) {
    if (pair != null) {
      return new CellValues(Arrays.copyOfRange(pair, from, to), target, weight);
    }
    return new CellValues(
        null,
        Arrays.copyOfRange(target, from, to),
        weight == null ? null : Arrays.copyOfRange(weight, from, to));
  }

  /** Values for {@code size} cells that are put one by one, all taken from these. */
  CellValues room(int size) {
    return pair == null
        ? new CellValues(null, new float[size], weight == null ? null : new float[size])
        : new CellValues(new byte[size], target, weight);
  }

  /** Puts the values of a cell of the values that made this room. */
  void put(int position, CellValues from, int fromPosition) {
    if (pair != null) {
      pair[position] = from.pair[fromPosition];
      return;
    }
    target[position] = from.target[fromPosition];
    if (weight != null) {
      weight[position] = from.weight[fromPosition];
    }
  }

  /** The target of the cell at a position. */
  public float target(int position) {
    return target[pair == null ? position : pair[position] & 0xff];
  }

  /** The weight of the cell at a position. */
  public float weight(int position) {
    return weight == null ? 1 : weight[pair == null ? position : pair[position] & 0xff];
  }

  /** Whether every weight is 1. */
  public boolean unweighted() {
    return weight == null;
  }
}
