package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Descent;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.FusedPass;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.Rmsprop;
import io.github.lanefactor.objective.Ridge;
import java.util.List;

/** Full-batch RMSprop with momentum, on the mean over the cells that count. */
final class RmspropSolver implements Solver {
  private final Descent descent;
  private final int users;
  private final int items;
  private final int factors;

  /** Starts from a copy of {@code start}. */
  public RmspropSolver(Kernel kernel, Cells cells, Factors start, Rmsprop settings, Ridge ridge) {
    users = cells.users();
    items = cells.items();
    factors = start.factors;
    FusedPass pass = new FusedPass(kernel, cells, start.factors, false);
    descent = new Descent(pass, start, settings, ridge.users(), ridge.items(), ridge.biasShare());
  }

  @Override
  public double step() {
    return descent.step();
  }

  @Override
  public double loss() {
    return descent.loss();
  }

  @Override
  public double held() {
    return 0; // nobody asks whether a step has lowered loss and L2 together
  }

  @Override
  public void store(Factors out) {
    descent.store(out);
  }

  @Override
  public List<Factors> save() {
    Factors weights = new Factors(users, items, factors);
    Factors meanSquare = new Factors(users, items, factors);
    Factors momentum = new Factors(users, items, factors);
    descent.store(weights);
    descent.storeState(meanSquare, momentum);
    return List.of(weights, meanSquare, momentum);
  }

  @Override
  public void restore(List<Factors> saved) {
    descent.loadState(saved.get(1), saved.get(2));
  }
}
