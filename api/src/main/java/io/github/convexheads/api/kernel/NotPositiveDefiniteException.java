package io.github.convexheads.api.kernel;

import org.apiguardian.api.API;

/** A matrix given to a Cholesky factorisation is not positive definite. */
@API(status = API.Status.EXPERIMENTAL)
public final class NotPositiveDefiniteException extends ArithmeticException {
  private static final long serialVersionUID = 1L;

  private final int pivot;

  /**
   * Names the first pivot that is not positive.
   *
   * @param order order n of the matrix
   * @param pivot index j, from 0, of the first leading minor of order j + 1 that is not positive
   */
  public NotPositiveDefiniteException(int order, int pivot) {
    super(
        "a "
            + order
            + " x "
            + order
            + " matrix is not positive definite: pivot "
            + pivot
            + " (counted from 0) of its Cholesky factorisation is not > 0;"
            + " add a multiple of the identity, or use eigen");
    this.pivot = pivot;
  }

  /**
   * Index of the first pivot that is not positive.
   *
   * @return the index, counted from 0
   */
  public int pivot() {
    return pivot;
  }
}
