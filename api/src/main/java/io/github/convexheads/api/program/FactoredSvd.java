package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;

/**
 * The thin singular value decomposition of U V^T without forming the product.
 *
 * <p>With U = P1 diag(s1) Q1^T and V = P2 diag(s2) Q2^T, the core diag(s1) Q1^T Q2 diag(s2) is k x
 * k and its decomposition gives that of U V^T. Singular value decompositions instead of QR keep
 * rank-deficient factors harmless.
 *
 * @param left R x m left singular vectors, row-major
 * @param values m singular values, descending
 * @param right C x m right singular vectors, row-major
 */
record FactoredSvd(double[] left, double[] values, double[] right) {

  static FactoredSvd of(Factors z, Kernel kernel) {
    if (z.rank() == 0) {
      return new FactoredSvd(new double[0], new double[0], new double[0]);
    }
    if (dense(z)) {
      Svd all = kernel.svd(z.toDense(kernel), z.rows(), z.columns());
      return new FactoredSvd(all.u(), all.values(), all.v());
    }
    Svd left = kernel.svd(z.left(), z.rows(), z.rank());
    Svd right = kernel.svd(z.right(), z.columns(), z.rank());
    Svd inner = inner(left, right, kernel);
    double[] u = kernel.multiply(left.left(), inner.left()).toArray();
    double[] v = kernel.multiply(right.left(), inner.right()).toArray();
    return new FactoredSvd(u, inner.values(), v);
  }

  /** Returns the singular values alone. */
  static double[] values(Factors z, Kernel kernel) {
    if (z.rank() == 0 || dense(z)) {
      return of(z, kernel).values();
    }
    Svd left = kernel.svd(z.left(), z.rows(), z.rank());
    Svd right = kernel.svd(z.right(), z.columns(), z.rank());
    return inner(left, right, kernel).values();
  }

  private static boolean dense(Factors z) {
    return z.rank() >= Math.min(z.rows(), z.columns());
  }

  private static Svd inner(Svd left, Svd right, Kernel kernel) {
    Matrix core = kernel.multiply(left.right().transposed(), right.right());
    core.scaleRows(left.values());
    core.transposed().scaleRows(right.values());
    return kernel.svd(core);
  }
}
