package io.github.convexheads.bench.path;

import io.github.convexheads.api.certificate.Certificate;
import io.github.convexheads.api.fit.FitResult;
import java.util.Locale;

/**
 * One beta of a path.
 *
 * @param fraction beta / beta_max
 * @param beta the weight of the penalty
 * @param primal the objective
 * @param relativeGap the certified relative gap
 * @param loss the mean training loss
 * @param rank the number of network heads
 * @param seconds the time of this fit
 * @param score what decides, by the first metric of the loss: on training data for a plain path, on
 *     held-out samples in validation, the mean over folds in cross-validation; NaN where the metric
 *     is not defined
 * @param scoreError standard error of the score over folds; 0 for a plain path
 */
public record PathPoint(
    double fraction,
    double beta,
    double primal,
    double relativeGap,
    double loss,
    int rank,
    double seconds,
    double score,
    double scoreError) {

  /**
   * Describes a fit.
   *
   * @param result the fit
   * @param score its score
   * @param scoreError the standard error of the score
   * @return the point
   */
  public static PathPoint of(FitResult result, double score, double scoreError) {
    Certificate proof = result.certificate();
    return new PathPoint(
        result.betaMax() > 0 ? proof.beta() / result.betaMax() : 0,
        proof.beta(),
        proof.primal(),
        proof.relativeGap(),
        proof.loss(),
        result.head().variable().totalRank(),
        result.seconds(),
        score,
        scoreError);
  }

  /** Says whether these are numbers that a fit can give. */
  boolean consistent() {
    return fraction > 0
        && beta >= 0
        && Double.isFinite(primal)
        && relativeGap >= 0
        && rank >= 0
        && seconds >= 0
        && scoreError >= 0;
  }

  /** Returns this point with a mean score over several parts and its standard error. */
  PathPoint scored(double mean, double error) {
    return new PathPoint(fraction, beta, primal, relativeGap, loss, rank, seconds, mean, error);
  }

  /** Returns the fields of a line of a CSV file of a path. */
  String csv() {
    return String.format(
        Locale.ROOT,
        "%.6g,%.17g,%.17g,%.6g,%.17g,%d,%.3f,%.6f,%.6f",
        fraction,
        beta,
        primal,
        relativeGap,
        loss,
        rank,
        seconds,
        score,
        scoreError);
  }
}
