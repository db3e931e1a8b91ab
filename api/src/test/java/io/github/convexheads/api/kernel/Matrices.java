package io.github.convexheads.api.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;

/** Plain-loop matrices for the tests of decompositions, row-major. */
final class Matrices {
  private Matrices() {}

  static double[] random(int m, int n, Random random) {
    return random.doubles((long) m * n, -1, 1).toArray();
  }

  /** A times B, m x k and k x n. */
  static double[] product(double[] a, double[] b, int m, int k, int n) {
    double[] c = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int p = 0; p < k; p++) {
        for (int j = 0; j < n; j++) {
          c[i * n + j] += a[i * k + p] * b[p * n + j];
        }
      }
    }
    return c;
  }

  static double[] transposed(double[] a, int m, int n) {
    double[] t = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        t[j * m + i] = a[i * n + j];
      }
    }
    return t;
  }

  /** A diag(d), with A m x n. */
  static double[] scaled(double[] a, double[] d, int m) {
    double[] scaled = a.clone();
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < d.length; j++) {
        scaled[i * d.length + j] *= d[j];
      }
    }
    return scaled;
  }

  /** m x n with orthonormal columns, by Gram-Schmidt done twice. */
  static double[] orthonormal(int m, int n, Random random) {
    double[] q = random(m, n, random);
    for (int j = 0; j < n; j++) {
      for (int pass = 0; pass < 2; pass++) {
        for (int p = 0; p < j; p++) {
          double dot = dot(q, m, n, p, j);
          for (int i = 0; i < m; i++) {
            q[i * n + j] -= dot * q[i * n + p];
          }
        }
      }
      double norm = Math.sqrt(dot(q, m, n, j, j));
      for (int i = 0; i < m; i++) {
        q[i * n + j] /= norm;
      }
    }
    return q;
  }

  private static double dot(double[] q, int m, int n, int left, int right) {
    double sum = 0;
    for (int i = 0; i < m; i++) {
      sum += q[i * n + left] * q[i * n + right];
    }
    return sum;
  }

  /** Checks Q^T Q = I for the m x n matrix Q. */
  static void requireOrthonormal(double[] q, int m, int n) {
    double[] gram = product(transposed(q, m, n), q, n, m, n);
    for (int i = 0; i < n * n; i++) {
      assertThat(gram[i])
          .as("entry (%d, %d) of Q^T Q, Q %d x %d", i / n, i % n, m, n)
          .isCloseTo(i / n == i % n ? 1 : 0, within(1e-13 * (m + 10)));
    }
  }

  /** Checks |actual - expected| <= bound in every entry. */
  static void requireClose(double[] actual, double[] expected, double bound) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i]).as("entry %d", i).isCloseTo(expected[i], within(bound));
    }
  }

  static double largest(double[] a) {
    double largest = 0;
    for (double x : a) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }
}
