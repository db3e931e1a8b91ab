package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Svd;
import io.github.convexheads.api.kernel.SymmetricEigen;
import java.util.Arrays;
import org.ojalgo.matrix.decomposition.Eigenvalue;
import org.ojalgo.matrix.decomposition.SingularValue;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R064Store;

/**
 * Spectral decompositions by ojAlgo up to the orders where it is faster than native LAPACK, whose
 * calls cost more than the work, and by the kernel above them.
 *
 * <p>Values are in descending order either way. Matrices with entries that are not finite go to the
 * kernel, which refuses them.
 *
 * @param kernel decomposes the larger matrices
 */
record SmallSpectrum(Kernel kernel) {
  /** The largest order whose eigenvalues ojAlgo finds sooner. */
  static final int EIGEN_ORDER = 3;

  /** The longest side of a matrix whose singular values ojAlgo finds sooner. */
  static final int SINGULAR_SIDE = 5;

  /** Decomposes a symmetric n x n matrix, row-major, of which the lower triangle is read. */
  SymmetricEigen eigen(double[] a, int n) {
    if (n == 0 || n > EIGEN_ORDER) {
      return kernel.eigen(a, n);
    }
    double[] full = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        full[i * n + j] = a[i * n + j];
        full[j * n + i] = a[i * n + j];
      }
    }
    R064Store matrix = R064Store.wrap(full, n);
    Eigenvalue<Double> found = Eigenvalue.R064.make(matrix, true);
    return finite(full) && found.decompose(matrix)
        ? descending(n, found.getD(), found.getV())
        : kernel.eigen(a, n);
  }

  /** Decomposes a symmetric matrix of which the lower triangle is read. */
  SymmetricEigen eigen(Matrix a) {
    return eigen(a.toArray(), a.rows());
  }

  /** The thin singular value decomposition. */
  Svd svd(Matrix a) {
    int m = a.rows();
    int n = a.columns();
    double[] entries = a.toArray();
    if (Math.min(m, n) == 0 || Math.max(m, n) > SINGULAR_SIDE || !finite(entries)) {
      return kernel.svd(a);
    }
    // A row-major A is, column by column, A^T = V diag(values) U^T.
    R064Store transposed = R064Store.wrap(entries, n);
    SingularValue<Double> found = SingularValue.R064.make(transposed, false);
    if (!found.decompose(transposed)) {
      return kernel.svd(a);
    }
    int r = Math.min(m, n);
    double[] values = new double[r];
    found.getSingularValues(values);
    return new Svd(m, n, rowMajor(found.getV(), m, r), values, rowMajor(found.getU(), n, r));
  }

  private static boolean finite(double[] entries) {
    return Arrays.stream(entries).allMatch(Double::isFinite);
  }

  private static SymmetricEigen descending(int n, MatrixStore<Double> d, MatrixStore<Double> v) {
    double[] values = new double[n];
    double[] vectors = new double[n * n];
    for (int j = 0; j < n; j++) {
      double value = d.doubleValue(j, j);
      int place = rank(d, n, j);
      values[place] = value;
      for (int i = 0; i < n; i++) {
        vectors[i * n + place] = v.doubleValue(i, j);
      }
    }
    return new SymmetricEigen(n, values, vectors);
  }

  /** The place of diagonal entry j in descending order; equal entries keep theirs. */
  private static int rank(MatrixStore<Double> d, int n, int j) {
    int before = 0;
    for (int i = 0; i < n; i++) {
      double other = d.doubleValue(i, i);
      double own = d.doubleValue(j, j);
      if (other > own || (other == own && i < j)) {
        before++;
      }
    }
    return before;
  }

  private static double[] rowMajor(MatrixStore<Double> matrix, int rows, int columns) {
    double[] out = new double[rows * columns];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        out[i * columns + j] = matrix.doubleValue(i, j);
      }
    }
    return out;
  }
}
