package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.START;

import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Joins the sums over users that threads have made of chunks of users, or of aligned groups of
 * them, into sums over all users. These are the leaves of a binary tree, and each node adds up its
 * two children: so which thread is faster does not change a bit, and none waits for another.
 * Whoever finishes the second child of a node adds it to the first.
 *
 * <p>At most one array for each thread and level of the tree is in use, and usually far fewer.
 */
final class ItemSums {
  private final Operations operations;
  private final int leaves;
  private final int length;

  /** Finished nodes that wait for their siblings; the root is 1, the children of i 2i and 2i+1. */
  private final float[][] waiting;

  private final ArrayDeque<float[]> spare = new ArrayDeque<>();
  private float[] total;

  /**
   * @param leaves how many sums are joined, a power of two
   * @param length how many numbers each has
   */
  ItemSums(Operations operations, int leaves, int length) {
    this.operations = operations;
    this.leaves = leaves;
    this.length = length;
    this.waiting = new float[2 * leaves][];
    this.total = Layout.allocate(length);
  }

  /** The sums over all users, once every leaf is finished; valid until the next pass. */
  float[] total() {
    return total;
  }

  /** Begins a pass, also after one that was cut short. */
  synchronized void begin() {
    for (float[] sums : waiting) {
      if (sums != null) {
        spare.push(sums);
      }
    }
    Arrays.fill(waiting, null);
    if (total != null) {
      spare.push(total);
      total = null;
    }
  }

  /** Room for the sums of a leaf, from {@link Layout#START} on; what it holds is undefined. */
  float[] room() {
    float[] sums;
    synchronized (this) {
      sums = spare.poll();
    }
    return sums == null ? Layout.allocate(length) : sums;
  }

  /** Hands in the sums of a leaf. */
  void finish(int leaf, float[] sums) {
    for (int at = leaves + leaf; ; at /= 2) {
      float[] sibling;
      synchronized (this) {
        if (at == 1) {
          total = sums;
          return;
        }
        sibling = waiting[at ^ 1];
        if (sibling == null) {
          waiting[at] = sums;
          return;
        }
        waiting[at ^ 1] = null;
      }
      operations.add(sibling, START, sums, START, length);
      synchronized (this) {
        spare.push(sibling);
      }
    }
  }
}
