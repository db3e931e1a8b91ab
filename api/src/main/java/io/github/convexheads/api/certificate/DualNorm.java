package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Evaluation;

/**
 * An upper bound of the norm dual to a block's penalty, at M = A_j^* E.
 *
 * <p>The nuclear norm's dual is the spectral norm. The constrained nuclear norm's dual, max u^T M v
 * over K u &gt;= 0 and unit balls, is never above it, and {@link ConeNorm} comes close to it.
 *
 * @param upper the bound
 * @param failureProbability the probability that it is too low
 */
record DualNorm(double upper, double failureProbability) {

  /** The spectral norm, which bounds both norms. */
  static DualNorm spectral(Evaluation at, int block, SpectralNorm.Sufficiency sufficiency) {
    SpectralNorm norm = SpectralNorm.of(at, block, 0, sufficiency);
    return new DualNorm(norm.upper(), norm.failureProbability());
  }
}
