package io.github.lanefactor.kernel;

import static io.github.lanefactor.kernel.Layout.START;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Threads that finish chunks in any order: the sums are those of the tree, and nobody waits. */
class ItemSumsTest {
  private static final int LENGTH = 37;

  @Property(tries = 200)
  void anyOrderGivesTheSumsOfTheTree(
      @ForAll @IntRange(max = 5) int levels,
      @ForAll @IntRange(min = 1, max = 8) int threads,
      @ForAll long seed) {
    int chunks = 1 << levels;
    Random random = new Random(seed);
    float[][] own = new float[chunks][LENGTH];
    for (float[] sums : own) {
      for (int i = 0; i < LENGTH; i++) {
        sums[i] = (float) random.nextGaussian();
      }
    }
    float[] expected = tree(own, 0, chunks);
    ItemSums sums = new ItemSums(new ScalarOperations(), chunks, LENGTH);
    Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int pass = 0; pass < 3; pass++) {
      sums.begin();
      run(sums, own, threads, random, arrays);
      float[] total = Arrays.copyOfRange(sums.total(), START, START + LENGTH);
      Bits.assertSame(expected, total, "pass " + pass);
    }
    assertTrue(arrays.size() <= threads * (levels + 1), arrays.size() + " arrays");
  }

  /** Each thread has at most one chunk in hand, begun in order; a random one finishes next. */
  private static void run(
      ItemSums sums, float[][] own, int threads, Random random, Set<float[]> arrays) {
    int[] chunk = new int[threads];
    float[][] inHand = new float[threads][];
    int next = 0;
    int done = 0;
    while (done < own.length) {
      int thread = random.nextInt(threads);
      if (inHand[thread] == null) {
        if (next < own.length) {
          chunk[thread] = next;
          inHand[thread] = sums.room();
          arrays.add(inHand[thread]);
          next++;
        }
        continue;
      }
      float[] array = inHand[thread];
      for (int i = 0; i < LENGTH; i++) {
        array[START + i] = own[chunk[thread]][i];
      }
      sums.finish(chunk[thread], array);
      inHand[thread] = null;
      done++;
    }
  }

  private static float[] tree(float[][] own, int from, int to) {
    if (to - from == 1) {
      return own[from];
    }
    float[] left = tree(own, from, (from + to) / 2);
    float[] right = tree(own, (from + to) / 2, to);
    float[] sum = new float[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      sum[i] = left[i] + right[i];
    }
    return sum;
  }

  /** A pass that was cut short leaves nothing in the next one. */
  @Property(tries = 20)
  void beginsAnew(@ForAll @IntRange(min = 1, max = 5) int levels) {
    int chunks = 1 << levels;
    ItemSums sums = new ItemSums(new ScalarOperations(), chunks, 1);
    sums.begin();
    float[] lost = sums.room();
    lost[START] = 1000;
    sums.finish(0, lost);
    sums.begin();
    for (int chunk = chunks - 1; chunk >= 0; chunk--) {
      float[] room = sums.room();
      room[START] = 1;
      sums.finish(chunk, room);
    }
    assertEquals(chunks, sums.total()[START]);
  }
}
