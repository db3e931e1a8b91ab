package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.Evaluation;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Directions near the leading right singular vectors of M, by a few steps of block Lanczos from the
 * point's own factors and some more. Nothing rests on how good they are, so single precision will
 * do, which reads half the bytes; and many columns at once read them once for all.
 *
 * <p>They follow from data and point alone, so that they are independent of the random numbers that
 * a bound takes afterwards.
 *
 * @param m the products that found them
 * @param directions orthonormal columns, N x r, leading ones first
 * @param top what the largest eigenvalue of M^T M is about, as far as the precision tells
 * @param enough how many of the directions are worth taking out before a bound of what they leave
 * @param columns how many columns were multiplied with M and its transpose to find them
 */
record LeadingSubspace(GradientProducts m, Matrix directions, double top, int enough, int columns) {
  /** Directions that are looked for beside those of the factors. */
  private static final int MORE = 6;

  private static final int LEAST = 8;
  private static final int MOST = 128;

  /** Columns of all blocks together, unless the first three have more. */
  private static final int MOST_COLUMNS = 400;

  /** Bytes of tokens that no cache holds, so that reading them is what products wait for. */
  private static final double LARGE = 0x1p24;

  /**
   * Returns orthonormal directions, N x r with r at least as many as are wanted where there are;
   * none where the side is too short or the precision does not hold the numbers.
   *
   * @param wanted how many directions are wanted
   * @param closeness how close a bound of the norm is to be that follows from them
   * @param near directions near the leading ones, N x any number, such as those of another point,
   *     which save most of the steps; those of the factors follow them
   */
  static LeadingSubspace of(
      GradientProducts exact,
      int block,
      int wanted,
      GradientNorm.Closeness closeness,
      Matrix near) {
    int side = exact.side();
    Matrix factors = exact.factors();
    int most = 2 * Math.max(LEAST, factors.columns() + MORE);
    int known = Math.max(Math.min(near.columns(), most), factors.columns());
    int width = Math.min(MOST, Math.max(LEAST, Math.max(wanted, known + MORE)));
    GradientProducts m = new GradientProducts(rounded(exact.at()), block);
    Matrix none = Matrix.zeros(Precision.FLOAT64, side, 0);
    LeadingSubspace unknown = new LeadingSubspace(m, none, 0, 0, 0);
    if (side <= 2 * width) {
      return unknown;
    }
    BlockKrylov krylov = new BlockKrylov(m, none, 0, start(m.at(), near, factors, width));
    boolean single = m.at() != exact.at();
    SymmetricEigen eigen;
    BoundCost cost;
    do {
      krylov.step();
      if (!krylov.finite()) {
        return unknown;
      }
      eigen = krylov.eigen();
      cost = BoundCost.of(krylov, eigen, width, closeness.of(norm(m, eigen)));
    } while (krylov.nextColumns() > 0
        && krylov.columns() + krylov.nextColumns() <= Math.max(MOST_COLUMNS, 3 * width)
        && (krylov.steps() < 2 || !cost.suffices(width, single)));
    int count = Math.min(width, krylov.columns());
    Matrix directions =
        Orthonormal.of(krylov.kernel(), krylov.ritzVectors(eigen, count), 0.5).columns();
    int enough = Math.min(cost.directions(), directions.columns());
    double top = Math.max(0, eigen.values()[0]);
    return new LeadingSubspace(m, directions, top, enough, krylov.columns());
  }

  private static Evaluation rounded(Evaluation at) {
    return at.program().memory().tokens() > LARGE ? at.withPrecision(Precision.FLOAT32) : at;
  }

  private static double norm(GradientProducts m, SymmetricEigen eigen) {
    return Math.sqrt(Math.max(0, eigen.values()[0])) * m.unit();
  }

  /** Returns the leading pairs of M on the span of the directions, as the precision tells them. */
  SingularPairs pairs(int wanted) {
    return Deflation.pairs(m.at().program().kernel(), directions, m.firstTimes(directions), wanted);
  }

  /** What is known and the factors' columns, as many as fit, then normal numbers. */
  private static Matrix start(Evaluation at, Matrix near, Matrix factors, int width) {
    int side = factors.rows();
    long facts = Double.doubleToLongBits(at.loss());
    facts = 31 * facts + Double.doubleToLongBits(at.largestResidual());
    SplittableRandom random = new SplittableRandom(31 * facts + side);
    double[] columns = new double[side * width];
    Arrays.setAll(columns, i -> random.nextGaussian());
    Matrix start = Matrix.of(columns, side, width);
    int found = Math.min(near.columns(), width - MORE);
    start.columns(0, found).copyFrom(near.columns(0, found));
    int own = Math.min(factors.columns(), width - MORE - found);
    start.columns(found, own).copyFrom(factors.columns(0, own));
    return start;
  }
}
