package io.github.lanefactor.kernel;

/**
 * The specification's loss and gradients, each with how far single precision may be from it: what
 * the sigmoid's stated error and the rounding of the logit make of a cell, plus what is lost in
 * adding the cells up. Sharp enough that a cell left out, counted twice or given another's weight
 * does not pass.
 */
final class Reference {
  private static final double SIGMOID_ERROR = 2e-7;
  private static final double ULP = 0x1p-23;

  final NaiveGradients exact;
  final double[] u;
  final double[] m;
  final double[] bu;
  final double[] bm;
  final double[] userCurvature;
  final double[] itemCurvature;
  double loss;

  Reference(Problem problem) {
    Cells cells = problem.cells();
    Factors f = problem.factors();
    int k = f.factors;
    exact = new NaiveGradients(cells, f);
    u = new double[f.u.length];
    m = new double[f.m.length];
    bu = new double[f.users];
    bm = new double[f.items];
    userCurvature = new double[f.users];
    itemCurvature = new double[f.items];
    double adding = (f.users + f.items + 20) * ULP;
    for (int i = 0; i < f.users; i++) {
      int position = cells.start()[i];
      for (int j = 0; j < f.items; j++) {
        boolean observed = position < cells.start()[i + 1] && cells.itemAt(position) == j;
        double x = observed ? cells.targetAt(position) : 0;
        double w = observed ? cells.weightAt(position) : cells.missingWeight();
        double z = (double) f.bu[i] + f.bm[j] + f.bg;
        double size = Math.abs(f.bu[i]) + Math.abs(f.bm[j]) + Math.abs(f.bg);
        for (int l = 0; l < k; l++) {
          double product = (double) f.u[i * k + l] * f.m[j * k + l];
          z += product;
          size += Math.abs(product);
        }
        double s = 1 / (1 + Math.exp(-z));
        double slope = s * (1 - s);
        double ds = SIGMOID_ERROR + Math.min(1, 0.25 * (k + 6) * ULP * size);
        double error = Math.abs(s - x);
        double dg = w * (ds * (0.25 + error) + adding * error * slope);
        loss += w * (2 * error * ds + ds * ds + adding * error * error);
        for (int l = 0; l < k; l++) {
          u[i * k + l] += dg * Math.abs(f.m[j * k + l]);
          m[j * k + l] += dg * Math.abs(f.u[i * k + l]);
        }
        bu[i] += dg;
        bm[j] += dg;
        if (observed) {
          position++;
        } else {
          double dc = 2 * slope * ds + ds * ds + adding * slope * slope;
          userCurvature[i] += dc;
          itemCurvature[j] += dc;
        }
      }
    }
  }
}
