package io.github.convexheads.admm;

/**
 * The proximal map of a shard's share f of the loss: argmin over z of f(z) + (rho/2) ||z -
 * target||^2.
 */
interface LossProx {
  /**
   * Returns the minimiser.
   *
   * @param target the point to stay near
   * @param rho weight of the distance, positive
   * @param accuracy the norm of the gradient at which an iterative method may stop
   * @param start a guess of the minimiser
   * @return the minimiser, a new array
   */
  double[] at(double[] target, double rho, double accuracy, double[] start);
}
