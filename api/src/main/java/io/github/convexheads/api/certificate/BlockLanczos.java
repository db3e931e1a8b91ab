package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Matrix;
import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.kernel.SymmetricEigen;
import io.github.convexheads.api.program.Evaluation;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Bounds of the norm of M, which is A_j^* E or its transpose: {@link LeadingSubspace} finds where
 * it is large, {@link Deflation} takes that out, and {@link BlockKrylov} from a random block that
 * nobody knows beforehand, judged by {@link LanczosBound}, bounds what is left.
 */
final class BlockLanczos {
  /** The probability that one upper bound is too low. */
  static final double FAILURE = 1e-12;

  /**
   * b. Every column costs a product with M and one with its transpose, and bounds need the fewest
   * columns where b is small; two keep the start's share of the leading direction above 1e-6 with
   * this probability, where one vector leaves it at 1e-12, which is nearly rounding.
   */
  static final int WIDTH = 2;

  private static final int MOST_COLUMNS = 400;

  /** Bounds are looked at when there are so many more columns: each look decomposes T. */
  private static final double GROWTH = 1.0 / 16;

  private final GradientProducts m;
  private final int side;
  private final LeadingSubspace leading;
  private Deflation known;

  /**
   * Finds where M is large, from directions near the leading ones if there are, without a bound.
   */
  BlockLanczos(Evaluation at, int block, int pairs, GradientNorm.Closeness closeness, Matrix near) {
    this.m = new GradientProducts(at, block);
    this.side = m.side();
    this.leading = LeadingSubspace.of(m, block, pairs, closeness, near);
  }

  /** Nothing that is known, N x 0. */
  static Matrix noDirections(Evaluation at, int block) {
    int side = at.program().blocks().get(block).smallerSide();
    return Matrix.zeros(Precision.FLOAT64, side, 0);
  }

  /** Returns the directions that were found, N x any number. */
  Matrix directions() {
    return leading.directions();
  }

  /**
   * Estimates the steps after which a bound of what some directions leave is so much larger than
   * what they leave: a Chebyshev polynomial has to outgrow all that a start has of other directions
   * beside the least that it may have of the leading one.
   *
   * @param ratio of the squares of norms
   */
  static double steps(int side, double ratio) {
    double apart = side / LanczosBound.smallBall(WIDTH, FAILURE);
    double root = Math.sqrt(Math.max(1, ratio));
    return 1 + Math.log(4 * apart) / (4 * Math.log(root + Math.sqrt(root * root - 1)));
  }

  /** Returns what the norm of M is about, from below, without products in double precision. */
  double estimate() {
    return Math.sqrt(leading.top()) * leading.m().unit();
  }

  /** Returns a number that the norm of M is not below, up to rounding of products. */
  double lower() {
    return Math.sqrt(known().lower()) * m.unit();
  }

  /** Returns estimates of leading pairs; empty where no directions were found. */
  Optional<SingularPairs> pairs(int count) {
    return leading.directions().columns() == 0
        ? Optional.empty()
        : Optional.of(m.oriented(leading.pairs(count)).times(leading.m().unit()));
  }

  private Deflation known() {
    if (known == null) {
      known = Deflation.of(m, leading.directions().columns(0, leading.enough()).copy());
    }
    return known;
  }

  SpectralNorm run(double accuracy) {
    return run((lower, upper) -> upper <= lower * (1 + accuracy));
  }

  /** Bounds the norm until a caller is content. */
  SpectralNorm run(SpectralNorm.Sufficiency sufficiency) {
    return bounded(known(), sufficiency)
        .or(
            () ->
                known().count() < leading.directions().columns()
                    ? bounded(Deflation.of(m, leading.directions()), sufficiency)
                    : Optional.empty())
        .orElseGet(
            () ->
                bounded(Deflation.of(m, Matrix.zeros(Precision.FLOAT64, side, 0)), sufficiency)
                    .orElseThrow());
  }

  /**
   * Bounds the norm; empty where what the known directions leave open would not content the caller
   * even if the rest were known exactly.
   */
  private Optional<SpectralNorm> bounded(Deflation known, SpectralNorm.Sufficiency sufficiency) {
    int b = Math.min(WIDTH, side - known.count());
    double x = LanczosBound.smallBall(b, FAILURE);
    BlockKrylov krylov = new BlockKrylov(m, known.directions(), known.top(), gaussian(b));
    int looked = 0;
    while (true) {
      krylov.step();
      boolean last =
          krylov.nextColumns() == 0 || krylov.columns() + krylov.nextColumns() > MOST_COLUMNS;
      if (last || krylov.columns() >= looked * (1 + GROWTH)) {
        looked = krylov.columns();
        SymmetricEigen eigen = krylov.eigen();
        double seen = Math.max(0, eigen.values()[0]);
        double rest =
            krylov.columns() + known.count() == side ? seen : bound(krylov, eigen).upper(x);
        SpectralNorm found = bounds(krylov, known, seen, rest);
        if (sufficiency.suffices(found.lower(), found.upper())) {
          return Optional.of(found);
        }
        SpectralNorm best = bounds(krylov, known, seen, seen);
        if (known.count() > 0 && !sufficiency.suffices(best.lower(), best.upper())) {
          return Optional.empty();
        }
        if (last) {
          return Optional.of(found);
        }
      }
    }
  }

  private static LanczosBound bound(BlockKrylov krylov, SymmetricEigen eigen) {
    int degree = krylov.nextColumns() == 0 ? krylov.columns() : krylov.steps() - 1;
    return new LanczosBound(
        eigen.values(), weights(eigen, krylov.startTriangle(), krylov.columns()), degree);
  }

  private Matrix gaussian(int b) {
    SplittableRandom random = m.at().program().randomStarts().next(FAILURE);
    double[] omega = new double[side * b];
    Arrays.setAll(omega, i -> random.nextGaussian());
    return Matrix.of(omega, side, b);
  }

  /**
   * The bounds from the largest eigenvalue that was seen of what is left, and a bound of it. T is
   * that of a matrix within {@code error} of M^T M: every entry of a product is rounded, and what
   * was dropped counts twice, in a row and in a column.
   */
  private SpectralNorm bounds(BlockKrylov krylov, Deflation known, double seen, double rest) {
    double top = Math.max(known.top(), seen);
    int n = known.count() + krylov.columns();
    double error = Deflation.rounding(side, n) * top + 2 * krylov.dropped();
    return new SpectralNorm(
        Math.sqrt(Math.max(0, top - error)) * m.unit(),
        Math.sqrt(known.upper(rest + error) + error) * m.unit(),
        FAILURE,
        Optional.empty());
  }

  /** The squared lengths of the rows of S^T E_1 R_1. */
  static double[] weights(SymmetricEigen eigen, Matrix triangle, int n) {
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      for (int column = 0; column < triangle.columns(); column++) {
        double entry = 0;
        for (int r = 0; r < triangle.rows(); r++) {
          entry += eigen.vectors()[r * n + i] * triangle.get(r, column);
        }
        weights[i] += entry * entry;
      }
    }
    return weights;
  }
}
