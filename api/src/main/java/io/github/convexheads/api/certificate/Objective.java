package io.github.convexheads.api.certificate;

import io.github.convexheads.api.program.ConvexProgram;
import io.github.convexheads.api.program.Evaluation;
import io.github.convexheads.api.program.Variable;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The objective of a point in double precision with its rounding errors on the safe side.
 *
 * @param program the program that was asked, whatever its evaluation says of itself
 * @param at the evaluation at the point, or at the point that {@link PenaltyBound} put in its place
 * @param loss (1/n) sum of losses there
 * @param penalty sum over blocks of ||Z_j||_*, without beta
 * @param upper at least the objective of the point in exact arithmetic
 * @param ranks the rank of every block of the point
 */
record Objective(
    ConvexProgram program,
    Evaluation at,
    double loss,
    double penalty,
    double upper,
    List<Integer> ranks) {
  /** What the additions below round at most, relative to their result. */
  private static final double SUM_ROUNDING = 0x1p-50;

  /** A loss that is none: targets that are not zero have a larger one. */
  private static final double NO_LOSS = 0x1p-700;

  /** Evaluates a point of a program in double precision, at its best intercept if there is one. */
  static Objective of(ConvexProgram exact, Variable point) {
    return of(exact, point, new double[0]);
  }

  /** Evaluates a point with an intercept; the best one where it has no values. */
  static Objective of(ConvexProgram exact, Variable point, double[] intercept) {
    PenaltyBound penalty = PenaltyBound.of(exact, point);
    Evaluation at = exact.at(penalty.point());
    boolean best = intercept.length == 0;
    double loss = best ? at.loss() : at.lossAt(intercept);
    double error =
        (best ? at.lossError(penalty.distance()) : at.lossErrorAt(intercept, penalty.distance()))
            + exact.beta() * penalty.error();
    double value = loss + exact.beta() * penalty.value();
    double upper = value + error + SUM_ROUNDING * (Math.abs(loss) + Math.abs(value) + error);
    List<Integer> ranks = IntStream.of(point.ranks()).boxed().toList();
    return new Objective(exact, at, loss, penalty.value(), upper, ranks);
  }

  /** The least objective that gaps are relative to. */
  double least() {
    Double own = floor();
    return own == null ? RecordedCertificate.FLOOR : own;
  }

  /** The same; null where it does not depend on the targets. */
  Double floor() {
    if (upper >= RecordedCertificate.FLOOR) {
      return null;
    }
    Evaluation zero = program.at(Variable.zero(program.blocks()));
    double loss =
        program.intercept() ? zero.lossAt(new double[program.size().outputs()]) : zero.loss();
    return loss < 1 ? RecordedCertificate.FLOOR * Math.max(loss, NO_LOSS) : null;
  }

  /** Puts a certificate together with the best scaling below bounds of the dual norms. */
  Certificate certificate(DualNorms norms) {
    return certificate(DualScaling.below(at, norms.bounds()), norms);
  }

  /** Puts a certificate together without norms: zero is feasible for the dual whatever they are. */
  Certificate certificate() {
    List<Double> unknown = Collections.nCopies(program.blocks().size(), Double.MAX_VALUE);
    return certificate(DualScaling.at(at, 0), new DualNorms(unknown, 0));
  }

  private Certificate certificate(DualScaling scaling, DualNorms norms) {
    boolean drawn = norms.failureProbability() > 0;
    return Certificate.of(
        program,
        at.variable(),
        new RecordedCertificate(
            upper,
            scaling.lower(at),
            loss,
            penalty,
            program.beta(),
            scaling.theta(),
            norms.upper(),
            drawn ? program.randomStarts().failureProbability() : 0,
            ranks,
            program.scope(),
            drawn ? program.randomStarts().seed() : null,
            floor()));
  }
}
