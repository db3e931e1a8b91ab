package io.github.convexheads.ojalgo.interior;

import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.NotPositiveDefiniteException;
import java.util.Arrays;

/**
 * A small dense matrix with the products that an interior-point step is written in.
 *
 * @param kernel does the products
 * @param rows number of rows
 * @param columns number of columns
 * @param values rows x columns values, row-major; shared, not copied
 */
record Matrix(Kernel kernel, int rows, int columns, double[] values) {

  static Matrix zero(Kernel kernel, int rows, int columns) {
    return new Matrix(kernel, rows, columns, new double[Math.multiplyExact(rows, columns)]);
  }

  static Matrix identity(Kernel kernel, int order) {
    Matrix eye = zero(kernel, order, order);
    for (int i = 0; i < order; i++) {
      eye.values[i * order + i] = 1;
    }
    return eye;
  }

  double get(int row, int column) {
    return values[row * columns + column];
  }

  void set(int row, int column, double value) {
    values[row * columns + column] = value;
  }

  /** Returns this * b. */
  Matrix times(Matrix b) {
    return product(false, this, false, b);
  }

  /** Returns this^T * b. */
  Matrix transposeTimes(Matrix b) {
    return product(true, this, false, b);
  }

  /** Returns this * b^T. */
  Matrix timesTranspose(Matrix b) {
    return product(false, this, true, b);
  }

  private static Matrix product(boolean transA, Matrix a, boolean transB, Matrix b) {
    int m = transA ? a.columns : a.rows;
    int k = transA ? a.rows : a.columns;
    int n = transB ? b.rows : b.columns;
    Matrix c = zero(a.kernel, m, n);
    a.kernel.gemm(
        transA, transB, m, n, k, 1, a.values, 0, a.columns, b.values, 0, b.columns, 0, c.values, 0,
        n);
    return c;
  }

  /** Returns rows from..to-1. */
  Matrix rows(int from, int to) {
    double[] part = Arrays.copyOfRange(values, from * columns, to * columns);
    return new Matrix(kernel, to - from, columns, part);
  }

  /** Returns columns from..to-1. */
  Matrix columns(int from, int to) {
    Matrix part = zero(kernel, rows, to - from);
    for (int r = 0; r < rows; r++) {
      System.arraycopy(values, r * columns + from, part.values, r * part.columns, part.columns);
    }
    return part;
  }

  /** Returns this * diag(s). */
  Matrix scaleColumns(double[] s) {
    Matrix scaled = zero(kernel, rows, columns);
    for (int i = 0; i < values.length; i++) {
      scaled.values[i] = values[i] * s[i % columns];
    }
    return scaled;
  }

  /** Returns diag(s) * this. */
  Matrix scaleRows(double[] s) {
    Matrix scaled = zero(kernel, rows, columns);
    for (int i = 0; i < values.length; i++) {
      scaled.values[i] = values[i] * s[i / columns];
    }
    return scaled;
  }

  /** Returns this + alpha * b. */
  Matrix plus(double alpha, Matrix b) {
    Matrix sum = new Matrix(kernel, rows, columns, values.clone());
    for (int i = 0; i < values.length; i++) {
      sum.values[i] += alpha * b.values[i];
    }
    return sum;
  }

  /** Returns (this + this^T) / 2 of a square matrix. */
  Matrix symmetric() {
    Matrix mean = zero(kernel, rows, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        mean.values[i * columns + j] = (get(i, j) + get(j, i)) / 2;
      }
    }
    return mean;
  }

  /**
   * Factors this symmetric positive definite matrix; where rounding has made it indefinite, with
   * the least multiple of the identity (of its largest diagonal entry times 1e-16, 1e-15, ...) that
   * helps. Solutions are refined by those who use them.
   *
   * @throws NotPositiveDefiniteException if even 1e-8 does not help
   */
  Cholesky cholesky() {
    double largest = 0;
    for (int i = 0; i < rows; i++) {
      largest = Math.max(largest, get(i, i));
    }
    Matrix ridged = this;
    for (double ridge = 1e-16; ; ridge *= 10) {
      try {
        return kernel.cholesky(ridged.values, rows);
      } catch (NotPositiveDefiniteException e) {
        if (!(ridge < 1e-8)) {
          throw e;
        }
        ridged = plus(ridge * largest, identity(kernel, rows));
      }
    }
  }
}
