package io.github.convexheads.api.program;

import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.DecompositionSolver;
import org.apache.commons.math3.linear.NonPositiveDefiniteMatrixException;

/**
 * The unpenalised intercept b in R^c of given outputs o, which minimises F(o + 1 b^T) (MATH.md
 * section 7), by Newton's method with backtracking.
 *
 * <p>F is convex in b with gradient g_p = sum_i E_ip, so a step -H^-1 g is halved until F or the
 * length of g falls. H is factored again only where the last step did not shorten g much. A ridge
 * keeps H positive definite where outputs do not tell the intercept, as along 1 in softmax.
 *
 * <p>The minimum of F over b has the gradient E with respect to outputs, and E is dual feasible for
 * a free b only where its columns sum to 0. What rounding leaves of a sum is taken off its entries,
 * each in proportion to its size, so that zeros and signs stay, on which conjugates depend; what
 * large outputs and intercepts lose when they cancel, by a step of E alone.
 *
 * <p>One fit goes along one line: it starts from the intercept found last or, where F is less
 * there, from the one that keeps the mean of outputs and intercept where it was. Features far from
 * 0 move all outputs of a head together, and the intercept back.
 */
final class InterceptFit {
  private static final int MOST_STEPS = 200;
  private static final int MOST_HALVINGS = 40;
  private static final int MOST_BENDS = 3;

  /** A step that promises less than this share of F is near the minimum, and should halve g. */
  private static final double NEAR = 0x1p-40;

  /** The ridge, as a share of the mean of H's diagonal. */
  private static final double RIDGE = 1e-9;

  /** A step that leaves more than this share of g has an outdated H. */
  private static final double SLOW = 0.1;

  /** The sum of a column counts as 0 within this share of the sum of its absolute values. */
  private static final double ROUNDING = 0x1p-51;

  private final RowLosses losses;
  private final int c;
  private double[] intercept;
  private double[] centre;
  private DecompositionSolver newton;

  InterceptFit(RowLosses losses, double[] start) {
    this.losses = losses;
    this.c = losses.width();
    this.intercept = start.clone();
    this.centre = start.clone();
  }

  /** A point on the way: b with F, E / n and its column sums there. */
  private record Point(double[] intercept, double loss, double[] residual, double[] sums) {
    double length() {
      return largest(sums);
    }
  }

  /** Writes E / n at the best intercept to {@code residual} and returns F there. */
  double at(double[] outputs, double[] residual) {
    Point here = start(outputs);
    for (int step = 0; step < MOST_STEPS && !stationary(here); step++) {
      boolean fresh = newton == null;
      if (fresh) {
        newton = factored(outputs, here.intercept);
      }
      double[] direction = newton.solve(new ArrayRealVector(here.sums)).toArray();
      Optional<Point> next = along(outputs, here, direction);
      if (fresh && (next.isEmpty() || !gained(here, next.get(), direction))) {
        break;
      }
      if (next.isEmpty() || next.get().length() > SLOW * here.length()) {
        newton = null;
      }
      here = next.orElse(here);
    }
    if (!stationary(here)) {
      here = bent(outputs, here);
    }
    intercept = here.intercept;
    centre = plusMean(intercept, outputs, 1);
    System.arraycopy(here.residual, 0, residual, 0, residual.length);
    if (stationary(here)) {
      centre(residual, here.sums);
    }
    return here.loss;
  }

  /**
   * Moves E by the Newton step that rounding of o + 1 b^T no longer allows: large outputs and
   * intercepts cancel. H_i keeps what holds of rows, as that those of softmax sum to 0.
   */
  private Point bent(double[] outputs, Point here) {
    DecompositionSolver solver = factored(outputs, here.intercept);
    Point best = here;
    for (int step = 0; step < MOST_BENDS && !stationary(best); step++) {
      double[] move = solver.solve(new ArrayRealVector(best.sums)).mapMultiply(-1).toArray();
      double[] residual = losses.bent(outputs, here.intercept, move, best.residual);
      Point next = new Point(here.intercept, here.loss, residual, sums(residual, c));
      if (!(next.length() < best.length())) {
        break;
      }
      best = next;
    }
    return best;
  }

  private Point start(double[] outputs) {
    Point last = point(outputs, intercept);
    Point moved = point(outputs, plusMean(centre, outputs, -1));
    return moved.loss < last.loss ? moved : last;
  }

  /** Adds a multiple of the means of the columns of outputs. */
  private double[] plusMean(double[] b, double[] outputs, double factor) {
    double[] sums = sums(outputs, c);
    double[] sum = b.clone();
    for (int p = 0; p < c; p++) {
      sum[p] += factor * c * sums[p] / outputs.length;
    }
    return sum;
  }

  /** Near the minimum a step with its own H that does not halve g moves within rounding. */
  private static boolean gained(Point here, Point next, double[] direction) {
    double promised = 0;
    for (int p = 0; p < direction.length; p++) {
      promised += direction[p] * here.sums[p];
    }
    return promised > NEAR * here.loss || next.length() < here.length() / 2;
  }

  private static double largest(double[] values) {
    return Arrays.stream(values).map(Math::abs).max().orElse(0);
  }

  /** The intercept found last. */
  double[] intercept() {
    return intercept.clone();
  }

  /** Halves the step against the direction until F or g is less; empty where neither is. */
  private Optional<Point> along(double[] outputs, Point here, double[] direction) {
    double t = 1;
    for (int halving = 0; halving < MOST_HALVINGS; halving++, t /= 2) {
      double[] b = here.intercept.clone();
      for (int p = 0; p < c; p++) {
        b[p] -= t * direction[p];
      }
      Point next = point(outputs, b);
      if (next.loss < here.loss || next.length() < here.length()) {
        return Optional.of(next);
      }
    }
    return Optional.empty();
  }

  private Point point(double[] outputs, double[] b) {
    double[] residual = new double[outputs.length];
    double loss = losses.shifted(outputs, b, residual);
    return new Point(b, loss, residual, sums(residual, c));
  }

  private boolean stationary(Point point) {
    double[] sizes = sizes(point.residual, c);
    for (int p = 0; p < c; p++) {
      if (Math.abs(point.sums[p]) > ROUNDING * sizes[p]) {
        return false;
      }
    }
    return true;
  }

  private DecompositionSolver factored(double[] outputs, double[] b) {
    double[][] h = losses.interceptHessian(outputs, b);
    double trace = 0;
    for (int p = 0; p < c; p++) {
      trace += h[p][p];
    }
    double ridge = trace > 0 ? RIDGE * trace / c : 1;
    for (int p = 0; p < c; p++) {
      h[p][p] += ridge;
    }
    try {
      return new CholeskyDecomposition(new Array2DRowRealMatrix(h, false), 1e-12, 0).getSolver();
    } catch (NonPositiveDefiniteMatrixException e) {
      double[][] steepest = new double[c][c];
      double bound = Math.max(trace, Double.MIN_NORMAL);
      for (int p = 0; p < c; p++) {
        steepest[p][p] = bound;
      }
      return new CholeskyDecomposition(new Array2DRowRealMatrix(steepest, false), 1e-12, 0)
          .getSolver();
    }
  }

  private void centre(double[] residual, double[] sums) {
    double[] sizes = sizes(residual, c);
    for (int i = 0; i < residual.length; i++) {
      if (residual[i] != 0) {
        residual[i] -= sums[i % c] * Math.abs(residual[i]) / sizes[i % c];
      }
    }
  }

  /** The sum of the absolute values of every column of rows of c values. */
  static double[] sizes(double[] values, int c) {
    double[] sizes = new double[c];
    for (int i = 0; i < values.length; i++) {
      sizes[i % c] += Math.abs(values[i]);
    }
    return sizes;
  }

  /** The sum of every column of rows of c values. */
  static double[] sums(double[] values, int c) {
    double[] sums = new double[c];
    for (int i = 0; i < values.length; i++) {
      sums[i % c] += values[i];
    }
    return sums;
  }
}
