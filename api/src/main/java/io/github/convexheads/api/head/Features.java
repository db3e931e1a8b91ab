package io.github.convexheads.api.head;

import io.github.convexheads.api.kernel.Matrix;
import org.apiguardian.api.API;

/**
 * The lifted features phi of a batch of samples as two linear actions; nothing else of a head is
 * needed by any solver: project, P_i = phi_i^T U, and backproject, sum_i phi_i P_i.
 *
 * <p>All matrices are in the precision of the batch, and stored row by row without gaps, so that
 * each can be {@linkplain Matrix#reshaped seen} with other sides. Rows of samples are numbered i *
 * T + t with T = 1 when outputs are pooled and T = s when not.
 */
@API(status = API.Status.STABLE)
public interface Features {

  /**
   * Projects: P[i,t] = phi[i,t]^T U for every row.
   *
   * @param block index of the block
   * @param u U in R^(R x k)
   * @param p receives (rows*q) x k numbers, the q x k of every row one below the other, in place of
   *     whatever it holds
   */
  void project(int block, Matrix u, Matrix p);

  /**
   * Backprojects, the adjoint of {@link #project}: U += sum over rows of phi[i,t] P[i,t].
   *
   * @param block index of the block
   * @param p P, (rows*q) x k
   * @param u U in R^(R x k), to which the sum is added
   */
  void backproject(int block, Matrix p, Matrix u);

  /**
   * Computes pre-activations: z[i,:,h] for every sample i and every column h of W, the numbers
   * whose sign an activation looks at (X W1 X^T, W1 X, circ(X) w1 or X w1, flattened row-major).
   *
   * @param group the group
   * @param w k weights of the shape of W1, length(W1) x k
   * @param z receives (samples*m) x k numbers, m = {@link Lift#preactivations()}, in place of
   *     whatever it holds
   */
  default void preactivate(int group, Matrix w, Matrix z) {
    throw new IllegalStateException("a linear head has no pre-activations");
  }

  /**
   * The adjoint of {@link #preactivate}: W += its transpose applied to z.
   *
   * @param group the group
   * @param z (samples*m) x k
   * @param w length(W1) x k, to which the result is added
   */
  default void preactivateTranspose(int group, Matrix z, Matrix w) {
    throw new IllegalStateException("a linear head has no pre-activations");
  }
}
