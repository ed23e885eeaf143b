package io.github.lanefactor.kernel;

/**
 * What a pass gave.
 *
 * @param loss the sum of the squared errors
 * @param users gradients, n rows of k + 1
 * @param items gradients, m rows of k + 1
 * @param userCurvature n; empty where it was not asked for
 * @param itemCurvature m; empty where it was not asked for
 */
record Outcome(
    double loss, float[] users, float[] items, float[] userCurvature, float[] itemCurvature) {

  static Outcome of(Kernel kernel, Problem problem, FusedPass.Gradients wanted, boolean curvature) {
    FusedPass pass = new FusedPass(kernel, problem.cells(), problem.factors().factors, curvature);
    return of(pass, problem, wanted, curvature);
  }

  static Outcome of(
      FusedPass pass, Problem problem, FusedPass.Gradients wanted, boolean curvature) {
    pass.load(problem.factors());
    double loss = pass.run(wanted);
    int n = problem.cells().users();
    int m = problem.cells().items();
    int size = problem.factors().factors + 1;
    float[] users = new float[n * size];
    float[] items = new float[m * size];
    float[] userCurvature = new float[curvature ? n : 0];
    float[] itemCurvature = new float[curvature ? m : 0];
    for (int i = 0; i < n; i++) {
      for (int l = 0; l < size; l++) {
        users[i * size + l] = pass.userGradient(i, l);
      }
      if (curvature) {
        userCurvature[i] = pass.userCurvature(i);
      }
    }
    for (int j = 0; j < m; j++) {
      for (int l = 0; l < size; l++) {
        items[j * size + l] = pass.itemGradient(j, l);
      }
      if (curvature) {
        itemCurvature[j] = pass.itemCurvature(j);
      }
    }
    return new Outcome(loss, users, items, userCurvature, itemCurvature);
  }

  void assertSame(Outcome found, String what) {
    Bits.assertSame(loss, found.loss, what + ", loss");
    Bits.assertSame(users, found.users, what + ", users");
    Bits.assertSame(items, found.items, what + ", items");
    Bits.assertSame(userCurvature, found.userCurvature, what + ", curvature of users");
    Bits.assertSame(itemCurvature, found.itemCurvature, what + ", curvature of items");
  }
}
