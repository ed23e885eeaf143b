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
  private static final long ID_BYTES = 60;

  /** Numbers of the model in copies: of the run, of the solver, and of the model that is made. */
  private static final int COPIES = 4;

  private static final int LIST_USERS = 32;
  private static final int LIST_ITEMS = 64;
  private static final double ROOM = 1.2;
  private static final long MEGA = 1 << 20;

  private HeapNeed() {}

  /** In bytes, with the ratings themselves. */
  static long bytes(Ratings ratings, Settings settings) {
    boolean newton = settings.solver() == SolverKind.GAUSS_NEWTON;
    boolean pass = settings.objective() != Objective.RATING || !newton;
    long rows = (long) ratings.users() + ratings.items();
    long numbers = rows * (settings.factors() + 1) * Float.BYTES;
    int copies = COPIES + (pass ? 2 : 0) + (newton ? 0 : 2);
    long lists = (long) (ratings.users() / LIST_USERS) * (ratings.items() / LIST_ITEMS);
    // A byte for target and weight each time: by user, by item, and in the order of the pass.
    int cell = 1 + (newton ? Integer.BYTES + 1 : 0) + (pass ? Character.BYTES + 1 : 0);
    return ratingBytes(ratings)
        + ratings.size() * (long) cell
        + rows * ID_BYTES
        + numbers * copies
        + (pass ? lists * Integer.BYTES : 0);
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
  static void check(Ratings ratings, Settings settings) {
    long needed = bytes(ratings, settings);
    long most = Runtime.getRuntime().maxMemory();
    if (needed > most) {
      long enough = (long) (needed * ROOM) / MEGA + 50;
      throw new NotEnoughMemoryException(
          "training with %d factors on %s needs %d MB of memory and this Java may use %d: give it more with -Xmx%dm, which LANEFACTOR_JAVA_OPTS hands to ./lanefactor"
              .formatted(settings.factors(), ratings, needed / MEGA, most / MEGA, enough));
    }
  }
}
