package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import java.util.Optional;

/**
 * The inverse of P^T diag(w) P + beta I for some components of a block, where w is the mean
 * curvature of every row's loss: with U fixed, the Hessian with respect to the rows of V, exactly
 * for the squared loss and with diag(q) - q q^T replaced by a multiple of the identity for softmax.
 */
final class MixingCurvature {
  /** Tasks that one solve is cut into, whatever the number of threads. */
  private static final int PIECES = 2;

  /**
   * Rows from which the matrix is close enough: more than three times its largest order. The other
   * rows would cost as much as a fifth of a descent over 50,000 samples.
   */
  private static final int ENOUGH_ROWS = 8192;

  private final BlockedTriangle triangle;
  private final Workers workers;
  private final Block block;
  private final int rank;
  private final int from;
  private final int components;

  private MixingCurvature(
      Precision precision, Evaluation at, int index, int from, int to, double[] gram) {
    ConvexProgram program = at.program();
    this.workers = program.workers();
    Kernel kernel = program.kernel();
    this.block = program.blocks().get(index);
    this.rank = at.variable().block(index).rank();
    this.from = from;
    this.components = to - from;
    int order = block.width() * components;
    double mean = 0;
    for (int i = 0; i < order; i++) {
      mean += gram[i * order + i] / order;
    }
    for (int i = 0; i < order; i++) {
      gram[i * order + i] += program.beta() + 1e-7 * mean;
    }
    this.triangle = new BlockedTriangle(kernel, kernel.cholesky(gram, order), precision);
  }

  /** Returns the curvature of components from one on; empty where the program does not tell it. */
  static Optional<MixingCurvature> of(
      Precision precision, Evaluation at, int index, int from, int to) {
    return at.curvature(index, from, to, ENOUGH_ROWS)
        .map(gram -> new MixingCurvature(precision, at, index, from, to, gram));
  }

  private MixingCurvature(MixingCurvature before, int rank) {
    this.triangle = before.triangle;
    this.workers = before.workers;
    this.block = before.block;
    this.from = before.from;
    this.components = before.components;
    this.rank = rank;
  }

  /** Returns the same for the same components among more. */
  MixingCurvature among(int more) {
    return new MixingCurvature(this, more);
  }

  /**
   * Solves for the components' columns of V, which begins at {@code at}; threads share the outputs.
   */
  void solve(double[] x, int at) {
    int c = block.outputs();
    int pieces = Math.min(c, PIECES);
    workers.forEach(pieces, piece -> solve(x, at, piece * c / pieces, (piece + 1) * c / pieces));
  }

  private void solve(double[] x, int at, int firstOutput, int pastOutput) {
    int columns = pastOutput - firstOutput;
    double[] b = new double[block.width() * components * columns];
    for (int r = 0; r < block.width(); r++) {
      for (int p = 0; p < columns; p++) {
        int source = at + (r * block.outputs() + firstOutput + p) * rank + from;
        for (int h = 0; h < components; h++) {
          b[(r * components + h) * columns + p] = x[source + h];
        }
      }
    }
    RealArray solution = RealArray.wrap(b).copy(triangle.precision());
    triangle.solve(solution, columns);
    RealArray.wrap(b).copyFrom(solution, 0, 0, b.length);
    for (int r = 0; r < block.width(); r++) {
      for (int p = 0; p < columns; p++) {
        int target = at + (r * block.outputs() + firstOutput + p) * rank + from;
        for (int h = 0; h < components; h++) {
          x[target + h] = b[(r * components + h) * columns + p];
        }
      }
    }
  }
}
