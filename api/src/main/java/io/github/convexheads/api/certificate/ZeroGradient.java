package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The gradient at Z = 0: bounds of its dual norms, the largest of which is beta_max, and leading
 * pairs of every block, which a solver that starts at zero goes on with.
 *
 * @param norms bounds of the dual norms
 * @param pairs leading singular pairs of every block
 * @param loss F(0)
 */
record ZeroGradient(DualNorms norms, List<SingularPairs> pairs, double loss) {
  /** Relative accuracy of beta_max, so that those of two runs agree to a millionth. */
  private static final double ACCURACY = 4e-7;

  /** As many pairs as solvers begin with. */
  private static final int PAIRS = 10;

  /**
   * Searches the gradient, and keeps it with the program. A block whose norm is found to be below
   * that of one before is not bounded more closely than that takes; how closely it is searched
   * follows from the data alone, like the pairs.
   */
  static ZeroGradient of(Evaluation zero) {
    List<DualNorm> bounds = new ArrayList<>();
    List<SingularPairs> pairs = new ArrayList<>();
    double estimated = 0;
    double proven = 0;
    for (int j = 0; j < zero.program().blocks().size(); j++) {
      GradientNorm norm = new GradientNorm(zero, j, PAIRS, SpectralNorm.CLOSE.freeBelow(estimated));
      double least = proven;
      SpectralNorm found =
          norm.bounded((lower, upper) -> upper <= Math.max(least, lower * (1 + ACCURACY)));
      bounds.add(new DualNorm(found.upper(), found.failureProbability()));
      pairs.add(norm.pairs(zero.variable().block(j)));
      if (DualNorms.spectral(zero.program())) {
        estimated = Math.max(estimated, norm.estimate());
        proven = Math.max(proven, found.lower());
      }
    }
    ZeroGradient all =
        new ZeroGradient(DualNorms.of(zero, bounds, () -> false), pairs, zero.loss());
    zero.program().memo().keep(all);
    return all;
  }

  /** The pairs of a program that was searched at zero, if as many as are wanted were found. */
  static Optional<List<SingularPairs>> known(Evaluation at, int wanted) {
    return Optional.of(at)
        .filter(here -> here.variable().totalRank() == 0 && wanted <= PAIRS)
        .flatMap(here -> here.program().memo().get(ZeroGradient.class))
        .map(ZeroGradient::pairs);
  }
}
