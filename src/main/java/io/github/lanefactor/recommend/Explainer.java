package io.github.lanefactor.recommend;

import io.github.lanefactor.model.FactorModel;
import io.github.lanefactor.model.Objective;
import io.github.lanefactor.objective.Ridge;
import io.github.lanefactor.objective.Targets;
import io.github.lanefactor.ratings.Ratings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Tells which of the items a user has rated speak for another item, and how much.
 *
 * <p>A user's numbers θ, the factors and the bias, come from the user's cells, given the items.
 * With φᵢ item i's factors followed by 1 and zᵢ = φᵢ·θ + bmᵢ + bg, the sigmoid is replaced by its
 * tangent at zᵢ, so that θ solves weighted normal equations, as in a Gauss-Newton step:
 *
 * <pre>
 *   A θ = Σᵢ cᵢ φᵢ      A  = Σᵢ wᵢ σ'(zᵢ)² φᵢφᵢᵀ + R
 *                       cᵢ = wᵢ σ'(zᵢ) (xᵢ − σ(zᵢ) + σ'(zᵢ) φᵢ·θ)
 * </pre>
 *
 * where w and x are the weights and targets of the cells and R is the L2 regularisation. So the
 * personal part of item j's score, u·mⱼ, is a sum over the user's cells, one term each:
 *
 * <pre>
 *   u·mⱼ = Σᵢ φ̄ⱼᵀ A⁻¹ φᵢ cᵢ      φ̄ⱼ: item j's factors followed by 0
 * </pre>
 *
 * The term of a rated item i is its contribution. This is how Hu, Koren and Volinsky explain the
 * recommendations of their linear model (Collaborative filtering for implicit feedback datasets,
 * ICDM 2008, equation 7), carried over to a sigmoid. For {@link Objective#RATING} only rated cells
 * count, and the contributions add up to u·mⱼ; otherwise the cells of all other items have a part
 * too. Both hold exactly for the θ that the equations give, which is one Newton step from the
 * model's own.
 *
 * <p>Weights and regularisation are those in the model's settings; what they do not name counts as
 * weight 1 and no regularisation. Several threads may share an explainer.
 */
public final class Explainer {
  /** What is added to A's diagonal, as a share of its mean: keeps A positive definite. */
  private static final double DAMPING = 1e-9;

  private final FactorModel model;
  private final Targets targets;
  private final Ridge ridge;

  /** Explains what this model recommends. */
  public Explainer(FactorModel model) {
    this.model = model;
    this.targets = Targets.of(model.ratings(), model.objective(), setting("observed weight", 1));
    this.ridge =
        Ridge.of(
            targets.cells,
            Ridge.Growth.of(model.objective(), setting("l2", 0), setting("l2 exponent", 1)));
  }

  /**
   * An item that speaks for another one.
   *
   * @param item the number of the rated item
   * @param share its part in all that speaks for the other item, above 0 and at most 1
   */
  public record Reason(int item, double share) {}

  /** Solves for one user; asking about many items is then cheap. */
  public User user(int user) {
    return new User(user);
  }

  private double setting(String name, double otherwise) {
    String value = model.settings().get(name);
    try {
      return value == null ? otherwise : Double.parseDouble(value);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /** One user's explanations. */
  public final class User {
    private final Ratings ratings = model.ratings();
    private final int user;
    private final int size = model.factors() + 1;

    private final Cholesky a;

    /** cᵢ of the rated items, by place among the user's ratings. */
    private final double[] c;

    private User(int user) {
      this.user = user;
      this.c = new double[ratings.start(user + 1) - ratings.start(user)];
      double[][] sums = Cholesky.lowerTriangle(size);
      addCells(sums);
      addRidge(sums);
      this.a = new Cholesky(sums);
    }

    /**
     * The part of u·mⱼ that each item the user has rated brings.
     *
     * @param item j, any item
     * @return one value per rating of the user, in item order; negative where it speaks against j
     */
    public double[] contributions(int item) {
      double[] solved = phi(item);
      solved[size - 1] = 0;
      a.solve(solved);
      double[] contributions = new double[c.length];
      for (int r = 0; r < c.length; r++) {
        double similarity = dot(solved, phi(ratings.itemAt(ratings.start(user) + r)));
        contributions[r] = similarity * c[r];
      }
      return contributions;
    }

    /**
     * The items that speak most for an item, the strongest first, the item itself left out.
     *
     * @param item the item to explain
     * @param n how many at most
     */
    public List<Reason> because(int item, int n) {
      double[] contributions = contributions(item);
      List<Reason> reasons = new ArrayList<>();
      double sum = 0;
      for (int r = 0; r < contributions.length; r++) {
        int rated = ratings.itemAt(ratings.start(user) + r);
        if (contributions[r] > 0 && rated != item) {
          reasons.add(new Reason(rated, contributions[r]));
          sum += contributions[r];
        }
      }
      reasons.sort(Comparator.comparingDouble(Reason::share).reversed());
      double total = sum;
      return reasons.stream()
          .limit(n)
          .map(reason -> new Reason(reason.item(), reason.share() / total))
          .toList();
    }

    private void addCells(double[][] sums) {
      int next = ratings.start(user);
      int end = ratings.start(user + 1);
      for (int i = 0; i < ratings.items(); i++) {
        boolean rated = next < end && ratings.itemAt(next) == i;
        if (rated || targets.cells.missingWeight() > 0) {
          double[] phi = phi(i);
          double score = model.score(user, i);
          double slope = score * (1 - score);
          double weight = rated ? targets.cells.weightAt(next) : targets.cells.missingWeight();
          Cholesky.addOuterProduct(sums, weight * slope * slope, phi);
          if (rated) {
            double personal = model.dot(user, i) + (double) model.userBias(user);
            c[next - ratings.start(user)] =
                weight * slope * (targets.cells.target()[next] - score + slope * personal);
          }
        }
        next += rated ? 1 : 0;
      }
    }

    private void addRidge(double[][] sums) {
      double rho = ridge.users()[user];
      for (int l = 0; l < size; l++) {
        sums[l][l] += l == size - 1 ? rho * ridge.biasShare() : rho;
      }
      double trace = Cholesky.trace(sums);
      Cholesky.addToDiagonal(sums, trace > 0 ? DAMPING * trace / size : 1);
    }

    private double[] phi(int item) {
      double[] phi = new double[size];
      model.itemFactors(item, phi);
      phi[size - 1] = 1;
      return phi;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int l = 0; l < a.length; l++) {
      sum += a[l] * b[l];
    }
    return sum;
  }
}
