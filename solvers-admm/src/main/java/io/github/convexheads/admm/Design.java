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
  RegularizedInverse inverse(double weight, double rho);

  /**
   * Prepares the coordinates in which Newton steps are cheapest.
   *
   * @param weight factor of A^* A in the bound of the Hessian, positive
   * @param rho factor of the identity, positive
   * @return the coordinates with their preconditioner
   */
  default ProxSpace space(double weight, double rho) {
    return new PrimalSpace(this, inverse(weight, rho));
  }
}
