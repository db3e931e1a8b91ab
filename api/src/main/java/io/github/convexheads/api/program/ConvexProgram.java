package io.github.convexheads.api.program;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.loss.Loss;
import io.github.convexheads.api.token.Targets;
import java.util.List;
import java.util.Optional;

/**
 * A convex program over blocks of matrices,
 *
 * <pre>
 *   min over Z of (1/n) sum_i loss(out_i, Y_i) + beta * sum_j ||Z_j||_*,   out = sum_j A_j Z_j,
 * </pre>
 *
 * given by linear actions alone; the n x (R*q) features are never asked for.
 *
 * <p>Outputs are n x T x c values, row-major, in double precision; E stands for any such array.
 * Where the samples live (in memory, on disk, on other machines) is the implementation's affair.
 * Implementations are immutable, safe for use by several threads, and give the same bits for the
 * same question.
 */
public interface ConvexProgram {

  /**
   * Returns the blocks of the variable.
   *
   * @return at least one block
   */
  List<Block> blocks();

  /**
   * Returns the targets Y; they also tell n, T and c.
   *
   * @return the targets
   */
  Targets targets();

  /**
   * Returns the loss.
   *
   * @return the loss
   */
  Loss loss();

  /**
   * Returns the penalty that beta multiplies.
   *
   * @return the penalty
   */
  Penalty penalty();

  /**
   * Returns beta.
   *
   * @return a number of at least 0
   */
  double beta();

  /**
   * Returns the same program with another beta; data and prepared features are shared.
   *
   * @param beta at least 0
   * @return the program
   */
  ConvexProgram withBeta(double beta);

  /**
   * Returns the same program with the bulk of its arithmetic in another precision. All arrays that
   * go in and out stay double.
   *
   * @param precision the precision
   * @return the program
   */
  ConvexProgram withPrecision(Precision precision);

  /**
   * Returns the outputs of the lifted model.
   *
   * @param z the variable
   * @return n x T x c values
   */
  double[] outputs(Variable z);

  /**
   * Returns loss and gradient at a factored point in one pass over the data.
   *
   * @param z the variable
   * @return the smooth part of the objective and its derivatives with respect to the factors
   */
  Gradient gradient(Variable z);

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
   * Projects: P[i,t] = phi_j[i,t]^T U for every row.
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
   * @return the cone; empty for {@link Penalty#NUCLEAR_NORM}
   */
  Optional<Cone> cone(int block);

  /**
   * Returns which networks the optimal value is the best of.
   *
   * @return the scope; by default that of linear heads where no block has a gate
   */
  default Scope scope() {
    return penalty() == Penalty.CONSTRAINED_NUCLEAR_NORM
        ? Scope.THESE_PATTERNS
        : Scope.of(blocks(), Optional.empty());
  }

  /**
   * Returns programs over disjoint ranges of samples that together hold all of them, in order, for
   * solvers that work on parts of the data at the same time. With n_s of n samples in shard s, the
   * smooth part of this program is sum_s (n_s / n) times that of shard s; blocks, loss and beta are
   * those of this program.
   *
   * @param count the number of shards wanted, at least 1
   * @return at least one and at most {@code count} programs; this program alone where it cannot be
   *     cut
   */
  default List<ConvexProgram> shards(int count) {
    return List.of(this);
  }

  /**
   * Returns what the program's data take on the heap.
   *
   * @return the bytes; none where they are elsewhere, or it is not known
   */
  default HeapUse heapUse() {
    return new HeapUse(0, 0);
  }

  /**
   * Returns the linear algebra that this program works with.
   *
   * @return the kernel
   */
  Kernel kernel();

  /**
   * Returns the threads that this program may use.
   *
   * @return the workers
   */
  Workers workers();

  /**
   * Returns n.
   *
   * @return the number of samples
   */
  default int samples() {
    return targets().samples();
  }

  /**
   * Returns n * T, the number of rows of outputs.
   *
   * @return the number of rows
   */
  default int rows() {
    return Math.multiplyExact(targets().samples(), targets().positions());
  }

  /**
   * Returns c.
   *
   * @return the number of outputs of a row
   */
  default int outputs() {
    return targets().outputs();
  }

  /**
   * Returns (1/n) times the sum of losses of given outputs.
   *
   * @param outputs n x T x c values
   * @return the mean loss
   */
  default double loss(double[] outputs) {
    double sum = 0;
    for (int row = 0; row < rows(); row++) {
      sum += loss().value(outputs, row * outputs(), targets(), row);
    }
    return sum / samples();
  }

  /**
   * Returns E / n, the gradient of {@link #loss(double[])} with respect to the outputs.
   *
   * @param outputs n x T x c values
   * @return n x T x c values
   */
  default double[] residual(double[] outputs) {
    double[] e = new double[outputs.length];
    for (int row = 0; row < rows(); row++) {
      loss().gradient(outputs, row * outputs(), targets(), row, e);
    }
    for (int i = 0; i < e.length; i++) {
      e[i] /= samples();
    }
    return e;
  }

  /**
   * Returns a point that moves along lines, for descents over the factors.
   *
   * @param start where it begins
   * @return the point
   */
  default MovingPoint movingPoint(Variable start) {
    start.requireShape(blocks());
    return new PlainMovingPoint(this, start);
  }

  /**
   * Returns the objective (1/n) sum of losses + beta * sum ||Z_j||_*.
   *
   * @param z the variable
   * @return the primal value
   */
  default double primal(Variable z) {
    return loss(outputs(z)) + beta() * z.nuclearNorm(kernel());
  }
}
