package io.github.convexheads.admm;

/** One smooth term f_s of the splitting, in the splitting's own coordinates. */
interface LossTerm {
  /**
   * Returns the gradient.
   *
   * @param z the point
   * @return the gradient, of the same length
   */
  double[] gradient(double[] z);

  /**
   * Returns the curvature of a quadratic bound of the term along a fixed random direction, which is
   * about its mean over all directions.
   *
   * @return a number of at least 0
   */
  double meanCurvature();

  /**
   * Prepares the proximal step for one rho; factors what can be factored. Where steps are
   * iterative, the curvature at a point near the coming ones makes a better preconditioner than the
   * bound that holds everywhere.
   *
   * @param rho weight of the distance, positive
   * @param near a point
   * @return the step
   */
  Prox prox(double rho, double[] near);

  /**
   * The proximal map of a shard's share f of the loss: argmin over z of f(z) + (rho/2) ||z -
   * target||^2.
   */
  interface Prox {
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
}
