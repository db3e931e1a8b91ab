package io.github.convexheads.admm;

/**
 * The linear map A of one shard, from dense blocks in one array (see {@link Layout}) to the shard's
 * outputs.
 */
interface Design {
  /**
   * Applies A.
   *
   * @param z dense blocks
   * @return rows x c outputs of the shard
   */
  double[] outputs(double[] z);

  /**
   * Applies the adjoint.
   *
   * @param e rows x c values
   * @return A^* e, dense blocks
   */
  double[] adjoint(double[] e);

  /**
   * Prepares the inverse of {@code weight * A^* A + rho * I}, exactly or nearly.
   *
   * @param weight factor of A^* A, positive
   * @param rho factor of the identity, positive
   * @return the inverse
   */
  Inverse inverse(double weight, double rho);

  /**
   * Prepares the coordinates in which Newton steps are cheapest.
   *
   * @param weight factor of A^* A in the bound of the Hessian, positive
   * @param rho factor of the identity, positive
   * @return the coordinates with their preconditioner
   */
  default ProxSpace space(double weight, double rho) {
    return new ProxSpace.Primal(this, inverse(weight, rho));
  }

  /** The inverse of {@code weight * A^* A + rho * I}, or a positive definite matrix near it. */
  interface Inverse {
    /**
     * Multiplies by the inverse.
     *
     * @param b dense blocks, unchanged
     * @return the product
     */
    double[] times(double[] b);

    /**
     * Says whether the inverse is exact up to rounding.
     *
     * @return false if it is good as a preconditioner only
     */
    boolean exact();
  }
}
