package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * A certificate together with what a solver can go on with, the leading singular pairs of every
 * block's gradient.
 *
 * @param certificate the certificate
 * @param norms for every block the norm of A_j^* E / n
 * @param allowed the largest norm with which the point would have met the tolerance that was asked
 *     for; 0 if no norm would
 */
public record CertifiedGradient(Certificate certificate, List<SpectralNorm> norms, double allowed) {

  /**
   * Returns leading singular pairs of every block's gradient: those that came with its exact norm,
   * else estimates that begin near the point.
   *
   * @param point the evaluated point
   * @param count how many pairs of every block are wanted, if there are as many
   * @return the pairs of every block
   */
  public List<SingularPairs> pairs(PointEvaluation point, int count) {
    List<SingularPairs> pairs = new ArrayList<>();
    for (int j = 0; j < norms.size(); j++) {
      int block = j;
      pairs.add(norms.get(j).pairs().orElseGet(() -> point.pairs(block, count)));
    }
    return pairs;
  }

  /** Copies the list. */
  public CertifiedGradient {
    norms = List.copyOf(norms);
  }

  /**
   * Certifies a point in double precision, as exactly as a tolerance needs: from the primal value
   * follows how large the norms may be, and each is bounded until it is known to be below that, or
   * above.
   *
   * @param program the program
   * @param given the point
   * @param tolerance the relative gap to prove
   * @param pairs how many leading singular pairs of every block are wanted, if there are as many
   * @param hurry asked now and then; true to be content with the bounds so far
   * @return the certified gradient
   */
  public static CertifiedGradient of(
      ConvexProgram program, Variable given, double tolerance, int pairs, BooleanSupplier hurry) {
    return PointEvaluation.of(program, given, tolerance).certified(pairs, hurry);
  }
}
