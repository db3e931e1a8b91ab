package io.github.convexheads.admm;

import static io.github.convexheads.api.kernel.Target.into;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import java.util.List;

/**
 * The matrix A^* A of one {@link OutputGroup}, kept as the smaller of two Gram matrices of Phi =
 * [Phi_j] in R^(N x D): the primal Phi^T Phi (D x D) or the dual Phi Phi^T (N x N), and its
 * regularised Cholesky factors.
 */
final class GramSystem {
  private static final double LEAST_RIDGE = 1e-16;
  private static final double MOST_RIDGE = 1e-8;

  private final Layout layout;
  private final OutputGroup group;
  private final Kernel kernel;
  private final int rows;
  private final int columns;
  private final int unknowns;
  private final Matrix stacked;
  private final Matrix gram;

  GramSystem(Layout layout, OutputGroup group, List<Matrix> features, int columns, Kernel kernel) {
    this.layout = layout;
    this.group = group;
    this.kernel = kernel;
    this.rows = features.get(0).rows();
    this.columns = columns;
    this.unknowns = group.unknowns(layout.blocks());
    this.stacked = stack(features);
    Matrix left = isDual() ? stacked : stacked.transposed();
    this.gram = kernel.multiply(left, left.transposed());
  }

  /** Returns the bytes of the Gram matrix, of one factor, and of the stacked features if copied. */
  static double bytes(OutputGroup group, List<Block> blocks, double rows) {
    double unknowns = group.unknowns(blocks);
    double side = Math.min(rows, unknowns);
    return Double.BYTES * (2 * side * side + (group.blocks().size() > 1 ? rows * unknowns : 0));
  }

  /** Says whether samples are fewer than unknowns. */
  boolean isDual() {
    return rows < unknowns;
  }

  /** Puts the features of the group's blocks side by side. */
  private Matrix stack(List<Matrix> features) {
    if (group.blocks().size() == 1) {
      return features.get(group.blocks().get(0));
    }
    Matrix phi = Matrix.zeros(Precision.FLOAT64, rows, unknowns);
    int at = 0;
    for (int j : group.blocks()) {
      Matrix own = features.get(j);
      phi.columns(at, own.columns()).copyFrom(own);
      at += own.columns();
    }
    return phi;
  }

  /**
   * Factors {@code weight * A^* A + rho * I}; where rounding has made that indefinite, as where
   * blocks repeat one another and rho is far below A^* A, with the least multiple of the identity
   * more (of the largest diagonal entry times 1e-16, 1e-15, ...) that helps.
   */
  Factor factor(double weight, double rho) {
    double largest = 0;
    for (int i = 0; i < gram.rows(); i++) {
      largest = Math.max(largest, gram.get(i, i));
    }
    double shift = rho / weight;
    for (double ridge = LEAST_RIDGE; ; ridge *= 10) {
      try {
        return new Factor(kernel.cholesky(shifted(shift)), weight * shift, shift);
      } catch (Cholesky.NotPositiveDefiniteException e) {
        if (!(ridge < MOST_RIDGE)) {
          throw e;
        }
        shift = rho / weight + ridge * largest;
      }
    }
  }

  private Matrix shifted(double shift) {
    Matrix shifted = gram.copy();
    for (int i = 0; i < shifted.rows(); i++) {
      shifted.set(i, i, shifted.get(i, i) + shift);
    }
    return shifted;
  }

  /** One factored system. */
  final class Factor {
    private final Cholesky cholesky;
    private final double rho;
    private final double shift;

    private Factor(Cholesky cholesky, double rho, double shift) {
      this.cholesky = cholesky;
      this.rho = rho;
      this.shift = shift;
    }

    /** Solves for the group's entries of b and writes them to x. */
    void solve(double[] b, double[] x) {
      double[] right = group.gather(layout, b);
      int c = group.outputs().size();
      if (isDual()) {
        Matrix all = Matrix.of(right, unknowns, c);
        double[] inner = kernel.multiply(stacked, all).toArray();
        cholesky.solve(inner, c);
        Matrix solved = Matrix.of(inner, rows, c);
        kernel.multiply(stacked.transposed(), solved, into(all).scaled(-1).adding());
      } else {
        cholesky.solve(right, c);
      }
      // (w G + rho I)^-1 = (1/w) (G + shift I)^-1, and Woodbury's form has 1/rho in front.
      double scale = isDual() ? 1 / rho : shift / rho;
      for (int i = 0; i < right.length; i++) {
        right[i] *= scale;
      }
      group.scatter(layout, right, x);
    }

    /** Solves (weight Phi Phi^T + rho I) x = e for the group's outputs; dual systems only. */
    void solveOutputs(double[] e, double[] x) {
      double[] right = outputsOf(e);
      cholesky.solve(right, group.outputs().size());
      placeOutputs(right, shift / rho, x);
    }

    /** Multiplies by Phi Phi^T for the group's outputs; dual systems only. */
    void multiplyOutputs(double[] x, double[] out) {
      Matrix right = Matrix.of(outputsOf(x), rows, group.outputs().size());
      placeOutputs(kernel.multiply(gram, right).toArray(), 1, out);
    }

    private double[] outputsOf(double[] e) {
      int c = group.outputs().size();
      double[] part = new double[rows * c];
      for (int i = 0; i < part.length; i++) {
        part[i] = e[i / c * columns + group.outputs().get(i % c)];
      }
      return part;
    }

    private void placeOutputs(double[] part, double scale, double[] e) {
      int c = group.outputs().size();
      for (int i = 0; i < part.length; i++) {
        e[i / c * columns + group.outputs().get(i % c)] = scale * part[i];
      }
    }
  }
}
