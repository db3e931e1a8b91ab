package io.github.convexheads.ojalgo.lowrank;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.RealArray;
import io.github.convexheads.api.kernel.Vectors;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Factors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  private final double[] weights;

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
    this.weights = weights(kernel, gram, order, at.variable().block(index));
    double mean = 0;
    for (int i = 0; i < order; i++) {
      mean += gram[i * order + i] / order;
    }
    for (int i = 0; i < order; i++) {
      gram[i * order + i] += program.beta() + 1e-7 * mean;
    }
    this.triangle = new BlockedTriangle(kernel, kernel.cholesky(gram, order, workers), precision);
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
    this.weights = before.weights;
    this.rank = rank;
  }

  /** Returns the same for the same components among more. */
  MixingCurvature among(int more) {
    return new MixingCurvature(this, more);
  }

  /** Returns the first component. */
  int from() {
    return from;
  }

  /** Returns the number of components. */
  int components() {
    return components;
  }

  /**
   * Returns the Hessian of the loss along the components, each of unit weight: the sum over outputs
   * of v_h^T P_h^T diag(w) P_g v_g / (||u_h|| ||v_h|| ||u_g|| ||v_g||), row-major, 0 for components
   * of zero.
   */
  double[] weights() {
    return weights;
  }

  private double[] weights(Kernel kernel, double[] gram, int order, Factors z) {
    List<Matrix> v = new ArrayList<>();
    double[] scale = new double[components];
    for (int h = 0; h < components; h++) {
      v.add(Matrix.of(z.rightColumn(from + h), block.width(), block.outputs()));
      double weight = Vectors.norm(z.leftColumn(from + h)) * Vectors.norm(z.rightColumn(from + h));
      scale[h] = weight > 0 ? 1 / weight : 0;
    }
    double[] hessian = new double[components * components];
    workers.forEach(
        components,
        g -> {
          Matrix image = kernel.multiply(columns(gram, order, g), v.get(g));
          for (int h = 0; h < components; h++) {
            hessian[h * components + g] = inner(v.get(h), image, h) * scale[h] * scale[g];
          }
        });
    return hessian;
  }

  /** The columns of a component; rows and columns are r * components + h. */
  private Matrix columns(double[] gram, int order, int component) {
    double[] some = new double[order * block.width()];
    int at = 0;
    for (int i = component; i < gram.length; i += components) {
      some[at++] = gram[i];
    }
    return Matrix.of(some, order, block.width());
  }

  /** The inner product of V of a component with its rows of an image. */
  private double inner(Matrix v, Matrix image, int component) {
    double sum = 0;
    for (int r = 0; r < v.rows(); r++) {
      for (int o = 0; o < v.columns(); o++) {
        sum += v.get(r, o) * image.get(r * components + component, o);
      }
    }
    return sum;
  }

  /**
   * Solves for the components' columns of V, which begins at {@code at}; threads share the outputs.
   */
  void solve(double[] x, int at) {
    int c = block.outputs();
    int pieces = Math.min(c, PIECES);
    workers.forEach(pieces, piece -> solve(x, at, piece * c / pieces, (piece + 1) * c / pieces));
  }

  /** Returns the inner product of the components' columns of V with what {@link #solve} gives. */
  double square(double[] x, int at) {
    int c = block.outputs();
    double[] sums = new double[Math.min(c, PIECES)];
    workers.forEach(
        sums.length,
        piece -> {
          Part part = new Part(at, piece * c / sums.length, (piece + 1) * c / sums.length);
          RealArray b = part.of(x);
          triangle.solveLower(b, part.columns());
          sums[piece] = b.dot(0, b, 0, b.length());
        });
    return Arrays.stream(sums).sum();
  }

  private void solve(double[] x, int at, int firstOutput, int pastOutput) {
    Part part = new Part(at, firstOutput, pastOutput);
    RealArray solution = part.of(x);
    triangle.solve(solution, part.columns());
    part.put(solution, x);
  }

  /** The components' columns of V for some outputs, as the right sides of a solve. */
  private final class Part {
    private final int at;
    private final int firstOutput;
    private final int columns;

    Part(int at, int firstOutput, int pastOutput) {
      this.at = at;
      this.firstOutput = firstOutput;
      this.columns = pastOutput - firstOutput;
    }

    int columns() {
      return columns;
    }

    RealArray of(double[] x) {
      double[] b = new double[block.width() * components * columns];
      for (int r = 0; r < block.width(); r++) {
        for (int p = 0; p < columns; p++) {
          int source = position(r, p);
          for (int h = 0; h < components; h++) {
            b[(r * components + h) * columns + p] = x[source + h];
          }
        }
      }
      return RealArray.wrap(b).copy(triangle.precision());
    }

    void put(RealArray solution, double[] x) {
      double[] b = solution.copy(Precision.FLOAT64).doubles();
      for (int r = 0; r < block.width(); r++) {
        for (int p = 0; p < columns; p++) {
          int target = position(r, p);
          for (int h = 0; h < components; h++) {
            x[target + h] = b[(r * components + h) * columns + p];
          }
        }
      }
    }

    private int position(int row, int column) {
      return at + (row * block.outputs() + firstOutput + column) * rank + from;
    }
  }
}
