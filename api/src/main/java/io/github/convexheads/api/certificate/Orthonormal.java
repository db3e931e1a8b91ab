package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Vectors;

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
