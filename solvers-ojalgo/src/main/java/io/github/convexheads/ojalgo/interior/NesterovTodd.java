package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
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
 * @param kernel the linear algebra to use
 * @param r R, n x n
 * @param inverse R^-1
 * @param d the common spectrum, positive
 */
record NesterovTodd(Kernel kernel, Matrix r, Matrix inverse, double[] d) {

  static NesterovTodd of(Matrix s, Matrix l, Kernel kernel) {
    return ofFactors(factor(s, kernel), factor(l, kernel), kernel);
  }

  /** The scaling of two matrices given by their Cholesky factors S = Ls Ls^T, L = Ll Ll^T. */
  private static NesterovTodd ofFactors(Matrix ls, Matrix ll, Kernel kernel) {
    Svd svd = new SmallSpectrum(kernel).svd(kernel.multiply(ll.transposed(), ls));
    double[] roots = Arrays.stream(svd.values()).map(x -> 1 / Math.sqrt(x)).toArray();
    Matrix r = kernel.multiply(ls, svd.right());
    r.transposed().scaleRows(roots);
    Matrix inverse = kernel.multiply(svd.left().transposed(), ll.transposed());
    inverse.scaleRows(roots);
    return new NesterovTodd(kernel, r, inverse, svd.values());
  }

  private static Matrix factor(Matrix a, Kernel kernel) {
    return Matrix.of(kernel.cholesky(symmetric(a)).lower(), a.rows(), a.rows());
  }

  /** Returns (x + x^T) / 2 of a square matrix. */
  static Matrix symmetric(Matrix x) {
    Matrix mean = x.transposed().copy();
    mean.addScaled(1, x);
    mean.scale(0.5);
    return mean;
  }

  /** The scaling after S and L have moved to R a R^T and R^-T b R^-1. */
  NesterovTodd moved(Matrix a, Matrix b) {
    NesterovTodd inner = of(a, b, kernel);
    return new NesterovTodd(
        kernel, kernel.multiply(r, inner.r), kernel.multiply(inner.inverse, inverse), inner.d);
  }

  /** The scaling of a share of S and the same L. */
  NesterovTodd shrunk(double share) {
    double root = Math.sqrt(Math.sqrt(share));
    Matrix next = r.copy();
    next.scale(root);
    Matrix nextInverse = inverse.copy();
    nextInverse.scale(1 / root);
    double[] spectrum = Arrays.stream(d).map(x -> root * root * x).toArray();
    return new NesterovTodd(kernel, next, nextInverse, spectrum);
  }

  /** Returns the order n. */
  int order() {
    return d.length;
  }

  /** Returns S = R diag(d) R^T. */
  Matrix primal() {
    Matrix weighted = r.copy();
    weighted.transposed().scaleRows(d);
    return kernel.multiply(weighted, r.transposed());
  }

  /** Returns L = R^-T diag(d) R^-1. */
  Matrix dual() {
    Matrix weighted = inverse.copy();
    weighted.scaleRows(d);
    return kernel.multiply(inverse.transposed(), weighted);
  }

  /** Returns the longest step t with diag(d) + t x positive semidefinite. */
  double longestStep(Matrix x) {
    double[] roots = Arrays.stream(d).map(v -> 1 / Math.sqrt(v)).toArray();
    Matrix scaled = symmetric(x);
    scaled.scaleRows(roots);
    scaled.transposed().scaleRows(roots);
    double least = new SmallSpectrum(kernel).eigen(scaled).values()[order() - 1];
    return least < 0 ? -1 / least : Double.POSITIVE_INFINITY;
  }
}
