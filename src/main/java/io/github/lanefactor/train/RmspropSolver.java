package io.github.lanefactor.train;

import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Descent;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.FusedPass;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.Rmsprop;
import io.github.lanefactor.objective.Ridge;

/** Full-batch RMSprop with momentum, on the mean over the cells that count. */
final class RmspropSolver implements Solver {
  private final Descent descent;

  /** Starts from a copy of {@code start}. */
  public RmspropSolver(Kernel kernel, Cells cells, Factors start, Rmsprop settings, Ridge ridge) {
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
  public void store(Factors out) {
    descent.store(out);
  }
}
