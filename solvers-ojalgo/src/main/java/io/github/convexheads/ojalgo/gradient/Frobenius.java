package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;

/** Frobenius products of factored variables, never forming a block. */
final class Frobenius {
  private Frobenius() {}

  /** Returns sum over blocks of tr(X_j^T Y_j). */
  static double product(Variable x, Variable y, Kernel kernel) {
    double sum = 0;
    for (int j = 0; j < x.blocks().size(); j++) {
      sum += product(x.block(j), y.block(j), kernel);
    }
    return sum;
  }

  private static double product(Factors x, Factors y, Kernel kernel) {
    if (x.rank() == 0 || y.rank() == 0) {
      return 0;
    }
    double[] lefts = gram(x.left(), x.rank(), y.left(), y.rank(), x.rows(), kernel);
    double[] rights = gram(x.right(), x.rank(), y.right(), y.rank(), x.columns(), kernel);
    double sum = 0;
    for (int i = 0; i < lefts.length; i++) {
      sum += lefts[i] * rights[i];
    }
    return sum;
  }

  private static double[] gram(double[] a, int ka, double[] b, int kb, int rows, Kernel kernel) {
    double[] g = new double[ka * kb];
    kernel.gemm(true, false, ka, kb, rows, 1, a, 0, ka, b, 0, kb, 0, g, 0, kb);
    return g;
  }
}
