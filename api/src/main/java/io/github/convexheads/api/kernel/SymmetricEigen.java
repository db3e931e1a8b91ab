package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/**
 * Eigendecomposition of a symmetric n x n matrix, {@code A = W diag(values) W^T}.
 *
 * <p>The arrays are handed over, not copied: whoever holds this object owns them.
 */
@API(status = API.Status.EXPERIMENTAL)
public final class SymmetricEigen {
  private final int order;
  private final double[] values;
  private final double[] vectors;

  /**
   * Wraps the results of a kernel.
   *
   * @param order n, at least 0
   * @param values n eigenvalues in descending order
   * @param vectors W, n x n row-major; column j is the eigenvector of {@code values[j]}
   * @throws IllegalArgumentException if an array has another length
   */
  public SymmetricEigen(int order, double[] values, double[] vectors) {
    if (values.length != order || vectors.length != (long) order * order) {
      throw new IllegalArgumentException(
          "an eigendecomposition of order "
              + order
              + " needs "
              + order
              + " values and "
              + (long) order * order
              + " vector entries; found "
              + values.length
              + " and "
              + vectors.length);
    }
    this.order = order;
    this.values = values;
    this.vectors = vectors;
  }

  /**
   * Order n of the matrix.
   *
   * @return n, at least 0
   */
  public int order() {
    return order;
  }

  /**
   * Eigenvalues in descending order.
   *
   * @return the array itself, length n
   */
  public double[] values() {
    return values;
  }

  /**
   * Orthonormal eigenvectors W as columns.
   *
   * @return the array itself, n x n row-major; entry (i, j) is component i of eigenvector j
   */
  public double[] vectors() {
    return vectors;
  }
}
