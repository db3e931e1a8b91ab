package io.github.convexheads.api.program;

/**
 * A factored point that moves along lines, the working state of a descent over (U, V). It keeps
 * what a program can use again from one step to the next: outputs always, and P = phi^T U where
 * that fits in memory, so that a step with an exact line search costs one projection and one
 * backprojection.
 *
 * <p>Not for use by several threads. Outputs and P are carried along from step to step and collect
 * rounding errors of the program's precision; a new point from {@link #variable()} starts afresh.
 */
public interface MovingPoint {

  /**
   * Returns the point.
   *
   * @return U and V of every block; not changed by later moves
   */
  Variable variable();

  /**
   * Returns the outputs at the point.
   *
   * @return n x T x c values; the array itself, changed by {@link #move}
   */
  double[] outputs();

  /**
   * Returns (A_j^* E) V_j and (A_j^* E)^T U_j for every block.
   *
   * @param e E, n x T x c values
   * @return for every block the first as left and the second as right factor
   */
  Variable adjoint(double[] e);

  /**
   * Returns (A_j^* E)^T U_j for every block, which costs no backprojection.
   *
   * @param e E, n x T x c values
   * @return for every block the product as right factor, and zeros as left factor
   */
  Variable adjointRight(double[] e);

  /**
   * Says whether P is kept, so that lines with dU = 0 and {@link #adjointRight} cost no projection.
   *
   * @return true if moving V alone is cheap
   */
  boolean keepsProjections();

  /**
   * Chooses the line (U + t dU, V + t dV).
   *
   * @param direction dU and dV of every block, with the ranks of the point
   * @return the outputs along the line
   */
  OutputCurve along(Variable direction);

  /**
   * Moves along the line chosen last.
   *
   * @param t the step
   */
  void move(double t);

  /**
   * Returns P^T diag(w) P for some heads of a block, P seen as (n*T) x (q*m) for m heads: the
   * matrix of the squared loss with respect to the rows of V, whose column order is r*m + h.
   *
   * @param block j
   * @param weights w, n*T values of at least 0
   * @param from the first head
   * @param to one past the last head
   * @return (q*m) x (q*m) values, m = to - from; both triangles
   */
  double[] gram(int block, double[] weights, int from, int to);
}
