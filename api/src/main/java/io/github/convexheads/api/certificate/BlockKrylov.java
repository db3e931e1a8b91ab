package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The recurrence of block Lanczos on P A P with full reorthogonalisation (Golub and Underwood,
 * 1977), where A = M^T M and P = I - D D^T leaves out some orthonormal directions D, if there are
 * any.
 */
final class BlockKrylov {
  /** Columns of which less than this share of the norm is left are dropped. */
  private static final double NEGLIGIBLE = 1e-13;

  /** What is left of a column after so little of it was taken away is orthogonal as it is. */
  private static final double SIZEABLE = 1e-3;

  private final GradientProducts m;
  private final Kernel kernel;

  /** D, then Q: blocks of columns one after another. */
  private final Basis basis;

  private final int leftOut;
  private final Orthonormal start;

  /** The blocks of T on its diagonal and below it. */
  private final List<Matrix> diagonal = new ArrayList<>();

  private final List<Matrix> below = new ArrayList<>();
  private Matrix next;
  private double norm;
  private double dropped;

  /**
   * A recurrence before its first step.
   *
   * @param m the products
   * @param left D, N x r with orthonormal columns
   * @param norm a number that the norm of A is known not to be below
   * @param start Omega, N x b
   */
  BlockKrylov(GradientProducts m, Matrix left, double norm, Matrix start) {
    this.m = m;
    this.kernel = m.at().program().kernel();
    this.basis = new Basis(kernel, m.at().program().workers(), left.rows());
    this.norm = norm;
    basis.add(left);
    this.leftOut = basis.size();
    if (leftOut > 0) {
      basis.orthogonalise(start);
    }
    this.start = Orthonormal.of(kernel, start, 0);
    this.next = this.start.columns();
  }

  /** Adds a block to Q and T. */
  void step() {
    basis.add(next);
    Matrix image = basis.size() == next.columns() ? m.firstTimes(next) : m.times(next);
    Matrix w = m.transposeTimes(image);
    Matrix square = kernel.multiply(image.transposed(), image);
    diagonal.add(square);
    for (int i = 0; i < square.rows(); i++) {
      norm = Math.max(norm, square.get(i, i));
    }
    basis.orthogonalise(w);
    Orthonormal rest = Orthonormal.of(kernel, w, NEGLIGIBLE * norm);
    next = rest.columns();
    if (rest.smallest() < SIZEABLE * norm) {
      basis.orthogonalise(next);
      next = Orthonormal.of(kernel, next, 0).columns();
    }
    dropped += rest.dropped();
    below.add(rest.triangle());
  }

  /** The columns of Q. */
  int columns() {
    return basis.size() - leftOut;
  }

  /** The columns of the next block, 0 where the space of the start is exhausted. */
  int nextColumns() {
    return next.columns();
  }

  int steps() {
    return diagonal.size();
  }

  /** The sum of the norms of all columns that were dropped. */
  double dropped() {
    return dropped;
  }

  /** R_1 of the start P Omega = Q_1 R_1. */
  Matrix startTriangle() {
    return start.triangle();
  }

  /** Says whether all numbers of the last step are finite. */
  boolean finite() {
    return Double.isFinite(Vectors.norm(diagonal.get(diagonal.size() - 1).toArray()))
        && Double.isFinite(Vectors.norm(below.get(below.size() - 1).toArray()));
  }

  /** T = Q^T A Q = S diag(theta) S^T. */
  SymmetricEigen eigen() {
    int n = columns();
    double[] t = new double[n * n];
    int from = 0;
    for (int k = 0; k < diagonal.size(); k++) {
      Matrix square = diagonal.get(k);
      int width = square.columns();
      put(square, t, n, from, from);
      if (from + width < n) {
        put(below.get(k), t, n, from + width, from);
        put(below.get(k).transposed(), t, n, from, from + width);
      }
      from += width;
    }
    return kernel.eigen(t, n);
  }

  private static void put(Matrix part, double[] t, int n, int row, int column) {
    for (int i = 0; i < part.rows(); i++) {
      for (int j = 0; j < part.columns(); j++) {
        t[(row + i) * n + column + j] = part.get(i, j);
      }
    }
  }

  /** B^T B with B = A X - X diag(theta) of the leading Ritz vectors X, count x count. */
  Matrix coupling(SymmetricEigen eigen, int count) {
    Matrix rest = below.get(below.size() - 1);
    int n = columns();
    Matrix last = Matrix.of(eigen.vectors(), n, n).rows(n - rest.columns(), rest.columns());
    Matrix image = kernel.multiply(rest, last.columns(0, count));
    return kernel.multiply(image.transposed(), image);
  }

  Kernel kernel() {
    return kernel;
  }

  /** N. */
  int side() {
    return m.side();
  }

  /** The leading Ritz vectors Q S, N x count. */
  Matrix ritzVectors(SymmetricEigen eigen, int count) {
    int n = columns();
    Matrix leading = Matrix.of(eigen.vectors(), n, n).columns(0, count).copy();
    return basis.times(leftOut, leading);
  }
}
