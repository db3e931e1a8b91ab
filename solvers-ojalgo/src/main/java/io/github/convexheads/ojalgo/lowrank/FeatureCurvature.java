package io.github.convexheads.ojalgo.lowrank;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.kernel.Workers;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Factors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * The Hessian of the loss with respect to U, as the Kronecker product of S = sum over rows of phi
 * phi^T (R x R) and V^T V / q (k x k) times the mean curvature of a row's loss: exact for the
 * squared loss with q = 1. The eigenvectors of S do not change from point to point.
 *
 * <p>S is held as E diag(s) E^T + t (I - E E^T): exactly where R is small, else by a sketch whose
 * least eigenvalue t stands for all that it leaves out.
 */
final class FeatureCurvature {
  /** Parts that rows are cut into, whatever the number of threads. */
  private static final int PIECES = 2;

  /** Values of E from which threads share them. */
  private static final int SHARED = 1 << 17;

  private final Kernel kernel;
  private final Workers workers;
  private final Block block;
  private final double[] vectors;
  private final double[] values;
  private final double tail;

  /**
   * A curvature with a given S.
   *
   * @param program has the linear algebra and the threads
   * @param block the block
   * @param vectors E, R x m, row-major, orthonormal columns
   * @param values s, m values of at least 0
   * @param tail t, at least 0
   */
  FeatureCurvature(
      ConvexProgram program, Block block, double[] vectors, double[] values, double tail) {
    this.kernel = program.kernel();
    this.workers = program.workers();
    this.block = block;
    this.vectors = vectors;
    this.values = values;
    this.tail = tail;
  }

  /** Computes S and all its eigenvectors; empty where the program does not offer S. */
  static Optional<FeatureCurvature> exact(ConvexProgram program, int index) {
    Block block = program.blocks().get(index);
    int side = block.rows();
    double[] eye = Matrix.identity(side).toArray();
    return program
        .featureProduct(index, eye, side, Long.MAX_VALUE)
        .filter(FeatureCurvatures::usable)
        .map(s -> of(program, block, program.kernel().eigen(s, side)));
  }

  private static FeatureCurvature of(ConvexProgram program, Block block, SymmetricEigen eigen) {
    double[] values = eigen.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(0, values[i]);
    }
    return new FeatureCurvature(program, block, eigen.vectors(), values, 0);
  }

  /**
   * Returns the eigenvectors H and eigenvalues of the k x k factor at a point with k components.
   */
  SymmetricEigen mixed(Factors z, double curvature) {
    Matrix v = Matrix.of(z.right(), z.columns(), z.rank());
    Matrix products = Matrix.zeros(Precision.FLOAT64, z.rank(), z.rank());
    kernel.multiply(v.transposed(), v, into(products).scaled(curvature / block.width()));
    return kernel.eigen(products);
  }

  /**
   * Divides U, which begins at {@code at}, by the Kronecker product plus beta: with H the
   * eigenvectors and h the eigenvalues of the k x k factor, it is what t leaves of U H, corrected
   * within the span of E.
   */
  void solve(double[] x, int at, SymmetricEigen mixed, double beta) {
    Rotation rotation = new Rotation(x, at, mixed, beta);
    Matrix within = rotation.within();
    for (int r = 0; r < values.length; r++) {
      for (int h = 0; h < rotation.outside.length; h++) {
        double share = rotation.inside(r, h) - rotation.outside[h];
        within.set(r, h, within.get(r, h) * share);
      }
    }
    rotation.replace(within);
  }

  /** Returns the inner product of U, which begins at {@code at}, with what {@link #solve} gives. */
  double square(double[] x, int at, SymmetricEigen mixed, double beta) {
    Rotation rotation = new Rotation(x, at, mixed, beta);
    Matrix within = rotation.within();
    double sum = 0;
    for (int h = 0; h < rotation.outside.length; h++) {
      double left = rotation.square(h);
      for (int r = 0; r < values.length; r++) {
        double own = within.get(r, h) * within.get(r, h);
        sum += own * rotation.inside(r, h);
        left -= own;
      }
      sum += Math.max(0, left) * rotation.outside[h];
    }
    return sum;
  }

  /** U H of a U, by rows that threads share. */
  private final class Rotation {
    private final Matrix u;
    private final Matrix basis;
    private final Matrix rotated;
    private final double[] mixed;
    private final double[] outside;
    private final double beta;
    private final int pieces;

    Rotation(double[] x, int at, SymmetricEigen eigen, double beta) {
      int side = block.rows();
      int k = eigen.values().length;
      this.u = Matrix.of(x, 1, x.length).columns(at, side * k).reshaped(side, k);
      this.beta = beta;
      this.basis = Matrix.of(eigen.vectors(), k, k);
      this.mixed = Arrays.stream(eigen.values()).map(h -> Math.max(0, h)).toArray();
      this.outside = Arrays.stream(mixed).map(h -> 1 / (tail * h + beta)).toArray();
      this.rotated = Matrix.zeros(Precision.FLOAT64, side, k);
      this.pieces = vectors.length < SHARED ? 1 : PIECES;
    }

    /** What the curvature is divided by in the direction of an eigenvector of each factor. */
    double inside(int r, int h) {
      return 1 / (values[r] * mixed[h] + beta);
    }

    /** The squared length of a column of U H. */
    double square(int h) {
      double sum = 0;
      for (int i = 0; i < rotated.rows(); i++) {
        sum += rotated.get(i, h) * rotated.get(i, h);
      }
      return sum;
    }

    /** E^T U H. */
    Matrix within() {
      List<Matrix> sums = new ArrayList<>();
      for (int piece = 0; piece < pieces; piece++) {
        sums.add(Matrix.zeros(Precision.FLOAT64, values.length, basis.columns()));
      }
      forEachPiece(
          piece -> {
            kernel.multiply(part(u, piece), basis, into(part(rotated, piece)));
            kernel.multiply(span(piece).transposed(), part(rotated, piece), into(sums.get(piece)));
          });
      for (int piece = 1; piece < pieces; piece++) {
        sums.get(0).addScaled(1, sums.get(piece));
      }
      return sums.get(0);
    }

    /** U = (U H diag(outside) + E within) H^T. */
    void replace(Matrix within) {
      forEachPiece(
          piece -> {
            Matrix rows = part(rotated, piece);
            rows.transposed().scaleRows(outside);
            kernel.multiply(span(piece), within, into(rows).adding());
            kernel.multiply(rows, basis.transposed(), into(part(u, piece)));
          });
    }

    private void forEachPiece(IntConsumer work) {
      workers.forEach(pieces, work);
    }

    private Matrix span(int piece) {
      return part(Matrix.of(vectors, block.rows(), values.length), piece);
    }

    private Matrix part(Matrix all, int piece) {
      int from = piece * all.rows() / pieces;
      return all.rows(from, (piece + 1) * all.rows() / pieces - from);
    }
  }
}
