package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Arrays;

/**
 * What a few orthonormal directions D tell of the largest eigenvalue of A = M^T M, however they
 * were found. With T = D^T A D, B = (I - D D^T) A D and any c &gt;= ||(I - D D^T) A (I - D D^T)||,
 *
 * <pre>
 *   A &lt;= lambda I   where   T + B^T B / (lambda - c) &lt;= lambda I   and lambda &gt; c,</pre>
 *
 * <p>by the Schur complement of (lambda - c) I in lambda I - A as seen from D and its complement.
 * Where D is near the leading eigenvectors c may be far below the largest eigenvalue, so that a
 * coarse bound of it will do; errors of D count by their squares.
 *
 * @param kernel the linear algebra to use
 * @param directions D, N x r
 * @param inner T
 * @param coupling B^T B, with what its rounding may hide on its diagonal
 * @param top the largest eigenvalue of T
 */
record Deflation(Kernel kernel, Matrix directions, Matrix inner, Matrix coupling, double top) {
  /** The first step beyond a root, relative; each is twice the one before. */
  private static final double CLOSE = 0x1p-46;

  /** Multiplies with M and its transpose once, all directions together. */
  static Deflation of(GradientProducts m, Matrix d) {
    Kernel kernel = m.at().program().kernel();
    int r = d.columns();
    if (r == 0) {
      Matrix none = Matrix.zeros(Precision.FLOAT64, 0, 0);
      return new Deflation(kernel, d, none, none, 0);
    }
    Matrix image = m.firstTimes(d);
    Matrix inner = kernel.multiply(image.transposed(), image);
    Matrix rest = m.transposeTimes(image);
    Basis basis = new Basis(kernel, m.at().program().workers(), d.rows());
    basis.add(d);
    basis.orthogonalise(rest);
    Matrix coupling = kernel.multiply(rest.transposed(), rest);
    double top = Math.max(0, kernel.eigen(inner).values()[0]);
    double trace = 0;
    for (int i = 0; i < r; i++) {
      trace += coupling.get(i, i);
    }
    double error = rounding(m.side(), r) * top * Math.sqrt(r);
    double hidden = (2 * Math.sqrt(trace) + error) * error + m.side() * 0x1p-53 * trace;
    for (int i = 0; i < r; i++) {
      coupling.set(i, i, coupling.get(i, i) + hidden);
    }
    return new Deflation(kernel, d, inner, coupling, top);
  }

  /**
   * Returns the largest c with which {@link #upper} is lambda, for T = diag(theta) below lambda:
   * lambda - mu with mu the largest eigenvalue of B^T B (lambda I - T)^-1.
   *
   * @param kernel the linear algebra
   * @param lambda the bound that is to be proven
   * @param theta the eigenvalues of T, of which as many count as B has columns
   * @param coupling B^T B
   */
  static double allowed(Kernel kernel, double lambda, double[] theta, Matrix coupling) {
    Matrix scaled = coupling.copy();
    double[] roots = new double[coupling.rows()];
    Arrays.setAll(roots, i -> 1 / Math.sqrt(lambda - theta[i]));
    scaled.scaleRows(roots);
    scaled.transposed().scaleRows(roots);
    return lambda - kernel.eigen(scaled).values()[0];
  }

  /** The error of products with M^T M and of n orthonormal columns, relative to its norm. */
  static double rounding(int side, int n) {
    return (side + 64 + 8.0 * n) * 0x1p-53;
  }

  int count() {
    return directions.columns();
  }

  /** Returns a number that the largest eigenvalue of A is not below. */
  double lower() {
    return Math.max(0, top - rounding(directions.rows(), count()) * top);
  }

  /** The leading singular pairs of M on the span of D: left vectors, then right ones. */
  static SingularPairs pairs(Kernel kernel, Matrix d, Matrix image, int wanted) {
    SymmetricEigen eigen = kernel.eigen(kernel.multiply(image.transposed(), image));
    SingularPairs inSpan = SingularPairs.fromGram(kernel, image, eigen, wanted);
    Matrix coefficients = Matrix.of(inSpan.right(), d.columns(), inSpan.count());
    double[] right = kernel.multiply(d, coefficients).toArray();
    return new SingularPairs(inSpan.values(), inSpan.left(), right);
  }

  /**
   * Returns a bound of the largest eigenvalue of A, given one of what D leaves out: the least
   * lambda with the largest eigenvalue f(lambda) of T + B^T B / (lambda - c) at most lambda, but
   * for rounding. With v the eigenvector of some lambda, f is at least v^T T v + v^T B^T B v /
   * (lambda - c) and touches it there, so that roots of such curves approach that of f from below,
   * quadratically (Newton's method that keeps the pole at c); a small step beyond ends it.
   */
  double upper(double c) {
    if (count() == 0 || !(c < Double.POSITIVE_INFINITY)) {
      return c;
    }
    double lambda = c * (1 + CLOSE) + Double.MIN_NORMAL;
    for (int i = 0; i < count(); i++) {
      lambda = Math.max(lambda, root(inner.get(i, i), coupling.get(i, i), c));
    }
    double step = CLOSE;
    while (lambda < Double.POSITIVE_INFINITY) {
      Matrix sum = inner.copy();
      sum.addScaled(1 / (lambda - c), coupling);
      SymmetricEigen eigen = kernel.eigen(sum);
      if (eigen.values()[0] <= lambda) {
        return lambda;
      }
      Matrix v = Matrix.of(eigen.vectors(), count(), count()).columns(0, 1);
      double next = root(quadratic(v, inner), quadratic(v, coupling), c);
      lambda = Math.max(next, lambda * (1 + step) + Double.MIN_NORMAL);
      step *= 2;
    }
    return lambda;
  }

  /** The larger lambda with lambda = a + b / (lambda - c). */
  private static double root(double a, double b, double c) {
    double half = (a - c) / 2;
    return c + half + Math.sqrt(half * half + b);
  }

  private double quadratic(Matrix v, Matrix a) {
    return kernel.multiply(v.transposed(), kernel.multiply(a, v)).get(0, 0);
  }
}
