package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.LiftedProgram;
import org.apiguardian.api.API;

/**
 * A lower bound of one program's optimal value that this package computed while a solver examined a
 * point. Nobody else can make one, and it says which program it speaks for, so that a fit need not
 * compute it a second time: a lower bound holds for every point of the program.
 */
@API(status = API.Status.STABLE)
public final class ProvenBound {
  /** Relative difference of objectives that rounding may cause. */
  private static final double ROUNDING = 1e-10;

  private final ConvexProgram program;
  private final Certificate certificate;

  ProvenBound(ConvexProgram program, Certificate certificate) {
    this.program = program;
    this.certificate = certificate;
  }

  /**
   * Returns the lower bound.
   *
   * @return the dual value
   */
  public double value() {
    return certificate.dual();
  }

  /**
   * Says whether this is a bound of a program's optimal value. Only programs that this library put
   * together are compared, and by what they hold, never by an {@code equals} of somebody else's: of
   * any other program no bound is known beforehand.
   *
   * @param other a program
   * @return whether it is the program of this bound, but for the precision of its arithmetic
   */
  public boolean speaksFor(ConvexProgram other) {
    return program instanceof LiftedProgram own
        && other instanceof LiftedProgram lifted
        && own.asksTheSameAs(lifted);
  }

  /**
   * Says whether the bound took a Lanczos iteration, which may cost as much as all of a solve;
   * where norms are exact they are cheap, and at the final point they are often a little better.
   *
   * @return whether any norm was bounded with a probability below 1
   */
  public boolean costly() {
    return certificate.failureProbability() > 0;
  }

  /**
   * Says whether a point may be the one that proves this bound, so that the bound can be found
   * again at it.
   *
   * @param primal the objective at the point
   * @return whether it is, but for rounding, that of the point that was examined
   */
  public boolean provenAt(double primal) {
    return Math.abs(primal - certificate.primal()) <= ROUNDING * Math.abs(certificate.primal());
  }

  /** The certificate of another point of the same program. */
  Certificate at(Objective objective) {
    return Certificate.of(
        program,
        new RecordedCertificate(
            objective.upper(),
            certificate.dual(),
            objective.loss(),
            objective.penalty(),
            certificate.beta(),
            certificate.scale(),
            certificate.norms(),
            costly() ? program.randomStarts().failureProbability() : 0,
            objective.ranks(),
            certificate.scope(),
            certificate.recorded().seed(),
            objective.floor()));
  }
}
