package io.github.convexheads.api.certificate;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.LocalData;
import java.util.function.BooleanSupplier;

/**
 * An upper bound of the norm dual to the weight decay of all relu networks, whatever their
 * activation patterns, max over unit u and v of sum_m max(0, a_m.u) (w_m.v).
 *
 * <p>An activation r = max(0, z) satisfies r (r - z) = 0. With any t_m &gt; 0 therefore r (w.v) = r
 * (w.v) - t r (r - z) &lt;= (w.v + t z)^2 / (4 t), so that the sum is at most
 *
 * <pre>  (u^T Q u + 2 u^T C v + v^T P v) / 4,   Q = A^T T A, C = A^T W, P = W^T T^-1 W,</pre>
 *
 * <p>half the largest eigenvalue of [Q C; C^T P] (the relaxation of Shor, 1987). Every T gives a
 * bound; T begins at ||w_m|| / ||a_m|| and moves towards stationarity of the eigenvalue as long as
 * somebody waits.
 */
final class NetworkNorm {
  private static final double STEP = 0.3;

  /** Rounds in which the bound must become lower by this share, or there are no more. */
  private static final int PATIENCE = 10;

  private static final double PROGRESS = 1e-4;

  /** The spread of eigenvalues, relative to the largest, that are weighed together. */
  private static final double SPREAD = 0.05;

  /** Weights of activations below this share of the largest are raised to it. */
  private static final double FLOOR = 1e-9;

  private final Kernel kernel;
  private final Matrix a;
  private final Matrix w;
  private final int r;
  private final int side;
  private final double[] cross;

  private NetworkNorm(Kernel kernel, LocalData.Activations activations) {
    this.kernel = kernel;
    this.a = activations.map();
    this.w = activations.weights();
    this.r = a.columns();
    this.side = r + w.columns();
    this.cross = kernel.multiply(a.transposed(), w).toArray();
  }

  /** Returns the least bound of some rounds, the first of which is always finished. */
  static double of(
      Kernel kernel, LocalData.Activations activations, int rounds, BooleanSupplier stop) {
    NetworkNorm norm = new NetworkNorm(kernel, activations);
    double[] t = norm.first();
    double best = Double.POSITIVE_INFINITY;
    double before = Double.POSITIVE_INFINITY;
    for (int round = 0; round < rounds && (round == 0 || !stop.getAsBoolean()); round++) {
      best = Math.min(best, norm.step(t));
      if (round % PATIENCE == PATIENCE - 1) {
        if (best > before * (1 - PROGRESS)) {
          break;
        }
        before = best;
      }
    }
    return best;
  }

  private double[] first() {
    double[] t = new double[a.rows()];
    double[] sizes = rowSquares(w);
    double[] maps = rowSquares(a);
    double mostW = max(sizes);
    double mostA = max(maps);
    for (int m = 0; m < t.length; m++) {
      t[m] =
          Math.sqrt(
              (sizes[m] + FLOOR * FLOOR * mostW + Double.MIN_NORMAL)
                  / (maps[m] + FLOOR * FLOOR * mostA + Double.MIN_NORMAL));
    }
    return t;
  }

  /** Returns the bound at T, balanced first, and moves T. */
  private double step(double[] t) {
    Matrix q = gram(a, t, 1);
    Matrix p = gram(w, t, -1);
    double balance =
        Math.sqrt(
            Math.max(Double.MIN_NORMAL, largest(p)) / Math.max(Double.MIN_NORMAL, largest(q)));
    double[] whole = new double[side * side];
    double trace = 0;
    for (int i = 0; i < side; i++) {
      for (int j = 0; j < side; j++) {
        whole[i * side + j] = entry(q, p, balance, i, j);
      }
      trace += whole[i * side + i];
    }
    SymmetricEigen eigen = kernel.eigen(whole, side);
    for (int m = 0; m < t.length; m++) {
      t[m] *= balance;
    }
    move(t, eigen);
    double rounding = 0x1p-52 * (a.rows() + 16.0 * side + 64) * trace;
    return Math.max(0, eigen.values()[0]) / 2 + rounding;
  }

  private double entry(Matrix q, Matrix p, double balance, int i, int j) {
    if (i < r && j < r) {
      return balance * q.get(i, j);
    }
    if (i >= r && j >= r) {
      return p.get(i - r, j - r) / balance;
    }
    return cross[Math.min(i, j) * (side - r) + Math.max(i, j) - r];
  }

  /**
   * Moves log T towards where (a.x)^2 t = (w.y)^2 / t, weighed over leading eigenvectors (x, y).
   */
  private void move(double[] t, SymmetricEigen eigen) {
    Matrix vectors = Matrix.of(eigen.vectors(), side, side);
    double[] weights = new double[side];
    int leading = 0;
    double top = eigen.values()[0];
    while (leading < side && eigen.values()[leading] > top * (1 - 4 * SPREAD)) {
      weights[leading] = Math.exp((eigen.values()[leading] / top - 1) / SPREAD);
      leading++;
    }
    Matrix first = kernel.multiply(a, vectors.rows(0, r).columns(0, leading));
    Matrix second = kernel.multiply(w, vectors.rows(r, side - r).columns(0, leading));
    for (int m = 0; m < t.length; m++) {
      double see = 0;
      double give = 0;
      for (int k = 0; k < leading; k++) {
        see += weights[k] * first.get(m, k) * first.get(m, k);
        give += weights[k] * second.get(m, k) * second.get(m, k);
      }
      double excess = t[m] * see - give / t[m];
      double size = t[m] * see + give / t[m];
      t[m] *= size > 0 ? Math.exp(-STEP * excess / size) : 1;
    }
  }

  private double largest(Matrix symmetric) {
    return kernel.eigen(symmetric).values()[0];
  }

  /** Returns X^T diag(t^power) X. */
  private Matrix gram(Matrix x, double[] t, int power) {
    double[] roots = new double[t.length];
    for (int m = 0; m < t.length; m++) {
      roots[m] = power > 0 ? Math.sqrt(t[m]) : 1 / Math.sqrt(t[m]);
    }
    Matrix scaled = x.copy();
    scaled.scaleRows(roots);
    Matrix product = Matrix.zeros(Precision.FLOAT64, x.columns(), x.columns());
    kernel.multiply(scaled.transposed(), scaled, into(product));
    return product;
  }

  private static double[] rowSquares(Matrix x) {
    double[] squares = new double[x.rows()];
    for (int m = 0; m < squares.length; m++) {
      for (int j = 0; j < x.columns(); j++) {
        squares[m] += x.get(m, j) * x.get(m, j);
      }
    }
    return squares;
  }

  private static double max(double[] values) {
    double most = 0;
    for (double value : values) {
      most = Math.max(most, value);
    }
    return most;
  }
}
