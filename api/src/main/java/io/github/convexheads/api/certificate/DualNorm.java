package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;

/**
 * An upper bound of the norm dual to a block's penalty, at A_j^* E.
 *
 * <p>The nuclear norm's dual is the spectral norm. The constrained nuclear norm's dual, max u^T M v
 * over K u &gt;= 0 and unit balls, is never above it, so the same bound holds (and may be loose).
 *
 * @param upper the bound
 * @param failureProbability the probability that it is too low
 */
record DualNorm(double upper, double failureProbability) {
  static DualNorm of(
      ConvexProgram program, int block, double[] e, SpectralNorm.Sufficiency sufficiency) {
    SpectralNorm norm = SpectralNorm.of(program, block, e, 1, sufficiency);
    return new DualNorm(norm.upper(), norm.failureProbability());
  }
}
