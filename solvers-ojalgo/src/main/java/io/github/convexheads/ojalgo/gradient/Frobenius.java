package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.program.Factors;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;

/** Linear combinations and Frobenius products of factored variables, never forming a block. */
final class Frobenius {
  private Frobenius() {}

  /** Returns a*x + b*y by writing the factors side by side. */
  static Variable combine(double a, Variable x, double b, Variable y) {
    List<Factors> blocks = new ArrayList<>();
    for (int j = 0; j < x.blocks().size(); j++) {
      blocks.add(combine(a, x.block(j), b, y.block(j)));
    }
    return new Variable(blocks);
  }

  private static Factors combine(double a, Factors x, double b, Factors y) {
    int k = x.rank() + y.rank();
    double[] left = new double[x.rows() * k];
    double[] right = new double[x.columns() * k];
    copyScaled(x.left(), x.rows(), x.rank(), 1, left, k, 0);
    copyScaled(y.left(), y.rows(), y.rank(), 1, left, k, x.rank());
    copyScaled(x.right(), x.columns(), x.rank(), a, right, k, 0);
    copyScaled(y.right(), y.columns(), y.rank(), b, right, k, x.rank());
    return new Factors(x.rows(), x.columns(), k, left, right);
  }

  private static void copyScaled(
      double[] from, int rows, int width, double scale, double[] into, int stride, int offset) {
    for (int r = 0; r < rows; r++) {
      for (int h = 0; h < width; h++) {
        into[r * stride + offset + h] = scale * from[r * width + h];
      }
    }
  }

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
