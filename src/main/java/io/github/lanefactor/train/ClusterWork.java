package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.CellsPart;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.FusedPass;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.kernel.NewtonSweep;
import io.github.lanefactor.kernel.NewtonSweep.Pull;
import io.github.lanefactor.kernel.PanelSums;
import io.github.lanefactor.kernel.UserBlocks;
import io.github.lanefactor.kernel.UserSums;
import io.github.lanefactor.train.Cluster.Shared;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * What the tasks of a training do on their machine: a pass over the cells of some users, or a step
 * of some users or items. Tasks know where they are in the whole, so that the results do not depend
 * on who computes them.
 *
 * <p>What is sent is in plain classes: not every serialiser of a cluster knows records.
 */
final class ClusterWork implements Serializable {
  private static final long serialVersionUID = 1;

  private final KernelChoice choice;
  private final int threads;
  private final int allUsers;
  private final int k;
  private final List<Shared<Side>> users;
  private final List<Shared<Side>> items;

  /**
   * @param choice the code that tasks run on
   * @param threads of each task
   * @param k the number of factors
   * @param users the users of each task, equal ranges of the kernel's chunks
   * @param items the items of each task
   */
  ClusterWork(
      KernelChoice choice,
      int threads,
      int allUsers,
      int k,
      List<Shared<Side>> users,
      List<Shared<Side>> items) {
    this.choice = choice;
    this.threads = threads;
    this.allUsers = allUsers;
    this.k = k;
    this.users = users;
    this.items = items;
  }

  /** Some rows of one side that a task is about: what does not change during a training. */
  static final class Side implements Serializable {
    private static final long serialVersionUID = 1;

    final int first;
    final CellsPart cells;
    final float[] ridge;
    final float[] biasRidge;

    /**
     * @param cells of all rows of the side
     */
    Side(Cells cells, int first, int end, Pull pull) {
      this.first = first;
      this.cells = new CellsPart(cells, first, end);
      this.ridge = Arrays.copyOfRange(pull.ridge(), first, end);
      this.biasRidge = Arrays.copyOfRange(pull.biasRidge(), first, end);
    }
  }

  /** The weights of one side. */
  static final class Numbers implements Serializable {
    private static final long serialVersionUID = 1;

    final float[] factors;
    final float[] bias;
    final float bg;
    final float[] mean;

    /**
     * @param mean what L2 pulls the rows to; null for 0
     */
    Numbers(float[] factors, float[] bias, float bg, float[] mean) {
      this.factors = factors;
      this.bias = bias;
      this.bg = bg;
      this.mean = mean;
    }

    /** A copy of those of some rows. */
    Numbers rows(int first, int end) {
      int k = factors.length / bias.length;
      return new Numbers(
          Arrays.copyOfRange(factors, first * k, end * k),
          Arrays.copyOfRange(bias, first, end),
          bg,
          mean == null ? null : Arrays.copyOfRange(mean, first * (k + 1), end * (k + 1)));
    }
  }

  /** What a pass over all items gives for the step of some users. */
  static final class UserPass implements Serializable {
    private static final long serialVersionUID = 1;

    final UserSums sums;
    final Totals totals;

    UserPass(FusedPass pass) {
      sums = pass.userSums();
      totals = new Totals(pass.blockLosses(), pass.itemSums().curvatures());
    }
  }

  /** What a pass of some users adds to the sums over all. */
  static final class Totals implements Serializable {
    private static final long serialVersionUID = 1;

    final double[] losses;
    final float[] itemCurvature;

    Totals(double[] losses, float[] itemCurvature) {
      this.losses = losses;
      this.itemCurvature = itemCurvature;
    }
  }

  /** What a pass over some users gives for the step of all items. */
  static final class ItemPass implements Serializable {
    private static final long serialVersionUID = 1;

    final PanelSums sums;
    final float[] userCurvature;

    ItemPass(FusedPass pass, int users) {
      sums = pass.itemSums();
      userCurvature = pass.userSums().curvatures(users);
    }
  }

  /** Some rows after their step. */
  static final class Moved implements Serializable {
    private static final long serialVersionUID = 1;

    final Numbers rows;
    final float[] losses;

    Moved(Numbers rows, float[] losses) {
      this.rows = rows;
      this.losses = losses;
    }
  }

  /** The pass before the users' step. */
  UserPass userPass(int part, Numbers users, Numbers items) {
    try (Kernel kernel = Kernel.open(choice, threads)) {
      return new UserPass(pass(kernel, part, users, items, FusedPass.Gradients.USERS));
    }
  }

  /** The pass before the items' step. */
  ItemPass itemPass(int part, Numbers users, Numbers items) {
    try (Kernel kernel = Kernel.open(choice, threads)) {
      FusedPass pass = pass(kernel, part, users, items, FusedPass.Gradients.ITEMS);
      return new ItemPass(pass, blocks(part).users());
    }
  }

  private UserBlocks blocks(int part) {
    return UserBlocks.of(allUsers, part, users.size());
  }

  private FusedPass pass(
      Kernel kernel, int part, Numbers allUsers, Numbers items, FusedPass.Gradients wanted) {
    Side side = users.get(part).get();
    Cells cells = side.cells.cells();
    Numbers rows = allUsers.rows(side.first, side.first + cells.users());
    FusedPass pass = new FusedPass(kernel, cells, blocks(part), k, true);
    pass.load(new Factors(rows.factors, rows.bias, items.factors, items.bias, items.bg, k));
    pass.run(wanted);
    return pass;
  }

  /**
   * The users' step.
   *
   * @param move whether they take it
   * @param sums of the pass before; null if only observed cells count
   * @param common what the steps have in common, likewise
   */
  Moved users(boolean move, int part, Numbers users, Numbers items, UserSums sums, float[] common) {
    return step(
        move, this.users.get(part).get(), users, items, sums == null ? null : sums.side(common));
  }

  /** The items' step. */
  Moved items(int part, Numbers users, Numbers items, PanelSums sums, float[] common) {
    return step(
        true, this.items.get(part).get(), items, users, sums == null ? null : sums.side(common));
  }

  private Moved step(
      boolean move, Side side, Numbers allRows, Numbers others, NewtonSweep.Dense dense) {
    Cells cells = side.cells.cells();
    int count = cells.users();
    Numbers rows = allRows.rows(side.first, side.first + count);
    try (Kernel kernel = Kernel.open(choice, threads)) {
      NewtonSweep sweep = new NewtonSweep(kernel, count, k);
      sweep.run(
          move,
          cells,
          rows.factors,
          rows.bias,
          others.factors,
          others.bias,
          allRows.bg + others.bg, // one of them is 0
          dense,
          new Pull(side.ridge, side.biasRidge, rows.mean),
          Halves.DAMPING);
      Numbers moved = move ? new Numbers(rows.factors, rows.bias, 0, null) : null;
      return new Moved(moved, dense == null ? sweep.rowLosses(count) : null);
    }
  }
}
