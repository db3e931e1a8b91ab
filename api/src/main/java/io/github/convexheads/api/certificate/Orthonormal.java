package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The QR decomposition W = Q R of a few columns by Gram-Schmidt, twice, without the columns of
 * which almost nothing is left.
 *
 * @param columns Q, N x r with orthonormal columns
 * @param triangle R, r x m
 * @param smallest the least norm that was divided by; infinite without columns
 * @param dropped the sum of the norms of what was left of the columns that Q lacks
 */
record Orthonormal(Matrix columns, Matrix triangle, double smallest, double dropped) {

  /** The least diagonal entry of R, for columns of unit length, that two factorisations take. */
  private static final double INDEPENDENT = 1e-5;

  /**
   * Decomposes like {@link #of(Matrix, double)}; by products of matrices where no column nearly
   * depends on the others: Q = W R^-1 with R^T R = W^T W, and once more the same of Q, which is
   * then as orthogonal as rounding allows (Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, 2015).
   */
  static Orthonormal of(Kernel kernel, Matrix w, double negligible) {
    double[] lengths = new double[w.columns()];
    Matrix gram = kernel.multiply(w.transposed(), w);
    for (int j = 0; j < lengths.length; j++) {
      lengths[j] = Math.sqrt(gram.get(j, j));
      if (!(lengths[j] > negligible && lengths[j] < Double.POSITIVE_INFINITY)) {
        return of(w, negligible);
      }
    }
    return triangle(kernel, gram, lengths)
        .flatMap(first -> twice(kernel, w, first))
        .filter(found -> found.smallest > negligible)
        .orElseGet(() -> of(w, negligible));
  }

  private static Optional<Orthonormal> twice(Kernel kernel, Matrix w, Cholesky first) {
    int m = w.columns();
    Matrix nearly = kernel.multiply(w, first.diagonalInverses(m).transposed());
    Matrix gram = kernel.multiply(nearly.transposed(), nearly);
    double[] ones = new double[m];
    Arrays.fill(ones, 1);
    return triangle(kernel, gram, ones)
        .map(
            second -> {
              Matrix columns = kernel.multiply(nearly, second.diagonalInverses(m).transposed());
              Matrix lower = Matrix.of(first.lower(), m, m);
              Matrix r = kernel.multiply(lower, Matrix.of(second.lower(), m, m)).transposed();
              double smallest = Double.POSITIVE_INFINITY;
              for (int j = 0; j < m; j++) {
                smallest = Math.min(smallest, r.get(j, j));
              }
              return new Orthonormal(columns, r, smallest, 0);
            });
  }

  /** R^T of a Gram matrix; empty where a column nearly depends on those before. */
  private static Optional<Cholesky> triangle(Kernel kernel, Matrix gram, double[] lengths) {
    try {
      Cholesky found = kernel.cholesky(gram);
      int m = lengths.length;
      return IntStream.range(0, m)
              .allMatch(j -> found.lower()[j * m + j] > INDEPENDENT * lengths[j])
          ? Optional.of(found)
          : Optional.empty();
    } catch (Cholesky.NotPositiveDefiniteException dependent) {
      return Optional.empty();
    }
  }

  /** Decomposes; columns of which at most a norm of {@code negligible} is left are dropped. */
  static Orthonormal of(Matrix w, double negligible) {
    int n = w.rows();
    int m = w.columns();
    double[][] q = new double[m][];
    double[][] r = new double[m][m];
    int kept = 0;
    double smallest = Double.POSITIVE_INFINITY;
    double dropped = 0;
    for (int j = 0; j < m; j++) {
      double[] v = new double[n];
      for (int i = 0; i < n; i++) {
        v[i] = w.get(i, j);
      }
      for (int pass = 0; pass < 2; pass++) {
        for (int k = 0; k < kept; k++) {
          double overlap = Vectors.dot(q[k], v);
          r[k][j] += overlap;
          addScaled(-overlap, q[k], v);
        }
      }
      double norm = Math.sqrt(Vectors.dot(v, v));
      if (!(norm > negligible)) {
        dropped += norm;
        continue;
      }
      smallest = Math.min(smallest, norm);
      for (int i = 0; i < n; i++) {
        v[i] /= norm;
      }
      r[kept][j] = norm;
      q[kept++] = v;
    }
    return new Orthonormal(asColumns(q, n, kept), asRows(r, kept, m), smallest, dropped);
  }

  private static Matrix asColumns(double[][] q, int n, int kept) {
    Matrix columns = Matrix.zeros(Precision.FLOAT64, n, kept);
    for (int k = 0; k < kept; k++) {
      for (int i = 0; i < n; i++) {
        columns.set(i, k, q[k][i]);
      }
    }
    return columns;
  }

  private static Matrix asRows(double[][] r, int kept, int m) {
    Matrix rows = Matrix.zeros(Precision.FLOAT64, kept, m);
    for (int k = 0; k < kept; k++) {
      for (int j = 0; j < m; j++) {
        rows.set(k, j, r[k][j]);
      }
    }
    return rows;
  }

  private static void addScaled(double alpha, double[] x, double[] y) {
    for (int i = 0; i < y.length; i++) {
      y[i] += alpha * x[i];
    }
  }
}
