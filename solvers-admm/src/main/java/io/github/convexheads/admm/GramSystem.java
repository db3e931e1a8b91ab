package io.github.convexheads.admm;

import io.github.convexheads.api.head.Block;
import io.github.convexheads.api.kernel.Cholesky;
import io.github.convexheads.api.kernel.Kernel;
import java.util.List;

/**
 * The matrix A^* A of one {@link OutputGroup}, kept as the smaller of two Gram matrices of Phi =
 * [Phi_j] in R^(N x D): the primal Phi^T Phi (D x D) or the dual Phi Phi^T (N x N), and its
 * regularised Cholesky factors.
 */
final class GramSystem {
  private final Layout layout;
  private final OutputGroup group;
  private final Kernel kernel;
  private final int rows;
  private final int columns;
  private final int unknowns;
  private final double[] stacked;
  private final double[] gram;

  GramSystem(
      Layout layout,
      OutputGroup group,
      List<double[]> features,
      int rows,
      int columns,
      Kernel kernel) {
    this.layout = layout;
    this.group = group;
    this.kernel = kernel;
    this.rows = rows;
    this.columns = columns;
    this.unknowns = group.unknowns(layout.blocks());
    this.stacked = stack(features);
    this.gram = isDual() ? product(false) : product(true);
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
  private double[] stack(List<double[]> features) {
    if (group.blocks().size() == 1) {
      return features.get(group.blocks().get(0));
    }
    double[] phi = new double[rows * unknowns];
    int at = 0;
    for (int j : group.blocks()) {
      int width = layout.block(j).rows() * layout.block(j).width();
      for (int row = 0; row < rows; row++) {
        System.arraycopy(features.get(j), row * width, phi, row * unknowns + at, width);
      }
      at += width;
    }
    return phi;
  }

  private double[] product(boolean primal) {
    int side = primal ? unknowns : rows;
    double[] product = new double[side * side];
    kernel.gemm(
        primal,
        !primal,
        side,
        side,
        primal ? rows : unknowns,
        1,
        stacked,
        0,
        unknowns,
        stacked,
        0,
        unknowns,
        0,
        product,
        0,
        side);
    return product;
  }

  /** Factors {@code weight * A^* A + rho * I}. */
  Factor factor(double weight, double rho) {
    double shift = rho / weight;
    int side = isDual() ? rows : unknowns;
    double[] shifted = gram.clone();
    for (int i = 0; i < side; i++) {
      shifted[i * side + i] += shift;
    }
    return new Factor(kernel.cholesky(shifted, side), rho, shift);
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
        double[] inner = new double[rows * c];
        multiply(false, right, inner, 1, 0);
        cholesky.solve(inner, c);
        multiply(true, inner, right, -1, 1);
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
      int c = group.outputs().size();
      double[] product = new double[rows * c];
      kernel.gemm(
          false, false, rows, c, rows, 1, gram, 0, rows, outputsOf(x), 0, c, 0, product, 0, c);
      placeOutputs(product, 1, out);
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

    private void multiply(
        boolean transposed, double[] from, double[] to, double alpha, double beta) {
      int c = group.outputs().size();
      kernel.gemm(
          transposed,
          false,
          transposed ? unknowns : rows,
          c,
          transposed ? rows : unknowns,
          alpha,
          stacked,
          0,
          unknowns,
          from,
          0,
          c,
          beta,
          to,
          0,
          c);
    }
  }
}
