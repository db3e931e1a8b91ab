package io.github.convexheads.admm;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * Anderson acceleration of a fixed-point iteration v -> T(v), type II, with a safeguard: an
 * extrapolated point is kept only if its residual T(v) - v is not much longer than the last one,
 * and residuals fall at least as 1 / k with the k points that were kept; otherwise the plain
 * iterate it replaced is taken up again (Zhang, O'Donoghue, Boyd 2020). Where the iteration moves
 * at constant pace, as on a loss that is linear far out, extrapolations would go on to infinity.
 */
final class AndersonAcceleration {
  /** Directions whose share of the Gram matrix is below this are dropped. */
  private static final double RANK_TOLERANCE = 1e-10;

  /**
   * Changes of the residual up to this share of the iterate are rounding: along them the iteration
   * moves at constant pace, and an extrapolation would go to infinity.
   */
  private static final double ROUNDING = 1e-14;

  /** The growth of the residual up to which an extrapolated point is kept. */
  private static final double SAFEGUARD = 1.5;

  /** The longest extrapolation in units of the residual. */
  private static final double FARTHEST = 1e3;

  /** After k points that were kept, residuals may be this multiple of the first one's 1 / k. */
  private static final double SLOWEST = 10;

  private final Kernel kernel;
  private final int memory;
  private final List<double[]> residualChanges = new ArrayList<>();
  private final List<double[]> imageChanges = new ArrayList<>();

  /** Inner products of residual changes: entry b of row a is that of a and b, b at most a. */
  private final List<List<Double>> products = new ArrayList<>();

  private double[] lastResidual;
  private double[] lastImage;
  private double lastNorm = Double.POSITIVE_INFINITY;
  private double[] plain;
  private double firstNorm = Double.POSITIVE_INFINITY;
  private int kept;

  AndersonAcceleration(int memory, Kernel kernel) {
    this.memory = memory;
    this.kernel = kernel;
  }

  /** Forgets all iterates, as after a change of T. */
  void reset() {
    residualChanges.clear();
    imageChanges.clear();
    products.clear();
    lastResidual = null;
    lastImage = null;
    lastNorm = Double.POSITIVE_INFINITY;
    plain = null;
  }

  /** Takes v and T(v) and returns the next point to apply T to. */
  double[] next(double[] v, double[] image) {
    if (memory == 0) {
      return image;
    }
    double[] residual = Vectors.combination(1, image, -1, v);
    double norm = Vectors.norm(residual);
    firstNorm = Double.isFinite(firstNorm) ? firstNorm : norm;
    if (plain != null) {
      if (!(norm <= SAFEGUARD * lastNorm && norm * (1 + kept) <= SLOWEST * firstNorm)) {
        double[] back = plain;
        reset();
        return back;
      }
      kept++;
    }
    if (lastResidual != null) {
      remember(residual, image);
    }
    lastResidual = residual;
    lastImage = image;
    lastNorm = norm;
    if (residualChanges.isEmpty()) {
      plain = null;
      return image;
    }
    plain = image;
    return extrapolated(residual, image);
  }

  private void remember(double[] residual, double[] image) {
    double[] change = Vectors.combination(1, residual, -1, lastResidual);
    if (Vectors.norm(change) <= ROUNDING * Vectors.norm(image)) {
      return;
    }
    if (residualChanges.size() == memory) {
      residualChanges.remove(0);
      imageChanges.remove(0);
      products.remove(0);
      products.forEach(row -> row.remove(0));
    }
    residualChanges.add(change);
    imageChanges.add(Vectors.combination(1, image, -1, lastImage));
    List<Double> row = new ArrayList<>();
    residualChanges.forEach(other -> row.add(Vectors.dot(change, other)));
    products.add(row);
  }

  /** T(v) - dT gamma, where gamma minimises ||residual - dF gamma||. */
  private double[] extrapolated(double[] residual, double[] image) {
    int m = residualChanges.size();
    double[] scale = new double[m];
    for (int a = 0; a < m; a++) {
      scale[a] = 1 / Math.sqrt(Math.max(Double.MIN_NORMAL, products.get(a).get(a)));
    }
    double[] gram = new double[m * m];
    double[] right = new double[m];
    for (int a = 0; a < m; a++) {
      right[a] = scale[a] * Vectors.dot(residualChanges.get(a), residual);
      for (int b = 0; b <= a; b++) {
        gram[a * m + b] = scale[a] * scale[b] * products.get(a).get(b);
        gram[b * m + a] = gram[a * m + b];
      }
    }
    double[] gamma = leastSquares(kernel.eigen(gram, m), right);
    double[] move = new double[image.length];
    for (int a = 0; a < m; a++) {
      Vectors.addScaled(-gamma[a] * scale[a], imageChanges.get(a), move);
    }
    double farthest = FARTHEST * Vectors.norm(residual);
    double share = Math.min(1, farthest / Math.max(Double.MIN_NORMAL, Vectors.norm(move)));
    return Vectors.combination(1, image, share, move);
  }

  private static double[] leastSquares(SymmetricEigen eigen, double[] right) {
    int m = right.length;
    double[] x = new double[m];
    for (int h = 0; h < m; h++) {
      if (eigen.values()[h] > RANK_TOLERANCE * eigen.values()[0]) {
        double overlap = 0;
        for (int a = 0; a < m; a++) {
          overlap += eigen.vectors()[a * m + h] * right[a];
        }
        for (int a = 0; a < m; a++) {
          x[a] += eigen.vectors()[a * m + h] * overlap / eigen.values()[h];
        }
      }
    }
    return x;
  }
}
