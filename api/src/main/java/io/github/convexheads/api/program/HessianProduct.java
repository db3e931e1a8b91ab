package io.github.convexheads.api.program;

import java.util.function.UnaryOperator;

/**
 * Products with the Hessian of the mean loss at given outputs, a block for every row. Blocks are
 * kept where they are a diagonal and a vector or few, and made anew for every product otherwise.
 */
final class HessianProduct implements UnaryOperator<double[]> {
  /** Dense blocks of up to so many numbers are kept. */
  private static final long MOST_KEPT = 1L << 24;

  private final RowLosses losses;
  private final double[] outputs;
  private final RowHessian[] kept;

  HessianProduct(RowLosses losses, double[] outputs) {
    this.losses = losses;
    this.outputs = outputs;
    long c = losses.width();
    boolean small =
        losses.rows() * c * c <= MOST_KEPT || new RowHessian(losses).at(outputs, 0).hasParts();
    this.kept = new RowHessian[small ? losses.rows() : 0];
    losses.forEachPiece(
        (from, to) -> {
          for (int row = from; row < Math.min(to, kept.length); row++) {
            kept[row] = new RowHessian(losses).at(outputs, row);
          }
        });
  }

  @Override
  public double[] apply(double[] v) {
    double[] product = new double[v.length];
    int c = losses.width();
    losses.forEachPiece(
        (from, to) -> {
          RowHessian own = new RowHessian(losses);
          for (int row = from; row < to; row++) {
            RowHessian block = kept.length > 0 ? kept[row] : own.at(outputs, row);
            block.addProduct(v, row * c, product, row * c);
          }
        });
    return product;
  }
}
