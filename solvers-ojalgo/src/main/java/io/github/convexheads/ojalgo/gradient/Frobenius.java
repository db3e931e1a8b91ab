package io.github.convexheads.ojalgo.gradient;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Vectors;
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
    Matrix u = Matrix.of(x.left(), x.rows(), x.rank()).transposed();
    Matrix v = Matrix.of(x.right(), x.columns(), x.rank()).transposed();
    Matrix lefts = kernel.multiply(u, Matrix.of(y.left(), y.rows(), y.rank()));
    Matrix rights = kernel.multiply(v, Matrix.of(y.right(), y.columns(), y.rank()));
    return Vectors.dot(lefts.toArray(), rights.toArray());
  }
}
