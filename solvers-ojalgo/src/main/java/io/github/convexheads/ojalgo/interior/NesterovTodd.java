package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Svd;
import java.util.Arrays;

/**
 * The scaling of Nesterov and Todd (1997) of two positive definite matrices S and L: R^-1 S R^-T =
 * R^T L R = diag(d).
 *
 * <p>It is carried from point to point instead of being computed anew from S and L, which are
 * nearly singular late in a solve (Vandenberghe, 2010, "The CVXOPT linear and quadratic cone
 * program solvers", section 5.4).
 *
 * @param r R, n x n
 * @param inverse R^-1
 * @param d the common spectrum, positive
 */
record NesterovTodd(Matrix r, Matrix inverse, double[] d) {

  /** The scaling of two matrices given by their Cholesky factors S = Ls Ls^T, L = Ll Ll^T. */
  private static NesterovTodd of(Matrix ls, Matrix ll) {
    Matrix core = ll.transposeTimes(ls);
    Kernel kernel = core.kernel();
    Svd svd = kernel.svd(core.values(), core.rows(), core.columns());
    double[] roots = Arrays.stream(svd.values()).map(x -> 1 / Math.sqrt(x)).toArray();
    Matrix v = new Matrix(kernel, core.columns(), core.columns(), svd.v());
    Matrix u = new Matrix(kernel, core.rows(), core.rows(), svd.u());
    return new NesterovTodd(
        ls.times(v).scaleColumns(roots),
        u.transposeTimes(transpose(ll)).scaleRows(roots),
        svd.values());
  }

  static NesterovTodd of(Matrix s, Matrix l, Kernel kernel) {
    return of(factor(s, kernel), factor(l, kernel));
  }

  /** The scaling after S and L have moved to R a R^T and R^-T b R^-1. */
  NesterovTodd moved(Matrix a, Matrix b) {
    Kernel kernel = r.kernel();
    NesterovTodd inner = of(factor(a, kernel), factor(b, kernel));
    return new NesterovTodd(r.times(inner.r), inner.inverse.times(inverse), inner.d);
  }

  private static Matrix factor(Matrix a, Kernel kernel) {
    int n = a.rows();
    return new Matrix(kernel, n, n, kernel.cholesky(a.symmetric().values(), n).lower());
  }

  private static Matrix transpose(Matrix a) {
    Matrix t = Matrix.zero(a.kernel(), a.columns(), a.rows());
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        t.set(j, i, a.get(i, j));
      }
    }
    return t;
  }

  /** Returns the order n. */
  int order() {
    return d.length;
  }

  /** Returns S = R diag(d) R^T. */
  Matrix primal() {
    return r.scaleColumns(d).timesTranspose(r);
  }

  /** Returns the longest step t with diag(d) + t x positive semidefinite. */
  double longestStep(Matrix x) {
    int n = order();
    Matrix scaled = x.symmetric();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        scaled.set(i, j, scaled.get(i, j) / Math.sqrt(d[i] * d[j]));
      }
    }
    double least = r.kernel().eigen(scaled.values(), n).values()[n - 1];
    return least < 0 ? -1 / least : Double.POSITIVE_INFINITY;
  }
}
