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
 */
final class LeadingSubspace {
  /** Directions that are looked for beside those of the factors. */
  private static final int MORE = 6;

  private static final int LEAST = 8;
  private static final int MOST = 64;

  /** Columns of all blocks together. */
  private static final int MOST_COLUMNS = 160;

  /** Ritz values below the largest by less than this share have to be exact, too. */
  private static final double ALIKE = 0.02;

  /** Residuals that will do, relative to the largest Ritz value; their squares loosen a bound. */
  private static final double ENOUGH = 3e-3;

  /** The same at the zero point, whose norm is wanted to six digits. */
  private static final double EXACT = 3e-4;

  /** Bytes of tokens that no cache holds, so that reading them is what products wait for. */
  private static final double LARGE = 0x1p24;

  private LeadingSubspace() {}

  /** Returns orthonormal directions, N x r; none where the precision does not hold the numbers. */
  static Matrix of(GradientProducts exact, int block) {
    int side = exact.side();
    Matrix factors = exact.factors();
    int width = Math.min(MOST, Math.max(LEAST, factors.columns() + MORE));
    if (side <= 2 * width) {
      return Matrix.zeros(Precision.FLOAT64, side, 0);
    }
    GradientProducts m = new GradientProducts(rounded(exact.at()), block);
    Matrix none = Matrix.zeros(Precision.FLOAT64, side, 0);
    BlockKrylov krylov = new BlockKrylov(m, none, 0, start(m.at(), factors, side, width));
    double enough = factors.columns() == 0 ? EXACT : ENOUGH;
    SymmetricEigen eigen;
    do {
      krylov.step();
      if (!krylov.finite()) {
        return none;
      }
      eigen = krylov.eigen();
    } while (krylov.nextColumns() > 0
        && krylov.columns() + krylov.nextColumns() <= MOST_COLUMNS
        && (krylov.steps() < 2 || !exact(krylov, eigen, enough)));
    int count = Math.min(width, krylov.columns());
    return Orthonormal.of(krylov.ritzVectors(eigen, count), 0.5).columns();
  }

  private static Evaluation rounded(Evaluation at) {
    return at.program().memory().tokens() > LARGE ? at.withPrecision(Precision.FLOAT32) : at;
  }

  private static boolean exact(BlockKrylov krylov, SymmetricEigen eigen, double enough) {
    double top = eigen.values()[0];
    for (int i = 0; i < krylov.columns() && eigen.values()[i] >= (1 - ALIKE) * top; i++) {
      if (krylov.residual(eigen, i) > enough * top) {
        return false;
      }
    }
    return true;
  }

  /** The factors' columns, as many as fit, then normal numbers. */
  private static Matrix start(Evaluation at, Matrix factors, int side, int width) {
    long facts = Double.doubleToLongBits(at.loss());
    facts = 31 * facts + Double.doubleToLongBits(at.largestResidual());
    SplittableRandom random = new SplittableRandom(31 * facts + side);
    double[] columns = new double[side * width];
    Arrays.setAll(columns, i -> random.nextGaussian());
    Matrix start = Matrix.of(columns, side, width);
    int known = Math.min(factors.columns(), width - MORE);
    start.columns(0, known).copyFrom(factors.columns(0, known));
    return start;
  }
}
