package io.github.convexheads.api.certificate;

import io.github.convexheads.api.internal.program.ConeProjection;
import io.github.convexheads.api.program.Cone;
import io.github.convexheads.api.program.Evaluation;
import java.util.Optional;

/**
 * An upper bound of the norm dual to a block's penalty, at M = A_j^* E.
 *
 * <p>The nuclear norm's dual is the spectral norm. The constrained nuclear norm's dual, max u^T M v
 * over K u &gt;= 0 and unit balls, is never above it. With one column it is the longer of the
 * projections of M and -M on the cone, and nonnegative least squares gives it exactly ({@link
 * ConeProjection}). With several it is NP-hard; {@link CopositiveBound} comes close to it where the
 * cone is small, and the spectral norm is kept elsewhere.
 *
 * @param upper the bound
 * @param failureProbability the probability that it is too low
 */
record DualNorm(double upper, double failureProbability) {
  /** Inequalities x R beyond which a cone is not written out. */
  private static final long LARGEST_CONE = 1L << 24;

  /** Inequalities x R up to which a cone is searched for its facets. */
  private static final int MOST_TO_SIFT = 10_000;

  /** The spectral norm, which bounds both norms. */
  static DualNorm spectral(Evaluation at, int block, SpectralNorm.Sufficiency sufficiency) {
    SpectralNorm norm = SpectralNorm.of(at, block, 0, sufficiency);
    return new DualNorm(norm.upper(), norm.failureProbability());
  }

  /** Returns a bound that uses the block's cone, at most this one; below enough it need not be. */
  DualNorm tightened(Evaluation at, int block, double enough) {
    Optional<Cone> cone = at.program().localData().flatMap(data -> data.cone(block));
    int length = at.program().blocks().get(block).rows();
    if (cone.isEmpty() || (long) cone.get().inequalities() * length > LARGEST_CONE) {
      return this;
    }
    ConeProjection projection = ConeProjection.of(cone.get(), length);
    double bound =
        at.program().blocks().get(block).columns() == 1
            ? ofOneColumn(at, block, projection)
            : ofSeveral(at, block, cone.get(), projection.directions(), enough);
    double error = at.gradientError();
    bound += Double.isNaN(error) ? 0x1p-40 * bound : error;
    return bound < upper ? new DualNorm(bound, 0) : this;
  }

  private static double ofOneColumn(Evaluation at, int block, ConeProjection projection) {
    double[] given = at.adjointTimes(block, new double[] {1}, 1);
    double unit = PowerOfTwo.near(given);
    double[] m = PowerOfTwo.divided(given, unit);
    double[] opposite = new double[m.length];
    for (int r = 0; r < m.length; r++) {
      opposite[r] = -m[r];
    }
    return unit * Math.max(projection.dualNorm(m), projection.dualNorm(opposite));
  }

  private static double ofSeveral(
      Evaluation at, int block, Cone cone, double[] rows, double enough) {
    int length = at.program().blocks().get(block).rows();
    int columns = at.program().blocks().get(block).columns();
    if (rows.length > MOST_TO_SIFT) {
      return Double.POSITIVE_INFINITY;
    }
    double[] k = Facets.of(rows, length);
    if (cone.interior().isEmpty()
        || CopositiveBound.work(k.length / length, length) > CopositiveBound.MOST_WORK) {
      return Double.POSITIVE_INFINITY;
    }
    double[] eye = new double[columns * columns];
    for (int i = 0; i < columns; i++) {
      eye[i * columns + i] = 1;
    }
    double[] given = at.adjointTimes(block, eye, columns);
    double unit = PowerOfTwo.near(given);
    double[] m = PowerOfTwo.divided(given, unit);
    double least = enough / unit;
    double[] w = cone.interior().get();
    return unit
        * Math.sqrt(
            CopositiveBound.of(at.program().kernel(), m, length, columns, k, w, least * least));
  }
}
