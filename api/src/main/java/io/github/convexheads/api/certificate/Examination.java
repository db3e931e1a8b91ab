package io.github.convexheads.api.certificate;

import io.github.convexheads.api.kernel.Precision;
import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.FeasiblePoint;
import io.github.convexheads.api.program.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/**
 * A certificate together with what a solver can go on with: the residual and the leading singular
 * pairs of every block's gradient.
 *
 * @param certificate the certificate
 * @param residual E / n at the point, n x T x c values
 * @param norms for every block the norm of A_j^* E / n with its leading pairs
 * @param allowed the largest norm with which the point would have met the tolerance that was asked
 *     for; 0 if no norm would
 */
public record Examination(
    Certificate certificate, double[] residual, List<SpectralNorm> norms, double allowed) {

  /** The share of an excess over beta to which a norm is bounded that is too large anyway. */
  private static final double COARSE = 0.3;

  /** Relative accuracy to which norms are bounded at most. */
  private static final double ACCURACY = 1e-9;

  /** Copies the list. */
  public Examination {
    norms = List.copyOf(norms);
  }

  /**
   * Examines a point in double precision, as exactly as a tolerance needs: from the primal value
   * follows how large the norms may be, and each is bounded until it is known to be below that, or
   * above.
   *
   * @param program the program
   * @param given the point
   * @param tolerance the relative gap to prove
   * @param pairs how many leading singular pairs of every block are wanted, if there are as many
   * @param hurry asked now and then; true to be content with the bounds so far
   * @return the examination
   */
  public static Examination of(
      ConvexProgram program, Variable given, double tolerance, int pairs, BooleanSupplier hurry) {
    ConvexProgram exact = program.withPrecision(Precision.FLOAT64);
    Variable point = FeasiblePoint.of(exact, given);
    double[] outputs = exact.outputs(point);
    double loss = exact.loss(outputs);
    double penalty = PenaltyValue.of(exact, point);
    double primal = loss + exact.beta() * penalty;
    double[] residual = exact.residual(outputs);
    DualScaling free = DualScaling.best(exact, residual, DualScaling.LARGEST);
    double scale = Math.max(1e-12, Math.abs(primal));
    double needed = free.reaching(exact, residual, primal - Math.max(tolerance, ACCURACY) * scale);
    double allowed = exact.beta() / needed;
    double open = Math.max(0, primal - free.value()) / scale;
    SpectralNorm.Sufficiency enough =
        (lower, upper) -> {
          double excess = Math.max(lower / exact.beta() - 1, open);
          boolean decided = upper <= allowed || lower > allowed;
          return (decided && upper - lower <= COARSE * excess * exact.beta())
              || upper <= Math.max(allowed, lower * (1 + ACCURACY))
              || hurry.getAsBoolean();
        };
    List<SpectralNorm> norms = new ArrayList<>();
    for (int j = 0; j < exact.blocks().size(); j++) {
      norms.add(SpectralNorm.of(exact, j, residual, pairs, enough));
    }
    DualNorms dual =
        DualNorms.of(
            exact,
            residual,
            norms.stream().map(n -> new DualNorm(n.upper(), n.failureProbability())).toList());
    DualScaling scaling = DualScaling.below(exact, residual, dual.bounds());
    Certificate certificate =
        new Certificate(
            primal,
            scaling.value(),
            loss,
            penalty,
            exact.beta(),
            scaling.theta(),
            dual.upper(),
            dual.failureProbability(),
            IntStream.of(point.ranks()).boxed().toList(),
            exact.scope());
    return new Examination(certificate, residual, norms, allowed);
  }
}
