package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;
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
    return independent(kernel, w)
        .flatMap(first -> again(kernel, first, divided(kernel, w, first)))
        .filter(found -> found.smallest > negligible)
        .orElseGet(() -> of(w, negligible));
  }

  /** W = Q R with Q1 = W L1^-T nearly orthonormal, Q = Q1 L2^-T and R = (L1 L2)^T. */
  private static Optional<Orthonormal> again(Kernel kernel, Cholesky first, Matrix nearly) {
    return independent(kernel, nearly)
        .map(
            second -> {
              Matrix r = kernel.multiply(lower(first), lower(second)).transposed();
              double smallest =
                  IntStream.range(0, r.rows())
                      .mapToDouble(j -> r.get(j, j))
                      .min()
                      .orElse(Double.POSITIVE_INFINITY);
              return new Orthonormal(divided(kernel, nearly, second), r, smallest, 0);
            });
  }

  /** L of W^T W = L L^T; empty where a column nearly depends on those before, or overflows. */
  private static Optional<Cholesky> independent(Kernel kernel, Matrix w) {
    Matrix gram = kernel.multiply(w.transposed(), w);
    try {
      Cholesky found = kernel.cholesky(gram);
      Matrix lower = lower(found);
      return IntStream.range(0, gram.rows())
              .allMatch(j -> lower.get(j, j) > INDEPENDENT * Math.sqrt(gram.get(j, j)))
          ? Optional.of(found)
          : Optional.empty();
    } catch (Cholesky.NotPositiveDefiniteException dependent) {
      return Optional.empty();
    }
  }

  /** W L^-T. */
  private static Matrix divided(Kernel kernel, Matrix w, Cholesky by) {
    return kernel.multiply(w, by.diagonalInverses(by.order()).transposed());
  }

  private static Matrix lower(Cholesky of) {
    return Matrix.of(of.lower(), of.order(), of.order());
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
          Vectors.addScaled(-overlap, q[k], v);
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
}
