package io.github.lanefactor.recommend;

import io.github.lanefactor.recommend.Recommender.Scored;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The best n of the items offered, kept in a bounded heap: one comparison for an item that does not
 * get in, O(log n) for one that does. Of two equal scores the lower item number is the better one.
 */
final class TopItems {
  private static final Comparator<Scored> WORST_FIRST =
      Comparator.comparingDouble(Scored::score)
          .thenComparing(Comparator.comparingInt(Scored::item).reversed());

  private final int n;
  private final PriorityQueue<Scored> heap;

  /**
   * @param n how many items to keep, ≥ 1
   * @param items how many items will be offered at most
   */
  TopItems(int n, int items) {
    this.n = n;
    this.heap = new PriorityQueue<>(Math.min(n, items) + 1, WORST_FIRST);
  }

  /** Offers an item. Items must come by ascending number. */
  void offer(int item, double score) {
    if (heap.size() < n) {
      heap.add(new Scored(item, score));
    } else if (score > heap.peek().score()) {
      heap.poll();
      heap.add(new Scored(item, score));
    }
  }

  /** What was kept, best first. */
  List<Scored> best() {
    Scored[] best = heap.toArray(new Scored[0]);
    Arrays.sort(best, WORST_FIRST.reversed());
    return List.of(best);
  }
}
