package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Cone;
import io.github.convexheads.api.program.ConeProjection;
import io.github.convexheads.api.program.ConvexProgram;
import java.util.Optional;

/**
 * An upper bound of the norm dual to a block's penalty, at M = A_j^* E.
 *
 * <p>The nuclear norm's dual is the spectral norm. The constrained nuclear norm's dual, max u^T M v
 * over K u &gt;= 0 and unit balls, is never above it. With one column it is the longer of the
 * projections of M and -M on the cone, and nonnegative least squares gives it exactly ({@link
 * ConeProjection}).
 *
 * @param upper the bound
 * @param failureProbability the probability that it is too low
 */
record DualNorm(double upper, double failureProbability) {
  /** Inequalities x R beyond which a cone is not written out. */
  private static final long LARGEST_CONE = 1L << 24;

  /** The spectral norm, which bounds both norms. */
  static DualNorm spectral(
      ConvexProgram program, int block, double[] e, SpectralNorm.Sufficiency sufficiency) {
    SpectralNorm norm = SpectralNorm.of(program, block, e, 1, sufficiency);
    return new DualNorm(norm.upper(), norm.failureProbability());
  }

  /** Returns a bound that uses the block's cone, at most this one. */
  DualNorm tightened(ConvexProgram program, int block, double[] e) {
    Optional<Cone> cone = program.cone(block);
    int length = program.blocks().get(block).rows();
    if (cone.isEmpty()
        || program.blocks().get(block).columns() > 1
        || (long) cone.get().inequalities() * length > LARGEST_CONE) {
      return this;
    }
    double[] m = program.adjointTimes(block, e, new double[] {1}, 1);
    double[] opposite = new double[length];
    for (int r = 0; r < length; r++) {
      opposite[r] = -m[r];
    }
    ConeProjection projection = ConeProjection.of(cone.get(), length);
    double exact = Math.max(projection.dualNorm(m), projection.dualNorm(opposite));
    return exact < upper ? new DualNorm(exact, 0) : this;
  }
}
