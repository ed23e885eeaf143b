package io.github.lanefactor.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.lanefactor.kernel.Bits;
import io.github.lanefactor.kernel.Cells;
import io.github.lanefactor.kernel.Factors;
import io.github.lanefactor.kernel.Kernel;
import io.github.lanefactor.kernel.KernelChoice;
import io.github.lanefactor.kernel.Problem;
import io.github.lanefactor.kernel.Problem.Weighting;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.model.SolverKind;
import io.github.lanefactor.model.Weights;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.ratings.InputException;
import io.github.lanefactor.ratings.Ratings;
import io.github.lanefactor.ratings.RatingsBuilder;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** A cluster trains the model of one machine, to the last bit. */
class ClusterTest {
  @Provide
  Arbitrary<Problem> ragged() {
    return Problem.ragged();
  }

  @Property(tries = 60)
  void sweepsOfAClusterHaveTheSameBits(
      @ForAll("ragged") Problem problem,
      @ForAll @IntRange(min = 1, max = 9) int slots,
      @ForAll @IntRange(min = 1, max = 3) int threads) {
    sameSweeps(problem, new ScatteredCluster(slots, threads, problem.seed()));
  }

  /** Enough users for several chunks, and items for several panels. */
  @Property(tries = 4)
  void sweepsOfLargerProblems(@ForAll Weighting weighting, @ForAll long seed) {
    for (int slots : new int[] {1, 2, 5, 20}) {
      Problem problem = Problem.of(2100, 333, 7, 0.05, weighting, seed);
      sameSweeps(problem, new ScatteredCluster(slots, 2, seed));
    }
  }

  private static void sameSweeps(Problem problem, ScatteredCluster cluster) {
    Cells cells = problem.cells();
    Ridge ridge = Ridge.of(cells, new Ridge.Growth(0.2, 0.5, 0.1, 0.25, 5, 0.1));
    try (Kernel kernel = Kernel.open(KernelChoice.AUTO, 2);
        Solver here =
            new GaussNewton(LocalHalves::new, kernel, cells, problem.factors(), ridge, null, null);
        Solver there =
            new GaussNewton(
                ClusterHalves.on(cluster, KernelChoice.AUTO),
                kernel,
                cells,
                problem.factors(),
                ridge,
                null,
                null)) {
      for (int sweep = 0; sweep < 2; sweep++) {
        Bits.assertSame(here.step(), there.step(), "loss");
        Bits.assertSame(here.held(), there.held(), "L2");
      }
      Bits.assertSame(here.loss(), there.loss(), "loss at the end");
      Factors expected = problem.factors().copy();
      Factors found = expected.copy();
      here.store(expected);
      there.store(found);
      Bits.assertSame(expected, found, problem.toString());
    }
    assertEquals(0, cluster.open(), "values that are still shared");
  }

  @Example
  void trainingsWithFeatures() {
    Ratings ratings = GoldenDigest.films(GoldenDigest.ratings(101, 171));
    sameTraining(Trainer.ranking().factors(9).sweeps(3), ratings);
    sameTraining(Trainer.ranking().objective(Objective.RATING).factors(5).sweeps(3), ratings);
    sameTraining(Trainer.ranking().objective(Objective.SCALED).factors(5).sweeps(2), ratings);
  }

  private static void sameTraining(Trainer trainer, Ratings ratings) {
    Training here = trainer.cluster(null).train(ratings);
    Training there = trainer.cluster(new ScatteredCluster(3, 1, 1)).train(ratings);
    assertEquals(here.history().size(), there.history().size());
    for (int i = 0; i < here.history().size(); i++) {
      Bits.assertSame(here.history().get(i).loss(), there.history().get(i).loss(), "loss");
    }
    Weights expected = here.model().weights();
    Weights found = there.model().weights();
    Bits.assertSame(expected.u(), found.u(), "U");
    Bits.assertSame(expected.m(), found.m(), "M");
    Bits.assertSame(expected.bu(), found.bu(), "bu");
    Bits.assertSame(expected.bm(), found.bm(), "bm");
  }

  @Example
  void rmspropIsRefused() {
    Ratings ratings = new RatingsBuilder().rating("1", "1", 1).build();
    Trainer trainer = Trainer.ranking().solver(SolverKind.RMSPROP);
    trainer.cluster(new ScatteredCluster(1, 1, 1));
    InputException e = assertThrows(InputException.class, () -> trainer.train(ratings));
    assertEquals("a cluster trains by Gauss-Newton only", e.getMessage());
  }
}
