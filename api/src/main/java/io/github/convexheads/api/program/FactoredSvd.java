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
    int k = z.rank();
    if (k == 0) {
      return new FactoredSvd(new double[0], new double[0], new double[0]);
    }
    if (k >= Math.min(z.rows(), z.columns())) {
      Svd dense = kernel.svd(z.toDense(kernel), z.rows(), z.columns());
      return new FactoredSvd(dense.u(), dense.values(), dense.v());
    }
    Svd left = kernel.svd(z.left(), z.rows(), k);
    Svd right = kernel.svd(z.right(), z.columns(), k);
    Matrix core = kernel.multiply(left.right().transposed(), right.right());
    core.scaleRows(left.values());
    core.transposed().scaleRows(right.values());
    Svd inner = kernel.svd(core);
    double[] u = kernel.multiply(left.left(), inner.left()).toArray();
    double[] v = kernel.multiply(right.left(), inner.right()).toArray();
    return new FactoredSvd(u, inner.values(), v);
  }
}
