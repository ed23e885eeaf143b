package io.github.lanefactor.train;

import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.Settings;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.ratings.Ratings;

/**
 * The heap that a training needs, foreseen from its sizes: the arrays that are alive together, and
 * nothing for what the collector likes to have free. {@code docs/solver.md} has the formula.
 */
final class HeapNeed {
  /** An id with its number, at the least. */
  private static final long ID_BYTES = 100;

  /** Numbers of the model in copies: the start, the run's two, the solver's, the model's. */
  private static final int COPIES = 5;

  private static final int LIST_USERS = 32;
  private static final int LIST_ITEMS = 64;
  private static final int LANES = 16;
  private static final double ROOM = 1.2;
  private static final long MEGA = 1 << 20;

  private HeapNeed() {}

  /** In bytes, with the ratings themselves. */
  static long bytes(Ratings ratings, Settings settings, int threads) {
    boolean newton = settings.solver() == SolverKind.GAUSS_NEWTON;
    boolean pass = settings.objective() != Objective.RATING || !newton;
    long rows = (long) ratings.users() + ratings.items();
    long numbers = rows * (settings.factors() + 1) * Float.BYTES;
    int copies = COPIES + (pass ? 1 : 0) + (newton ? 0 : 2);
    // The gradients of users, and those of items: two for each thread and one that is joined.
    long gradients =
        (ratings.users() + (2L * threads + 1) * ratings.items()) * (settings.factors() + 2);
    long lists = (long) (ratings.users() / LIST_USERS) * (ratings.items() / LIST_ITEMS);
    // Newton's systems, as many side by side as there are lanes.
    long size = settings.factors() + 1L;
    long systems = newton ? threads * size * (size + 1) / 2 * LANES : 0;
    // A byte for target and weight each time: by user, by item, and in the order of the pass.
    int cell = 1 + (newton ? Integer.BYTES + 1 : 0) + (pass ? Character.BYTES + 1 : 0);
    return ratingBytes(ratings)
        + ratings.size() * (long) cell
        + rows * ID_BYTES
        + numbers * copies
        + systems * Float.BYTES
        + (pass ? lists * Integer.BYTES + gradients * Float.BYTES : 0);
  }

  private static long ratingBytes(Ratings ratings) {
    if (ratings.itemNumbers().isDirect()) {
      return 0; // a mapped file
    }
    int rating = Integer.BYTES + Float.BYTES + (ratings.hasTimes() ? Long.BYTES : 0);
    return ratings.size() * (long) rating;
  }

  /**
   * @throws NotEnoughMemoryException if this Java's heap cannot become as large as is needed
   */
  static void check(Ratings ratings, Settings settings, int threads) {
    long needed = bytes(ratings, settings, threads);
    long most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      long enough = (long) (needed * ROOM) / MEGA + 50;
      throw new NotEnoughMemoryException(
          "training with %d factors on %s needs %d MB of memory and this Java may use %d: give it more with -Xmx%dm, which LANEFACTOR_JAVA_OPTS hands to ./lanefactor"
              .formatted(settings.factors(), ratings, needed / MEGA, most / MEGA, enough));
    }
  }
}
