package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/**
 * Thin singular value decomposition of an m x n matrix, {@code A = U diag(values) V^T} with r =
 * min(m, n).
 *
 * <p>The arrays are handed over, not copied: whoever holds this object owns them.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class Svd {
  private final int rows;
  private final int columns;
  private final double[] u;
  private final double[] values;
  private final double[] v;

  /**
   * Wraps the results of a kernel.
   *
   * @param rows m, at least 0
   * @param columns n, at least 0
   * @param u left singular vectors as columns, m x r row-major
   * @param values r singular values, descending, at least 0
   * @param v right singular vectors as columns, n x r row-major
   * @throws IllegalArgumentException if an array has another length
   */
  public Svd(int rows, int columns, double[] u, double[] values, double[] v) {
    long rank = Math.min(rows, columns);
    if (values.length != rank || u.length != rows * rank || v.length != columns * rank) {
      throw new IllegalArgumentException(
          "the thin SVD of a "
              + rows
              + " x "
              + columns
              + " matrix has "
              + rank
              + " values, U with "
              + rows * rank
              + " and V with "
              + columns * rank
              + " entries; found "
              + values.length
              + ", "
              + u.length
              + " and "
              + v.length);
    }
    this.rows = rows;
    this.columns = columns;
    this.u = u;
    this.values = values;
    this.v = v;
  }

  /**
   * Number of rows of the decomposed matrix.
   *
   * @return m
   */
  public int rows() {
    return rows;
  }

  /**
   * Number of columns of the decomposed matrix.
   *
   * @return n
   */
  public int columns() {
    return columns;
  }

  /**
   * Number of singular values, min(m, n), zeros included.
   *
   * @return r
   */
  public int size() {
    return values.length;
  }

  /**
   * Left singular vectors as columns.
   *
   * @return U, m x r, a view of the array
   */
  public Matrix left() {
    return Matrix.of(u, rows, values.length);
  }

  /**
   * Right singular vectors as columns.
   *
   * @return V, n x r, a view of the array
   */
  public Matrix right() {
    return Matrix.of(v, columns, values.length);
  }

  /**
   * Left singular vectors as columns.
   *
   * @return the array itself, m x r row-major
   */
  public double[] u() {
    return u;
  }

  /**
   * Singular values in descending order.
   *
   * @return the array itself, length r
   */
  public double[] values() {
    return values;
  }

  /**
   * Right singular vectors as columns.
   *
   * @return the array itself, n x r row-major
   */
  public double[] v() {
    return v;
  }
}
