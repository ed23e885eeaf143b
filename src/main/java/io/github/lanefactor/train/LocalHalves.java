package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.FusedPass;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.NewtonSweep;
import io.github.lanefactor.kernel.PanelSums;
import io.github.lanefactor.kernel.UserSums;
import io.github.lanefactor.support.Events;
import java.util.function.LongConsumer;

/** Both halves on the threads of this machine. */
final class LocalHalves implements Halves {
  private final Cells cells;
  private final Cells byItem;
  private final Factors factors;
  private final NewtonSweep.Pull userPull;
  private final NewtonSweep.Pull itemPull;
  private final FusedPass pass;
  private final NewtonSweep sweep;
  private boolean usersPacked;

  /**
   * @param factors the weights, which the halves move
   */
  LocalHalves(
      Kernel kernel,
      Cells cells,
      Factors factors,
      NewtonSweep.Pull userPull,
      NewtonSweep.Pull itemPull) {
    this.cells = cells;
    this.factors = factors;
    this.userPull = userPull;
    this.itemPull = itemPull;
    this.byItem = cells.transposed();
    boolean dense = cells.missingWeight() > 0;
    this.pass = dense ? new FusedPass(kernel, cells, factors.factors, true) : null;
    this.sweep = new NewtonSweep(kernel, Math.max(cells.users(), cells.items()), factors.factors);
  }

  @Override
  public double users(boolean move) {
    double loss = 0;
    NewtonSweep.Dense dense = null;
    if (pass != null) {
      if (!usersPacked) {
        pass.loadUsers(factors);
        usersPacked = true;
      }
      pass.loadItems(factors); // the users have not moved since the pass before
      loss = pass.run(FusedPass.Gradients.USERS);
      if (!move) {
        return loss;
      }
      PanelSums items = pass.itemSums();
      dense = pass.userSums().side(sweep.common(items::curvature, factors.m, cells.items()));
    }
    LongConsumer event = Events.solve("users");
    double observed =
        sweep.run(
            move,
            cells,
            factors.u,
            factors.bu,
            factors.m,
            factors.bm,
            factors.bg,
            dense,
            userPull,
            DAMPING);
    if (move) {
      event.accept(cells.users());
    }
    return pass == null ? observed : loss;
  }

  @Override
  public void items() {
    NewtonSweep.Dense dense = null;
    if (pass != null) {
      pass.loadUsers(factors);
      pass.run(FusedPass.Gradients.ITEMS);
      UserSums users = pass.userSums();
      dense = pass.itemSums().side(sweep.common(users::curvature, factors.u, cells.users()));
    }
    LongConsumer event = Events.solve("items");
    sweep.run(
        true,
        byItem,
        factors.m,
        factors.bm,
        factors.u,
        factors.bu,
        factors.bg,
        dense,
        itemPull,
        DAMPING);
    event.accept(cells.items());
  }
}
