package io.github.convexheads.api.program;

import io.github.convexheads.api.kernel.Matrix;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.apiguardian.api.API;

/**
 * The samples of a program whose outputs fit in the memory of one machine, as arrays: for solvers
 * that write features out, and for the cones of exact relu.
 *
 * <p>Outputs are n x T x c values, row-major; E stands for any such array.
 */
@API(status = API.Status.EXPERIMENTAL)
public interface LocalData {

  /**
   * Returns n * T.
   *
   * @return the number of rows of outputs
   */
  int rows();

  /**
   * Returns the outputs of the lifted model.
   *
   * @param z the variable
   * @return n x T x c values
   */
  double[] outputs(Variable z);

  /**
   * Returns the intercept b that is best for given outputs, where the program has one: it minimises
   * {@link #loss} of outputs + 1 b^T, and the columns of {@link #residual} there sum to 0. Loss,
   * residual and Hessian themselves know no intercept.
   *
   * @param outputs n x T x c values
   * @return c values; none where the program has no intercept
   */
  default double[] intercept(double[] outputs) {
    return new double[0];
  }

  /**
   * Returns F of given outputs, (1/n) times the sum of their losses.
   *
   * @param outputs n x T x c values
   * @return the mean loss
   */
  double loss(double[] outputs);

  /**
   * Returns E / n, the gradient of {@link #loss(double[])} with respect to the outputs.
   *
   * @param outputs n x T x c values
   * @return n x T x c values
   */
  double[] residual(double[] outputs);

  /**
   * Writes one row's block of the Hessian of {@link #loss(double[])}.
   *
   * @param outputs n x T x c values
   * @param row the row
   * @param hessian receives c x c values, row-major, symmetric positive semidefinite
   */
  void hessian(double[] outputs, int row, double[] hessian);

  /**
   * Returns the same samples with a loss whose slopes have no bounds, {@link
   * io.github.convexheads.api.loss.Loss#unbounded}; only {@link #loss}, {@link #residual} and what
   * they derive from differ.
   *
   * @return empty where the loss is no such
   */
  default Optional<LocalData> unbounded() {
    return Optional.empty();
  }

  /**
   * Returns products with the Hessian H of {@link #loss(double[])}, all rows together.
   *
   * @param outputs n x T x c values
   * @return v to H v, both n x T x c values
   */
  UnaryOperator<double[]> curvature(double[] outputs);

  /**
   * Returns the sum of all rows' blocks of the Hessian of {@link #loss(double[])}: its curvature
   * along intercepts.
   *
   * @param outputs n x T x c values
   * @return c x c values
   */
  double[] interceptCurvature(double[] outputs);

  /**
   * Applies the adjoint to a thin matrix: (A_j^* E) V.
   *
   * @param block j
   * @param e E, n x T x c values
   * @param v V in R^(q*c x k), row-major
   * @param k the number of columns
   * @return R x k values, row-major
   */
  double[] adjointTimes(int block, double[] e, double[] v, int k);

  /**
   * Applies the transposed adjoint to a thin matrix: (A_j^* E)^T U.
   *
   * @param block j
   * @param e E, n x T x c values
   * @param u U in R^(R x k), row-major
   * @param k the number of columns
   * @return (q*c) x k values, row-major
   */
  double[] adjointTransposeTimes(int block, double[] e, double[] u, int k);

  /**
   * Projects: P[i,t] = phi_j[i,t]^T U for every row; an identity U gives the features themselves.
   *
   * @param block j
   * @param u U in R^(R x k), row-major
   * @param k the number of columns
   * @return n x T x q x k values; the caller sees to it that they fit in memory
   */
  double[] project(int block, double[] u, int k);

  /**
   * Backprojects: sum over rows of phi_j[i,t] P[i,t].
   *
   * @param block j
   * @param p P, n x T x q x k values
   * @param k the number of columns
   * @return R x k values
   */
  double[] backproject(int block, double[] p, int k);

  /**
   * Returns the cone of a block, K u >= 0, where the penalty is constrained.
   *
   * @param block j
   * @return the cone; empty for {@link ConvexProgram.Penalty#NUCLEAR_NORM}
   */
  Optional<Cone> cone(int block);

  /**
   * Writes out what activations see and give, for bounds over all activation patterns, where the
   * penalty is constrained.
   *
   * @param block j, any of its group
   * @param e E, n x T x c values
   * @return the activations; empty where they are not known, or too many to be written out
   */
  default Optional<Activations> activations(int block, double[] e) {
    return Optional.empty();
  }

  /**
   * A relu network's gradient by what its activations see and give: with E at the outputs, (A^*
   * E)^T u of the pattern of any u is the sum over all pre-activations m of max(0, a_m.u) w_m.
   *
   * @param map a_m, n*m x R: pre-activations as a linear map of u
   * @param weights w_m, n*m x q*c: how E weighs every activation
   */
  record Activations(Matrix map, Matrix weights) {}

  /**
   * The cone {u : K u >= 0} of one activation pattern, K = (2D - I) times the lifted
   * pre-activations (Pilanci and Ergen, 2020): the weights whose relu network has exactly this
   * pattern on the data.
   */
  interface Cone {

    /**
     * Returns the number of rows of K, n times the pre-activations of a sample.
     *
     * @return the number of inequalities
     */
    int inequalities();

    /**
     * Returns K U.
     *
     * @param u U in R^(R x k), row-major
     * @param k the number of columns
     * @return inequalities x k values, row-major
     */
    double[] times(double[] u, int k);

    /**
     * Returns K^T Y.
     *
     * @param y inequalities x k values, row-major
     * @param k the number of columns
     * @return R x k values, row-major
     */
    double[] transposeTimes(double[] y, int k);

    /**
     * Returns how far every entry of K U may be from what it is without rounding: (R + 3) 2^-53
     * times the sum of the absolute values of its terms, row by row and so whatever the scale of a
     * sample.
     *
     * @param u U in R^(R x k), row-major
     * @param k the number of columns
     * @return inequalities x k values, row-major
     */
    double[] rounding(double[] u, int k);

    /**
     * Returns a point w with K w >= 0, and > 0 in every row where the cone has points with > 0.
     *
     * @return R values; empty if none is known
     */
    default Optional<double[]> interior() {
      return Optional.empty();
    }
  }

  /**
   * A program in coordinates of the span of its features: with orthonormal columns Q_j that span
   * those of block j, Z'_j = Q_j^T Z_j in R^(n T x c) gives the outputs of Z_j, and Q_j Z'_j has
   * the nuclear norm of Z'_j. Both up to rounding, so that proofs are those of the program itself.
   */
  interface SampleSpan {

    /**
     * Returns the program over the coordinates.
     *
     * @return the same loss, targets and beta, with blocks of n T rows
     */
    ConvexProgram program();

    /**
     * Returns the coordinates of a point.
     *
     * @param z the variable of the whole program
     * @return Q_j^T Z_j
     */
    Variable coordinates(Variable z);

    /**
     * Returns the point of some coordinates.
     *
     * @param coordinates the variable of {@link #program()}
     * @return Q_j Z'_j
     */
    Variable embedded(Variable coordinates);
  }

  /**
   * A step of a solver on the samples of one shard. It is sent to them by Java serialization: a
   * record of numbers, of a class that the other machine has.
   */
  @FunctionalInterface
  interface ShardWork extends Serializable {

    /**
     * Does the work.
     *
     * @param shard the program of the shard, with {@link ConvexProgram#localData()}; its beta is
     *     not that of the whole
     * @param share n_s / n
     * @param kept what earlier work kept there to save work; may be empty at any time
     * @param sent what was sent to this shard
     * @return the answer, which must not depend on what was kept
     */
    double[] answer(ConvexProgram shard, double share, ConvexProgram.Memo kept, double[]... sent);
  }

  /** Disjoint ranges of samples that together are all of them, each of which does work. */
  interface Shards {

    /**
     * Returns how many there are.
     *
     * @return at least 1
     */
    int count();

    /**
     * Returns the size of the largest.
     *
     * @return the rows of its outputs, n_s T
     */
    long rows();

    /**
     * Returns what work may take at a shard that is not in this machine's memory.
     *
     * @return bytes; empty for shards in this machine's memory
     */
    OptionalLong bytesElsewhere();

    /**
     * Does work at every shard.
     *
     * @param step what it is, for people
     * @param work the work
     * @param sent what is sent to every shard, in their order
     * @return the answer of every shard, in their order
     */
    List<double[]> answers(String step, ShardWork work, List<double[][]> sent);
  }
}
