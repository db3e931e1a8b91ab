package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.RealArray;
import org.apiguardian.api.API;

/**
 * The lifted features phi of a batch of samples as two linear actions; nothing else of a head is
 * needed by any solver (MATH.md section 2).
 *
 * <p>All arrays are in the precision of the batch. Rows of samples are numbered i * T + t with T =
 * 1 when outputs are pooled and T = s when not.
 */
@API(status = API.Status.STABLE)
public interface Features {

  /**
   * Projects: P[i,t] = phi[i,t]^T U for every row.
   *
   * @param block index of the block
   * @param u U in R^(R x k), row-major
   * @param k the number of columns of U
   * @param p receives rows x q x k values from index 0, row-major
   */
  void project(int block, RealArray u, int k, RealArray p);

  /**
   * Backprojects, the adjoint of {@link #project}: U += sum over rows of phi[i,t] P[i,t].
   *
   * @param block index of the block
   * @param p P, rows x q x k values from index 0, row-major
   * @param k the number of columns of U
   * @param u U in R^(R x k), row-major, to which the sum is added
   */
  void backproject(int block, RealArray p, int k, RealArray u);

  /**
   * Computes pre-activations: z[i,:,h] for every sample i and every column h of W, the numbers
   * whose sign an activation looks at (X W1 X^T, W1 X, circ(X) w1 or X w1, flattened row-major).
   *
   * @param group the group
   * @param w k weights of the shape of W1, as length(W1) x k, row-major
   * @param k the number of weights
   * @param z receives samples x m x k values, m = {@link Lift#preactivations()}
   */
  default void preactivate(int group, RealArray w, int k, RealArray z) {
    throw new IllegalStateException("a linear head has no pre-activations");
  }

  /**
   * The adjoint of {@link #preactivate}: W += its transpose applied to z.
   *
   * @param group the group
   * @param z samples x m x k values
   * @param k the number of weights
   * @param w length(W1) x k values, row-major, to which the result is added
   */
  default void preactivateTranspose(int group, RealArray z, int k, RealArray w) {
    throw new IllegalStateException("a linear head has no pre-activations");
  }
}
