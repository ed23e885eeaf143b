package io.github.lanefactor.explore;

import java.util.Arrays;
import java.util.Random;
import tagbio.umap.Umap;

/** Maps by UMAP (McInnes, Healy and Melville, 2018), of the library external-umap-java. */
final class Umaps {
  private static final int NEIGHBOURS = 15;
  private static final long SEED = 1;

  /**
   * Added to each number at random. Items that only their genres and year place may be equal, and
   * the library cannot tell equal points apart.
   */
  private static final double JITTER = 0.01;

  private Umaps() {}

  /** Whether there are enough items for neighbours to mean something. */
  static boolean isFor(int items) {
    return items > 2 * NEIGHBOURS;
  }

  /**
   * Places items so that those with the smallest angles between them stand together. The same rows
   * give the same places. Takes seconds for ten thousand items, minutes for a hundred thousand.
   *
   * @param rows m rows of k numbers, each of length 1: distances then order as angles do
   */
  static ItemMap map(float[] rows, int k) {
    int m = rows.length / k;
    Random random = new Random(SEED);
    float[][] points = new float[m][];
    for (int i = 0; i < m; i++) {
      points[i] = Arrays.copyOfRange(rows, i * k, (i + 1) * k);
      for (int l = 0; l < k; l++) {
        points[i][l] += (float) (JITTER * random.nextGaussian());
      }
    }
    Umap umap =
        new Umap()
            .setNumberComponents(2)
            .setNumberNearestNeighbours(NEIGHBOURS)
            .setMetric("euclidean")
            .setSeed(SEED)
            .setThreads(1); // more of them race, and the map would be another each time
    float[][] places = umap.fitTransform(points);
    float[] x = new float[m];
    float[] y = new float[m];
    for (int i = 0; i < m; i++) {
      x[i] = places[i][0];
      y[i] = places[i][1];
    }
    return new ItemMap(ItemMap.Method.UMAP, x, y).normalised();
  }
}
