package io.github.convexheads.api.solver;

import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Eigenvalues and singular values by Jacobi rotations (Golub, Van Loan 2013, sections 8.5 and
 * 8.6.3): slow, short, and accurate to the last digits.
 */
final class Jacobi {
  private static final int MOST_SWEEPS = 60;

  private Jacobi() {}

  static SymmetricEigen eigen(double[] lower, int n) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = lower[Math.max(i, j) * n + Math.min(i, j)];
        requireFinite(a[i * n + j]);
      }
    }
    double[] w = identity(n);
    for (int sweep = 0; sweep < MOST_SWEEPS && eigenSweep(a, w, n); sweep++) {}
    int[] order = descending(n, i -> a[i * n + i]);
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int h = 0; h < n; h++) {
      values[h] = a[order[h] * n + order[h]];
      for (int i = 0; i < n; i++) {
        vectors[i * n + h] = w[i * n + order[h]];
      }
    }
    return new SymmetricEigen(n, values, vectors);
  }

  /** Rotates every pair once; says whether any rotation was needed. */
  private static boolean eigenSweep(double[] a, double[] w, int n) {
    boolean rotated = false;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double off = a[p * n + q];
        double scale = Math.abs(a[p * n + p]) + Math.abs(a[q * n + q]);
        if (Math.abs(off) <= 1e-17 * scale || off == 0) {
          continue;
        }
        rotated = true;
        double t = tangent((a[q * n + q] - a[p * n + p]) / (2 * off));
        double c = 1 / Math.hypot(1, t);
        rotateColumns(a, n, n, p, q, c, t * c);
        rotateRows(a, n, p, q, c, t * c);
        rotateColumns(w, n, n, p, q, c, t * c);
      }
    }
    return rotated;
  }

  static Svd svd(double[] a, int m, int n) {
    if (m < n) {
      double[] t = new double[m * n];
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          t[j * m + i] = a[i * n + j];
        }
      }
      Svd flipped = svd(t, n, m);
      return new Svd(m, n, flipped.v(), flipped.values(), flipped.u());
    }
    double[] w = java.util.Arrays.copyOf(a, m * n);
    for (double x : w) {
      requireFinite(x);
    }
    double[] v = identity(n);
    for (int sweep = 0; sweep < MOST_SWEEPS && svdSweep(w, v, m, n); sweep++) {}
    return sorted(w, v, m, n);
  }

  private static boolean svdSweep(double[] w, double[] v, int m, int n) {
    boolean rotated = false;
    for (int p = 0; p < n; p++) {
      for (int q = p + 1; q < n; q++) {
        double alpha = columnDot(w, m, n, p, p);
        double beta = columnDot(w, m, n, q, q);
        double gamma = columnDot(w, m, n, p, q);
        if (Math.abs(gamma) <= 1e-16 * Math.sqrt(alpha * beta) || gamma == 0) {
          continue;
        }
        rotated = true;
        double t = tangent((beta - alpha) / (2 * gamma));
        double c = 1 / Math.hypot(1, t);
        rotateColumns(w, m, n, p, q, c, t * c);
        rotateColumns(v, n, n, p, q, c, t * c);
      }
    }
    return rotated;
  }

  private static Svd sorted(double[] w, double[] v, int m, int n) {
    int[] order = descending(n, j -> columnDot(w, m, n, j, j));
    double[] values = new double[n];
    double[] left = new double[m * n];
    double[] right = new double[n * n];
    for (int h = 0; h < n; h++) {
      values[h] = Math.sqrt(columnDot(w, m, n, order[h], order[h]));
      for (int i = 0; i < n; i++) {
        right[i * n + h] = v[i * n + order[h]];
      }
      boolean significant = values[h] > 1e-15 * values[0];
      for (int i = 0; i < m; i++) {
        left[i * n + h] = significant ? w[i * n + order[h]] / values[h] : 0;
      }
      if (!significant) {
        complete(left, m, n, h);
      }
    }
    return new Svd(m, n, left, values, right);
  }

  /** Fills column h with a unit vector orthogonal to those before it. */
  private static void complete(double[] u, int m, int n, int h) {
    for (int axis = 0; axis < m; axis++) {
      for (int i = 0; i < m; i++) {
        u[i * n + h] = i == axis ? 1 : 0;
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int before = 0; before < h; before++) {
          double overlap = columnDot(u, m, n, before, h);
          for (int i = 0; i < m; i++) {
            u[i * n + h] -= overlap * u[i * n + before];
          }
        }
      }
      double norm = Math.sqrt(columnDot(u, m, n, h, h));
      if (norm > 0.5 / Math.sqrt(m)) {
        for (int i = 0; i < m; i++) {
          u[i * n + h] /= norm;
        }
        return;
      }
    }
    throw new ArithmeticException("no direction is left to complete the basis");
  }

  private static double tangent(double zeta) {
    return Math.copySign(1, zeta) / (Math.abs(zeta) + Math.hypot(1, zeta));
  }

  private static void rotateColumns(
      double[] a, int rows, int stride, int p, int q, double c, double s) {
    for (int i = 0; i < rows; i++) {
      double x = a[i * stride + p];
      double y = a[i * stride + q];
      a[i * stride + p] = c * x - s * y;
      a[i * stride + q] = s * x + c * y;
    }
  }

  private static void rotateRows(double[] a, int n, int p, int q, double c, double s) {
    for (int j = 0; j < n; j++) {
      double x = a[p * n + j];
      double y = a[q * n + j];
      a[p * n + j] = c * x - s * y;
      a[q * n + j] = s * x + c * y;
    }
  }

  private static double columnDot(double[] a, int rows, int stride, int p, int q) {
    double sum = 0;
    for (int i = 0; i < rows; i++) {
      sum += a[i * stride + p] * a[i * stride + q];
    }
    return sum;
  }

  private static int[] descending(int n, java.util.function.IntToDoubleFunction key) {
    return IntStream.range(0, n)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -key.applyAsDouble(i)))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static double[] identity(int n) {
    double[] eye = new double[n * n];
    for (int i = 0; i < n; i++) {
      eye[i * n + i] = 1;
    }
    return eye;
  }

  private static void requireFinite(double x) {
    if (!Double.isFinite(x)) {
      throw new IllegalArgumentException("the matrix holds " + x + "; every entry must be finite");
    }
  }
}
