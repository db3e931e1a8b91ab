package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Bounds max{u^T M v : K u &gt;= 0, unit balls} from above by branch and bound over v, as closely
 * as it is let.
 *
 * <p>For fixed v the maximum h(v) is the length of the projection of M v on the cone, which
 * nonnegative least squares gives exactly; h is convex and positively homogeneous. On the
 * simplicial cone of v_1, ..., v_r therefore h(v) &lt;= sum lambda_i h(v_i) with v = sum lambda_i
 * v_i, and for any g with g.v_i &gt;= h(v_i) this is at most g.v, so that ||g|| is a bound for all
 * unit v there. The sphere begins as the orthants of the leading right singular vectors of M, and
 * the cone with the largest bound is halved at its longest edge (Horst and Tuy, 1996, chapter 4).
 * The bound of a cone is off by the square of its width, so that few cones are left near a maximum
 * at any width.
 *
 * <p>Singular vectors beyond the first few are left to the triangle inequality: with N the rest of
 * M the maximum is at most sqrt(h^2 + ||N||^2), h that of the leading part.
 */
final class BranchedNorm {
  /** Leading singular vectors that are branched over; the orthants double with each. */
  static final int MOST_DIMENSIONS = 5;

  /** Singular values below this share of the largest are left to the rest. */
  private static final double NEGLIGIBLE = 1e-6;

  /** A projection that shrinks a vector to this share has shrunk it to zero. */
  private static final double NOTHING = 1e-9;

  private static final int CLIMBS = 12;

  private final ConeProjection cone;
  private final double[] w;
  private final int length;
  private final int dimensions;
  private final double rest;
  private final double error;
  private final SphereVertices vertices;
  private final PriorityQueue<Simplex> open =
      new PriorityQueue<>(Comparator.comparingDouble((Simplex s) -> -s.bound));
  private double lower;

  /** The cone of some vertices with a bound of h on the unit vectors in it. */
  private record Simplex(int[] corners, double bound) {}

  /**
   * Begins.
   *
   * @param m M, r x c, its largest entry near 1
   * @param cone {u : K u &gt;= 0}
   */
  BranchedNorm(Kernel kernel, double[] m, int r, int c, ConeProjection cone) {
    this.cone = cone;
    this.length = r;
    Matrix whole = Matrix.of(m, r, c);
    SymmetricEigen eigen = kernel.eigen(kernel.multiply(whole.transposed(), whole));
    this.dimensions = dimensions(eigen.values(), r);
    double[] q = new double[c * dimensions];
    for (int i = 0; i < q.length; i++) {
      q[i] = eigen.vectors()[i / dimensions * c + i % dimensions];
    }
    Matrix right = Matrix.of(q, c, dimensions);
    Matrix leading = kernel.multiply(whole, right);
    this.w = leading.toArray();
    this.rest = rest(kernel, m, leading, right);
    this.error = 0x1p-50 * (r + 8.0 * c) * Vectors.norm(m);
    this.vertices = new SphereVertices(dimensions, this::value);
    for (int orthant = 0; orthant < 1 << dimensions; orthant++) {
      int[] corners = new int[dimensions];
      for (int i = 0; i < dimensions; i++) {
        corners[i] = vertices.axis(i, (orthant >> i & 1) == 0);
      }
      open.add(new Simplex(corners, vertices.bound(corners)));
    }
    climb();
  }

  private static int dimensions(double[] eigenvalues, int r) {
    int count = 1;
    while (count < Math.min(Math.min(r, eigenvalues.length), MOST_DIMENSIONS)
        && eigenvalues[count] > NEGLIGIBLE * NEGLIGIBLE * eigenvalues[0]) {
      count++;
    }
    return count;
  }

  /** Bounds ||M - W Q^T||, but for the error of the entries of W Q^T. */
  private double rest(Kernel kernel, double[] m, Matrix leading, Matrix right) {
    double[] left = kernel.multiply(leading, right.transposed()).toArray();
    for (int i = 0; i < left.length; i++) {
      left[i] = m[i] - left[i];
    }
    int c = right.rows();
    Matrix n = Matrix.of(left, length, c);
    SymmetricEigen eigen = kernel.eigen(kernel.multiply(n.transposed(), n));
    double size = Vectors.norm(left);
    double squareError = 0x1p-52 * (length + 16.0 * c) * size * size;
    return Math.sqrt(Math.max(0, eigen.values()[0]) + squareError);
  }

  /** Returns an upper bound of h(v), the length of the projection of M v. */
  private double value(double[] v) {
    double[] target = times(v);
    double bound = cone.dualNorm(target);
    lower = Math.max(lower, bound * (1 - 1e-9));
    return bound;
  }

  /** Looks for a large value by the generalised power method, from both signs of every axis. */
  private void climb() {
    for (int start = 0; start < 2 * dimensions; start++) {
      double[] v = new double[dimensions];
      v[start / 2] = start % 2 == 0 ? 1 : -1;
      double before = 0;
      for (int step = 0; step < CLIMBS; step++) {
        double[] target = times(v);
        double[] u = cone.project(target).point();
        double[] next = transposeTimes(u);
        double size = Vectors.norm(next);
        double reached = size / Vectors.norm(u);
        if (!(Vectors.norm(u) > NOTHING * Vectors.norm(target))
            || !(reached > before * (1 + 1e-10))) {
          break;
        }
        before = reached;
        lower = Math.max(lower, reached * (1 - 1e-9));
        Arrays.setAll(v, i -> next[i] / size);
      }
    }
  }

  /**
   * Returns an upper bound of the maximum, valid however far this got. Q is orthonormal, and
   * entries of W Q^T are right, to a few units in the last place, which the last term allows for.
   */
  double upper() {
    double top = open.peek().bound;
    return Math.sqrt(top * top + rest * rest) + error;
  }

  /** Returns a value that the maximum is not below, but for rounding. */
  double lower() {
    return lower;
  }

  /** Halves the cone with the largest bound. */
  void halve() {
    Simplex top = open.poll();
    int a = 0;
    int b = 1;
    double longest = -1;
    for (int i = 0; i < dimensions; i++) {
      for (int j = 0; j < i; j++) {
        double edge = vertices.distance(top.corners[i], top.corners[j]);
        if (edge > longest) {
          longest = edge;
          a = i;
          b = j;
        }
      }
    }
    int middle = vertices.between(top.corners[a], top.corners[b]);
    for (int replaced : new int[] {a, b}) {
      int[] corners = top.corners.clone();
      corners[replaced] = middle;
      open.add(new Simplex(corners, Math.min(top.bound, vertices.bound(corners))));
    }
  }

  /** Says whether halving is of no use: on a line h is known, and the rest stays what it is. */
  boolean exhausted() {
    double top = open.peek().bound;
    return dimensions == 1 || upper() - top > top - lower;
  }

  private double[] times(double[] v) {
    double[] u = new double[length];
    for (int i = 0; i < w.length; i++) {
      u[i / dimensions] += w[i] * v[i % dimensions];
    }
    return u;
  }

  private double[] transposeTimes(double[] u) {
    double[] v = new double[dimensions];
    for (int i = 0; i < w.length; i++) {
      v[i % dimensions] += w[i] * u[i / dimensions];
    }
    return v;
  }
}
