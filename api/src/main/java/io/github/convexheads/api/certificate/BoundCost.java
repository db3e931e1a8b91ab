package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.SymmetricEigen;

/**
 * What a bound of the norm of M would cost with the leading Ritz vectors of a recurrence taken out,
 * in products of M or its transpose with one column in double precision: two for every direction,
 * then those of the steps of {@link BlockLanczos} until what is left is known to be as small as
 * {@link Deflation#allowed} says.
 *
 * @param directions how many Ritz vectors make it cheapest
 * @param least what it costs then; infinite where no number of them would do
 * @param ideal what it would cost at least if they were exact singular vectors
 */
record BoundCost(int directions, double least, double ideal) {
  /** Columns whose products take as long as reading the samples for them. */
  private static final double READING = 2;

  /** Numbers of directions that are looked at, evenly spread. */
  private static final int CHOICES = 16;

  /**
   * Looks for the cheapest bound.
   *
   * @param krylov the recurrence after some steps
   * @param eigen the eigenvalues and vectors of its T
   * @param most the most directions to take out
   * @param accuracy what the bound may add to the norm, relative
   */
  static BoundCost of(BlockKrylov krylov, SymmetricEigen eigen, int most, double accuracy) {
    double[] theta = eigen.values();
    double lambda = theta[0] * (1 + 2 * accuracy);
    int past = Math.min(most, krylov.columns() - 1);
    BoundCost best = new BoundCost(past, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    if (!(lambda > theta[0]) || past < 1) {
      return best;
    }
    Matrix coupling = krylov.coupling(eigen, past + 1);
    int stride = (past + CHOICES - 1) / CHOICES;
    for (int count = past; count > 0; count -= stride) {
      double left = left(theta, coupling, count);
      Matrix some = coupling.rows(0, count).columns(0, count);
      double allowed = Deflation.allowed(krylov.kernel(), lambda, theta, some);
      double cost =
          allowed > left
              ? products(krylov.side(), count, allowed / left)
              : Double.POSITIVE_INFINITY;
      double exact = products(krylov.side(), count, lambda / left);
      best =
          new BoundCost(
              cost < best.least ? count : best.directions,
              Math.min(cost, best.least),
              Math.min(exact, best.ideal));
    }
    return best;
  }

  /**
   * Says whether another step of the recurrence costs more than more exact directions could save.
   *
   * @param columns of the step
   * @param single whether its products are in single precision, where a column costs half
   */
  boolean suffices(int columns, boolean single) {
    double step = 2 * (columns * (single ? 0.5 : 1) + READING);
    return least < Double.POSITIVE_INFINITY && least <= ideal + step;
  }

  /**
   * What the largest eigenvalue is likely to be that some Ritz vectors leave: the next Ritz value
   * and the norm of its residual, within which there is one.
   */
  private static double left(double[] theta, Matrix coupling, int count) {
    double residual = Math.sqrt(Math.max(0, coupling.get(count, count)));
    return Math.max(Double.MIN_NORMAL, theta[count] + residual);
  }

  /** Products for so many directions and a bound of what they leave, within a ratio of it. */
  private static double products(int side, int count, double ratio) {
    return 2 * (count + READING)
        + 2 * (BlockLanczos.WIDTH + READING) * BlockLanczos.steps(side, ratio);
  }
}
